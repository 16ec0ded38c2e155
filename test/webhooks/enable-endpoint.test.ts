import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { enableWebhookEndpoint } from '../../src/webhooks/enable-webhook-endpoint.ts'
import { problemsOf } from '../support/companies.ts'
import { addSeller } from '../support/seller.ts'
import { standingClock } from '../support/small-world.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const admin = actorOf('org_a', ['RESELLER_ADMIN'])

describe('an endpoint that is enabled again', () => {
  const clock = standingClock()
  let verbs: VerbHarness
  let endpointId: string
  let made = 0
  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    await addSeller(verbs, 'org_a')
  })
  afterAll(() => verbs.close())
  beforeEach(async () => {
    clock.set('2026-11-23T09:00:00.000Z')
    const input = {
      url: 'https://hooks.northwind.example/',
      eventTypes: ['*'],
      idempotencyKey: `${(made += 1)}`,
    }
    const { webhookEndpoint } = await verbs.run(admin, (ctx) => createWebhookEndpoint(ctx, input))
    endpointId = webhookEndpoint.id
  })

  const enable = () => verbs.run(admin, (ctx) => enableWebhookEndpoint(ctx, { endpointId }))
  const isDisabledFor = (reason: string) =>
    verbs.sql(`UPDATE webhook_endpoint SET status = 'DISABLED', disabled_reason = $1 WHERE id = $2`, [
      reason,
      endpointId,
    ])
  const status = async () =>
    (
      await verbs.sql<{ status: string }>('SELECT status FROM webhook_endpoint WHERE id = $1', [endpointId])
    )[0]?.status

  it.each(['GONE', 'FAILING', 'RECEIVER_REQUEST'])(
    'and is disabled once more (%s) rests for five minutes after the first time',
    async (reason) => {
      await isDisabledFor(reason)
      await enable()
      await isDisabledFor(reason)
      clock.set('2026-11-23T09:04:59.999Z')
      expect(await problemsOf(enable())).toEqual([{ code: 'WEBHOOK_ENABLE_TOO_SOON', path: ['endpointId'] }])
      expect(await status()).toBe('DISABLED')
      clock.set('2026-11-23T09:05:00.000Z')
      await enable()
      expect(await status()).toBe('ACTIVE')
    },
  )

  it('as often as somebody disables it by hand does not: so the check above can fail', async () => {
    for (let times = 0; times < 3; times++) {
      await isDisabledFor('MANUAL')
      await enable()
      expect(await status()).toBe('ACTIVE')
    }
  })
})
