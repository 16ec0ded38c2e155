import type { CodegenConfig } from '@graphql-codegen/cli'

/** schema/schema.graphql and *.graphql documents -> types of the operations; the output is not committed. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  generates: {
    'src/demo/generated/demo-operations.ts': {
      documents: 'src/demo/demo-operations.graphql',
      plugins: ['typescript-operations'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: {
          DateTime: 'string',
          Decimal: 'string',
          CurrencyCode: 'string',
          JSON: 'unknown',
          JSONObject: 'object',
        },
      },
    },
  },
}

export default config
