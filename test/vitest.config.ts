import { defineConfig } from 'vitest/config'

// The tool reads a default export.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'] },
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
})
