import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Ctx } from '../../src/access/ctx.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { tracesOf } from '../../src/events/traces-of.ts'
import { openTracing } from '../../src/platform/open-tracing.ts'
import { createLogger } from '../../src/platform/logger.ts'
import type { Tracing } from '../../src/platform/tracing.ts'
import { z } from 'zod'
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const told = defineEvent({
  type: 'terms.recorded',
  subjectType: 'order',
  description: 'For tests.',
  since: '0.1',
  schema: z.object({}),
  example: {},
  offeredToWebhooks: false,
})

const actor = actorOf('org_a', ['RESELLER_ADMIN'])
let verbs: VerbHarness
let collector: OtlpReceiver
let tracing: Tracing
beforeAll(async () => {
  verbs = await openVerbs()
  await addSeller(verbs, 'org_a')
  collector = await startOtlpReceiver()
  tracing = await openTracing({
    endpoint: collector.url,
    serviceName: 'test',
    share: 1,
    process: {},
    log: createLogger('silent'),
  })
})
afterAll(async () => {
  await tracing.close()
  await collector.close()
  await verbs.close()
})

const begin = () => tracing.begin({ name: 'test', kind: 'INTERNAL' }).traceparent
const tell = (traceparent: string | undefined, subject: string, version = 1) =>
  verbs.run(actor, async (ctx) => {
    const traced: Ctx = traceparent ? { ...ctx, traceparent } : ctx
    const event = record(traced, told, {
      subject: { id: subject, sellerId: 'org_a', organizationId: null, version },
      data: {},
    })
    await ctx.em.flush()
    return event.id
  })

it('finds for each subject of a batch the span of its newest event, and leaves out the batch’s own trace', async () => {
  const [old, newest, batch] = [begin(), begin(), begin()]
  await tell(old, 'ord_other', 1)
  await tell(newest, 'ord_other', 2)
  await tell(batch, 'ord_own')
  await tell(undefined, 'ord_untraced')

  const found = await verbs.run(actor, (ctx) =>
    tracesOf({ ...ctx, tracing, traceparent: batch }, ['ord_other', 'ord_own', 'ord_untraced', 'ord_none']),
  )
  expect([...found]).toEqual([['ord_other', newest]])
})

it('asks PostgreSQL nothing where nothing is traced', async () => {
  await verbs.run(actor, async (ctx) => {
    const before = verbs.statements.length
    expect(await tracesOf(ctx, ['ord_other'])).toEqual(new Map())
    expect(verbs.statements.length).toBe(before)
  })
})

it('keeps no trace of what another seller did', async () => {
  await addSeller(verbs, 'org_b')
  const found = await verbs.run(actorOf('org_b', ['RESELLER_ADMIN']), (ctx) =>
    tracesOf({ ...ctx, tracing, traceparent: begin() }, ['ord_other']),
  )
  expect(found).toEqual(new Map())
})
