import type { Authentication, Bundle, ZObject } from 'zapier-platform-core'
import { ask } from './ask.ts'
import { ViewerDocument } from './generated/operations.ts'

const help =
  'In Countersign, create an API key with the scopes that your Zaps need. [How to make one](https://countersign.example/docs/integrate/zapier).'

async function whoAmI(z: ZObject, bundle: Bundle) {
  const { viewer } = await ask({ z, bundle }, ViewerDocument, {})
  if (!viewer) throw new z.errors.ExpiredAuthError('The API key does not hold. Make a new one and reconnect.')
  return { id: viewer.id, name: viewer.name, organization: viewer.organization?.name ?? 'Countersign' }
}

/** A server and an API key; the connection is named after the key and its organization. */
export const authentication: Authentication = {
  type: 'custom',
  fields: [
    {
      key: 'url',
      label: 'Server',
      type: 'string',
      required: true,
      isNoSecret: true,
      placeholder: 'https://orders.example.com',
      helpText: 'The https address at which you open Countersign.',
    },
    { key: 'apiKey', label: 'API Key', type: 'password', required: true, helpText: help },
  ],
  test: whoAmI,
  connectionLabel: '{{organization}}: {{name}}',
}
