import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forkFor } from '../../src/access/fork-for.ts'
import type { ApiCtx } from '../../src/api/api-ctx.ts'
import { orderUpdates } from '../../src/api/live-updates.ts'
import { authenticate } from '../../src/identity/authenticate.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { ApiClient } from '../support/api-client.ts'
import { completeDraft, customer, offerOf } from '../support/ordering.ts'

describe('a live stream', () => {
  let app: TestApp
  let sales: ApiClient
  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api' } })
    sales = await app.signedIn('sales@meridian.example')
  })
  afterAll(() => app.close())

  it('lets go of its subscription at once when its subscriber leaves while nothing happens', async () => {
    const draft = await completeDraft(sales, {
      customer: await customer(sales, 'Spreebogen'),
      offer: await offerOf(sales, '365 business prem'),
    })
    const { orm, clock } = app.resources
    const root = orm.em.fork()
    const again = () => authenticate(orm.em.fork(), clock, sales.token ?? '')
    const actor = await again()
    let listening = 0
    const pubsub = {
      ...app.resources.pubsub,
      subscribe: () => {
        listening += 1
        return Promise.resolve(() => {
          listening -= 1
          return Promise.resolve()
        })
      },
    }
    const ctx = {
      root,
      em: forkFor(root, actor),
      actor,
      pubsub,
      reauthenticate: again,
      clock,
    } as unknown as ApiCtx

    const stream = orderUpdates(ctx, { orderId: draft.orderId })
    expect((await stream.next()).value).toMatchObject({ type: 'snapshot' })
    const waiting = stream.next()
    await sleep(200)
    expect(listening).toBe(1)
    await stream.return(undefined)

    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(listening).toBe(0)
  })
})
