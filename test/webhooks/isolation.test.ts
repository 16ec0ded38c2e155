import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { systemActor } from '../../src/access/actor.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { fanOutWaiting } from '../../src/webhooks/fan-out-waiting.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const told = defineEvent({
  type: 'terms.recorded',
  subjectType: 'order',
  description: 'For tests.',
  since: '0.1',
  schema: z.object({ note: z.string() }),
  example: { note: 'x' },
  offeredToWebhooks: true,
})

let verbs: VerbHarness
beforeAll(async () => {
  verbs = await openVerbs()
})
afterAll(() => verbs.close())

/** Resellers as a tree: the parent of each is one before it, or nobody. */
const trees = fc
  .integer({ min: 2, max: 6 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, at) => fc.integer({ min: -1, max: at - 1 }))))

/** Of whose event, to whose endpoint. */
interface Message {
  of: string
  to: string
}

let trial = 0
/** As the relay gives them. */
let position = 1_000_000

/** A tree of resellers that all hear everything, one event in each: who got messages, of whose events. */
async function messagesIn(parents: readonly number[]): Promise<Message[]> {
  trial += 1
  const ids = parents.map((_, at) => `org_${trial}_${at}`)
  const above = (at: number): string[] => {
    const parent = parents[at] ?? -1
    return parent < 0 ? [] : [...above(parent), ids[parent]!]
  }
  const below = (at: number) => ids.filter((_, other) => other === at || above(other).includes(ids[at]!))
  for (const id of ids) await addSeller(verbs, id)
  for (const [at, id] of ids.entries()) {
    const owner = actorOf(id, ['RESELLER_ADMIN'], { id: `usr_${id}`, readableSellers: below(at) })
    const input = { url: 'http://127.0.0.1:9/hooks', eventTypes: ['*'], idempotencyKey: id }
    await verbs.run({ ...owner, ancestorSellers: above(at) }, (ctx) => createWebhookEndpoint(ctx, input))
  }
  for (const [at, id] of ids.entries()) {
    const worker = systemActor({ id, ancestors: above(at) })
    const subject = { id: `ord_${id}`, sellerId: id, organizationId: null, version: 1 }
    const event = await verbs.run(worker, async (ctx) => record(ctx, told, { subject, data: { note: id } }))
    await verbs.sql(
      'UPDATE outbox_event SET published_at = now(), fan_out_due = true, feed_position = $1 WHERE id = $2',
      [(position += 1), event.id],
    )
    await verbs.run(worker, (ctx) => fanOutWaiting(ctx))
  }
  return messages()
}

/** Who got messages in the last tree, of whose events. */
const messages = () =>
  verbs.sql<Message>(
    `SELECT m.body::jsonb -> 'data' ->> 'note' AS of, e.seller_id AS to
     FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id
     WHERE e.seller_id LIKE $1 AND m.event_type = 'terms.recorded' ORDER BY 1, 2`,
    [`org\\_${trial}\\_%`],
  )

const crossed = (made: readonly Message[]) => made.filter(({ of, to }) => of !== to)

it('no event crosses from one reseller to the endpoint of another, above, below or beside', async () => {
  await fc.assert(
    fc.asyncProperty(trees, async (parents) => {
      const made = await messagesIn(parents)
      expect(made).toHaveLength(parents.length)
      expect(crossed(made)).toEqual([])
    }),
    { numRuns: 15, endOnFailure: true },
  )
}, 300_000)

it('a message that crossed would be seen (control)', async () => {
  expect(crossed(await messagesIn([-1, 0]))).toEqual([])
  const [first, second] = [`org_${trial}_0`, `org_${trial}_1`]
  await verbs.sql(
    `UPDATE webhook_message SET body = replace(body, $1, $2) WHERE seller_id = $1 AND event_type = 'terms.recorded'`,
    [first, second],
  )
  expect(crossed(await messages())).toEqual([{ of: second, to: first }])
})
