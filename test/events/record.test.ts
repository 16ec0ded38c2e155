import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { refuse } from '../../src/platform/errors.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const happened = defineEvent({
  type: 'test.happened',
  subjectType: 'test',
  description: 'A test happened.',
  since: '0.1',
  schema: z.object({ answer: z.number() }),
  example: { answer: 42 },
  offeredToWebhooks: true,
})

const subject = { id: 'tst_1', sellerId: 'org_a', organizationId: null, version: 1 }
const actor = actorOf('org_a', ['RESELLER_ADMIN'])

describe('record', () => {
  let verbs: VerbHarness
  beforeAll(async () => void (verbs = await openVerbs()))
  afterAll(() => verbs.close())
  const events = () =>
    verbs.sql<{ type: string; data: unknown }>('SELECT type, data FROM outbox_event ORDER BY id')

  it('stores the event in the same transaction as the change', async () => {
    await verbs.run(actor, async (ctx) => record(ctx, happened, { subject, data: { answer: 42 } }))

    expect(await events()).toEqual([{ type: 'test.happened', data: { answer: 42 } }])
  })

  it('leaves no event when the verb refuses', async () => {
    const attempt = verbs.run(actor, async (ctx) => {
      record(ctx, happened, { subject, data: { answer: 43 } })
      await ctx.em.flush()
      throw refuse('NO', 'No.')
    })

    await expect(attempt).rejects.toThrow('NO: No.')
    expect(await events()).toHaveLength(1)
  })

  it('throws outside a transaction', async () => {
    const ctx = { em: verbs.orm.em.fork() } as Parameters<typeof record>[0]

    expect(() => record(ctx, happened, { subject, data: { answer: 1 } })).toThrow('needs a transaction')
  })

  it('cannot write into another seller, even when the code asks for it', async () => {
    const foreign = { ...subject, sellerId: 'org_b' }
    const attempt = verbs.run(actor, async (ctx) =>
      record(ctx, happened, { subject: foreign, data: { answer: 1 } }),
    )

    await expect(attempt).rejects.toThrow('row-level security')
    expect(await events()).toHaveLength(1)
  })
})
