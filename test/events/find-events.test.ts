import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import type { Actor } from '../../src/access/actor.ts'
import { defineEvent, type EventDefinition } from '../../src/events/event.ts'
import { findEvent } from '../../src/events/find-event.ts'
import { findEvents, type FeedQuestion } from '../../src/events/find-events.ts'
import { record } from '../../src/events/record.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { encodeCursor } from '../../src/platform/page.ts'
import { problemsOf } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

type Told = EventDefinition<{ n: number }>
const told = (type: string, offeredToWebhooks = true): Told =>
  defineEvent({
    type,
    subjectType: 'test',
    description: 'Something was tested.',
    since: '0.1',
    schema: z.object({ n: z.number() }),
    example: { n: 1 },
    offeredToWebhooks,
  })

const placed = told('order.placed')
const approved = told('order.approved')
const activated = told('subscription.activated')
const noted = told('order.noted', false)
const offered = [placed, approved, activated]

const admin = actorOf('org_a', ['RESELLER_ADMIN'])
const stranger = actorOf('org_b', ['RESELLER_ADMIN'])

describe('the pull feed', () => {
  let verbs: VerbHarness
  let jobs: JobHarness
  beforeEach(async () => {
    verbs = await openVerbs()
    jobs = await openJobs(verbs, { clock: systemClock, definitions: [] })
  })
  afterEach(async () => {
    await jobs.close()
    await verbs.close()
  })

  const happen = (type: Told, n: number, more: { by?: Actor; organizationId?: string } = {}) => {
    const { by = admin, organizationId = null } = more
    const subject = { id: `tst_${n}`, sellerId: by.sellerId, organizationId, version: n }
    return verbs.run(by, async (ctx) => record(ctx, type, { subject, data: { n } }).id)
  }
  const page = (args: Partial<FeedQuestion> = {}, actor = admin) =>
    verbs.read(actor, (ctx) => findEvents(ctx, { first: 100, ...args }, offered))
  const numbers = async (args: Partial<FeedQuestion> = {}, actor = admin) =>
    (await page(args, actor)).nodes.map(({ data }) => data['n'])

  it('tells what was published, in order, with all that a webhook says', async () => {
    for (const n of [1, 2, 3]) await happen(placed, n, { organizationId: 'org_customer' })
    expect(await numbers()).toEqual([])
    await relayOnce(jobs.parts)
    await happen(placed, 4)

    const { nodes, pageInfo } = await page()

    expect(nodes.map(({ data }) => data['n'])).toEqual([1, 2, 3])
    expect(nodes[2]).toMatchObject({
      id: expect.stringMatching(/^evt_/) as string,
      type: 'order.placed',
      schemaVersion: 1,
      subjectType: 'test',
      subjectId: 'tst_3',
      subjectVersion: 3,
      occurredAt: expect.any(Date) as Date,
      data: { n: 3 },
      sellerId: 'org_a',
      organizationId: 'org_customer',
    })
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false })
  })

  it('narrows to the types asked for, and never tells what is not offered', async () => {
    for (const [n, type] of [placed, noted, activated, approved].entries()) await happen(type, n)
    await relayOnce(jobs.parts)

    expect(await numbers()).toEqual([0, 2, 3])
    expect(await numbers({ types: ['*'] })).toEqual([0, 2, 3])
    expect(await numbers({ types: ['order.*'] })).toEqual([0, 3])
    expect(await numbers({ types: ['order.approved', 'subscription.*'] })).toEqual([2, 3])
    expect(await numbers({ types: [] })).toEqual([])
  })

  it('goes on behind a cursor, page by page', async () => {
    for (const n of [1, 2, 3, 4, 5]) await happen(placed, n)
    await relayOnce(jobs.parts)

    const first = await page({ first: 2 })
    const after = first.pageInfo.endCursor
    const second = await page({ first: 3, after })

    expect(first.nodes.map(({ data }) => data['n'])).toEqual([1, 2])
    expect(first.pageInfo.hasNextPage).toBe(true)
    expect(second.nodes.map(({ data }) => data['n'])).toEqual([3, 4, 5])
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    expect(await numbers({ after: second.pageInfo.endCursor })).toEqual([])
    await happen(placed, 6)
    await relayOnce(jobs.parts)
    expect(await numbers({ after: second.pageInfo.endCursor })).toEqual([6])
  })

  it('is read without a gap while several writers record and several relays publish', async () => {
    const writers = 6
    const each = 25
    let left = writers
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; n < each; n++) await happen(placed, writer * each + n)
      left -= 1
    })
    const relaying = [1, 2, 3].map(async () => {
      while (left > 0 || (await relayOnce(jobs.parts)) > 0) await relayOnce(jobs.parts)
    })
    const seen: unknown[] = []
    let after: string | null = null
    for (let turns = 0; turns < 5000 && seen.length < writers * each; turns++) {
      const { nodes, pageInfo } = await page({ first: 7, after })
      seen.push(...nodes.map(({ data }) => data['n']))
      after = pageInfo.endCursor ?? after
      if (nodes.length === 0) await sleep(2)
    }
    await Promise.all([...writing, ...relaying])

    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: writers * each }, (_, n) => n),
    )
    expect(await numbers({ after })).toEqual([])
    const whole = [...(await numbers()), ...(await numbers({ after: (await page()).pageInfo.endCursor }))]
    expect(seen).toEqual(whole)
  })

  it('shows no later place while an earlier one is not committed', async () => {
    const [slow, fast] = [await happen(placed, 1), await happen(placed, 2)]
    const publish = "SELECT gate.publish_events(ARRAY[?]::text[], '{}', '{}', now(), now())"
    const slowRelay = verbs.orm.em.fork()
    await slowRelay.begin()
    await slowRelay.execute(publish, [[slow]])
    const fastRelay = verbs.orm.em.fork().transactional((em) => em.execute(publish, [[fast]]))
    const waiting = `SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
    for (let tries = 0; tries < 1000; tries++) {
      const [row] = await verbs.sql<{ waiting: number }>(waiting)
      if (row?.waiting === 1) break
      await sleep(5)
    }

    expect(await verbs.sql(waiting)).toEqual([{ waiting: 1 }])
    expect(await numbers()).toEqual([])
    await slowRelay.commit()
    await fastRelay
    expect(await numbers()).toEqual([1, 2])
  })

  it('would skip what is committed late if it were read by id, as a naive reader does (control)', async () => {
    const naive = async (after: string) =>
      verbs.sql<{ id: string; n: number }>(
        `SELECT id, (data ->> 'n')::int AS n FROM outbox_event WHERE seller_id = 'org_a' AND id > $1 ORDER BY id`,
        [after],
      )
    let commitSlow = () => {}
    let isRecorded = () => {}
    const held = new Promise<void>((resolve) => (commitSlow = resolve))
    const recorded = new Promise<void>((resolve) => (isRecorded = resolve))
    const slow = verbs.run(admin, async (ctx) => {
      record(ctx, placed, {
        subject: { id: 'tst_1', sellerId: 'org_a', organizationId: null, version: 1 },
        data: { n: 1 },
      })
      isRecorded()
      await held
    })
    await recorded
    await sleep(5)
    await happen(placed, 2)
    await relayOnce(jobs.parts)
    const [seen] = await naive('')
    const first = await page()
    expect([seen?.n, first.nodes.map(({ data }) => data['n'])]).toEqual([2, [2]])
    commitSlow()
    await slow
    await relayOnce(jobs.parts)

    expect(await naive(seen?.id ?? '')).toEqual([])
    expect(await numbers({ after: first.pageInfo.endCursor })).toEqual([1])
  })

  it('tells nothing to other resellers, and a customer’s key only of its organization', async () => {
    const id = await happen(placed, 1, { organizationId: 'org_one' })
    await happen(placed, 2, { organizationId: 'org_two' })
    await happen(placed, 3)
    await happen(placed, 4, { by: stranger })
    await relayOnce(jobs.parts)
    const key = { ...admin, organizationId: 'org_one', organizationScope: ['org_one'] }
    const find = (actor: Actor) => verbs.read(actor, (ctx) => findEvent(ctx, id, offered))

    expect(await numbers({}, stranger)).toEqual([4])
    expect(await numbers({}, key)).toEqual([1])
    expect(await find(stranger)).toBeNull()
    expect((await find(key))?.id).toBe(id)
  })

  it('finds one event only once it is published, and only when it is offered', async () => {
    const [id, note] = [await happen(placed, 1), await happen(noted, 2)]
    const find = (wanted: string) => verbs.read(admin, (ctx) => findEvent(ctx, wanted, offered))
    expect(await find(id)).toBeNull()
    await relayOnce(jobs.parts)

    expect((await find(id))?.id).toBe(id)
    expect(await find(note)).toBeNull()
    expect(await find('evt_missing')).toBeNull()
  })

  it('refuses bad pages, cursors and names, and callers without EVENT_READ', async () => {
    const refusal = (args: Partial<FeedQuestion>, actor = admin) => problemsOf(page(args, actor))

    expect(await refusal({ first: 0 })).toEqual([{ code: 'PAGE_SIZE_INVALID', path: ['first'] }])
    expect(await refusal({ first: 101 })).toEqual([{ code: 'PAGE_SIZE_INVALID', path: ['first'] }])
    for (const after of ['1', encodeCursor(['-1']), encodeCursor(['9'.repeat(19)]), encodeCursor(['a', 'b'])])
      expect(await refusal({ after })).toEqual([{ code: 'CURSOR_INVALID', path: ['after'] }])
    expect(await refusal({ types: ['order.*', 'order.plaeced', 'order.pl*'] })).toEqual([
      { code: 'WEBHOOK_EVENT_TYPE_UNKNOWN', path: ['types', '1'] },
      { code: 'WEBHOOK_EVENT_TYPE_INVALID', path: ['types', '2'] },
    ])
    expect(await refusal({}, actorOf('org_a', ['SALES_AGENT']))).toEqual([{ code: 'FORBIDDEN', path: [] }])
  })
})
