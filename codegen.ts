import type { CodegenConfig } from '@graphql-codegen/cli'

const scalars = {
  DateTime: 'string',
  Decimal: 'string',
  CurrencyCode: 'string',
  JSON: 'unknown',
  JSONObject: 'object',
}
const types = { useTypeImports: true, enumsAsTypes: true, scalars }

/** Types and texts of the client's operations; packages that are published alone get a copy each. */
const operations: CodegenConfig['generates'][string] = {
  documents: 'integrations/client/operations/*.graphql',
  plugins: ['typescript-operations', 'typed-document-node'],
  config: {
    ...types,
    scalars: { ...scalars, Decimal: { input: 'string | number', output: 'string' } },
    documentMode: 'string',
    importExtension: '.js',
  },
}

/** schema/schema.graphql and *.graphql documents -> types of the operations; the output is not committed. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  generates: {
    'src/demo/generated/demo-operations.ts': {
      documents: 'src/demo/demo-operations.graphql',
      plugins: ['typescript-operations'],
      config: types,
    },
    'integrations/client/src/generated/operations.ts': operations,
    'integrations/zapier/src/generated/operations.ts': operations,
    'integrations/portal/src/generated/operations.ts': {
      ...operations,
      documents: ['integrations/{client,portal}/operations/*.graphql'],
      config: { ...types, documentMode: 'documentNode', useTypeImports: true },
    },
    'integrations/n8n/generated/operations.ts': {
      ...operations,
      plugins: ['typescript-operations', './integrations/n8n/codegen-texts.cjs'],
    },
  },
}

export default config
