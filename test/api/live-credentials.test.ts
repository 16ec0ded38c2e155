import { createClient } from 'graphql-ws'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiClient, type Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { listen } from '../support/live.ts'
import { customer, key } from '../support/ordering.ts'

let app: TestApp
let admin: ApiClient
let orderId: string

beforeAll(async () => {
  app = await startApp()
  admin = await app.signedIn('admin@meridian.example')
  const { id: organizationId, accounts } = await customer(admin, 'Spreebogen')
  const started = await admin.done(
    'orderStart',
    { organizationId, accountId: accounts[0].id, idempotencyKey: key() },
    'order { id }',
  )
  orderId = started.order.id
  await app.quiet()
})
afterAll(() => app.close())

const query = 'subscription Status($id: ID!) { orderStatusChanged(orderId: $id) { order { id } } }'

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 60 && !holds(); tries++) await sleep(50)
}

describe('a live stream', () => {
  it('shows nothing to a key that may not read orders', async () => {
    const input = { name: 'Catalog only', scopes: ['CATALOG_READ'], idempotencyKey: key() }
    const { secret } = await admin.done('apiKeyCreate', input, 'secret')
    const stream = listen('graphql-sse', new ApiClient(app.url, secret), {
      query,
      variables: { id: orderId },
    })
    await until(() => stream.refusal() !== null || stream.updates.length > 0)
    stream.stop()
    expect(stream.updates).toEqual([])
    expect(stream.refusal()).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  it('shows nothing on a socket that outlives its session', async () => {
    const guest = await app.signedIn('admin@meridian.example')
    const socket = createClient({
      url: `${guest.url.replace(/^http/, 'ws')}/graphql`,
      connectionParams: { authorization: `Bearer ${guest.token}` },
      retryAttempts: 0,
      lazy: false,
    })
    const first = async () => {
      for await (const answer of socket.iterate({ query, variables: { id: orderId } })) return answer as Json
      return null
    }
    expect(await first()).toEqual({ data: { orderStatusChanged: { order: { id: orderId } } } })
    await guest.ask('mutation { signOut { signedOut } }')
    const answer = await first()
    expect(answer.data ?? null).toBeNull()
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    await socket.dispose()
  })
})
