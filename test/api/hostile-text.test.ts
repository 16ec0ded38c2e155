import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeCursor } from '../../src/platform/page.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'

const single = [
  'order',
  'organization',
  'user',
  'product',
  'offer',
  'approval',
  'cloudSubscription',
  'termsAcceptance',
  'webhookEndpoint',
  'webhookMessage',
  'node',
]

/** Every list, and how many values its cursors hold. */
const lists: Array<[string, number]> = [
  ['orders', 2],
  ['approvals', 2],
  ['cloudSubscriptions', 2],
  ['webhookMessages', 2],
  ['organizations', 2],
  ['termsDocuments', 2],
  ['productSearch', 2],
  ['apiKeys', 1],
  ['events', 1],
]

const codes = (answer: Json): string[] => (answer.errors ?? []).map((error: Json) => error.extensions.code)

describe('text that PostgreSQL cannot hold', () => {
  let app: TestApp
  let admin: ApiClient
  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api' } })
    admin = await app.signedIn('admin@meridian.example')
  })
  afterAll(() => app.close())

  it.each(single)('%s answers null for it, as for an unknown id', async (field) => {
    for (const id of ['ord_\u0000', '\u0000', 'ord_\uD800'])
      expect(await admin.request(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id })).toEqual({
        data: { [field]: null },
      })
  })

  it.each(lists)('%s refuses a cursor that it did not make', async (field, length) => {
    const query = `query ($after: String) { ${field}(after: $after) { nodes { id } } }`
    const nul = encodeCursor(Array.from({ length }, () => '\u0000'))
    for (const after of [nul, encodeCursor(['1', '2', '3', '4']), 'x', 'e30'])
      expect(codes(await admin.request(query, { after }))).toEqual(['CURSOR_INVALID'])
  })

  it.each(['orders', 'approvals', 'cloudSubscriptions', 'webhookMessages'])(
    '%s refuses a cursor whose instant is none',
    async (field) => {
      const query = `query ($after: String) { ${field}(after: $after) { nodes { id } } }`
      expect(codes(await admin.request(query, { after: encodeCursor(['garbage', 'x']) }))).toEqual([
        'CURSOR_INVALID',
      ])
    },
  )

  it.each(['orders', 'organizations', 'productSearch'])('%s refuses to search for it', async (field) => {
    const query = `query ($search: String) { ${field}(search: $search) { nodes { id } } }`
    const answer = await admin.request(query, { search: 'a\u0000' })
    expect(answer.errors?.[0]?.extensions['problems']).toEqual([
      {
        code: 'INVALID_CHARACTERS',
        message: 'Remove NUL characters and unpaired surrogates: text must be valid UTF-8.',
        path: ['search'],
      },
    ])
  })
})
