import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const folder = path.join(import.meta.dirname, 'dist', 'site')

/** Writes NAME.br beside each file that travels as text, so that the server compresses nothing. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    for (const name of readdirSync(folder))
      if (/\.(js|css)$/.test(name))
        writeFileSync(
          path.join(folder, `${name}.br`),
          brotliCompressSync(readFileSync(path.join(folder, name))),
        )
  },
}

/**
 * The server puts a nonce of each answer where `__NONCE__` stands, and its settings where `__SETTINGS__` stands
 * (src/api/serve-portal.ts).
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/assets/portal/',
  html: { cspNonce: '__NONCE__' },
  plugins: [compressed],
  build: {
    outDir: folder,
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Directives of React's servers mean nothing in a browser.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
})
