import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeUserStatusesJob } from '../../jobs/change-user-statuses.ts'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { systemActor, type Actor } from '../../src/access/actor.ts'
import { cancelActivity } from '../../src/activities/cancel-activity.ts'
import { beginUserStatuses } from '../../src/identity/begin-user-statuses.ts'
import { changeUserStatuses } from '../../src/identity/change-user-statuses.ts'
import type { WantedStatus } from '../../src/identity/user-statuses.rules.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { addActiveUser, addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let jobs: JobHarness
let many: string[]
const seller = 'org_south'
const admin = userOf(seller)
const worker = systemActor({ id: seller, ancestors: [] })

beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  jobs = await openJobs(verbs, { clock: systemClock, definitions: [changeUserStatusesJob] })
  const rows = await verbs.sql<{ id: string }>(
    `INSERT INTO app_user (id, seller_id, organization_id, email, first_name, last_name, roles, status, password_hash, created_at, updated_at)
     SELECT 'usr_many' || lpad(n::text, 4, '0'), $1, $1, 'many' || n || '@south.example', 'Mia', 'Many', '{FINANCE}', 'ACTIVE', 'x', now(), now()
     FROM generate_series(1, 500) AS n RETURNING id`,
    [seller],
  )
  many = rows.map(({ id }) => id).toSorted()
  await verbs.sql(
    `INSERT INTO session (id, seller_id, user_id, token_hash, created_at, last_used_at, expires_at)
     SELECT 'ses_' || id, seller_id, id, 'hash_' || id, now(), now(), now() + interval '1 hour' FROM app_user WHERE id LIKE 'usr_many%'`,
  )
})
afterAll(async () => {
  await jobs.close()
  await verbs.close()
})

let keys = 0
const begin = (userIds: string[], wanted: WantedStatus, actor: Actor = admin) =>
  verbs.run(actor, (ctx) => beginUserStatuses(ctx, { userIds, idempotencyKey: `key-${keys++}` }, wanted))
const activityOf = async (id: string) =>
  (
    await verbs.sql<Record<string, unknown>>(
      'SELECT status, done, total, counts, error_count, failure_code FROM activity WHERE id = $1',
      [id],
    )
  )[0]
const errorsOf = (id: string) =>
  verbs.sql('SELECT position, path, code FROM activity_error WHERE activity_id = $1 ORDER BY position', [id])
const statusesOf = async (ids: string[]) =>
  (
    await verbs.sql<{ status: string }>('SELECT status FROM app_user WHERE id = ANY ($1) ORDER BY id', [ids])
  ).map(({ status }) => status)

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const before = verbs.statements.length
  await work()
  return verbs.statements.length - before
}

/** All parts of an activity, as its job does them; answers with the statements of each. */
async function partsOf(id: string): Promise<number[]> {
  const counts: number[] = []
  for (let isMore = true; isMore;)
    counts.push(
      await statementsOf(async () => {
        isMore = await verbs.run(worker, (ctx) => changeUserStatuses(ctx, id))
      }),
    )
  return counts
}

describe('many users at once', () => {
  it('are shut out by a job, with their sessions, and let in again; each change is told once', async () => {
    const out = await begin(many, 'DEACTIVATED')
    expect(await activityOf(out.id)).toEqual({
      status: 'QUEUED',
      done: 0,
      total: 500,
      counts: {},
      error_count: 0,
      failure_code: null,
    })
    await jobs.settle()
    expect(await activityOf(out.id)).toEqual({
      status: 'COMPLETED',
      done: 500,
      total: 500,
      counts: { changed: 500, unchanged: 0 },
      error_count: 0,
      failure_code: null,
    })
    expect(new Set(await statusesOf(many))).toEqual(new Set(['DEACTIVATED']))
    const open = `SELECT id FROM session WHERE user_id LIKE 'usr_many%' AND revoked_at IS NULL`
    expect(await verbs.sql(open)).toEqual([])

    const back = await begin(many, 'ACTIVE')
    await jobs.settle()
    expect(await activityOf(back.id)).toMatchObject({ status: 'COMPLETED', done: 500 })
    expect(new Set(await statusesOf(many))).toEqual(new Set(['ACTIVE']))
    const told = await verbs.sql(
      `SELECT type, count(*)::int, min(actor ->> 'id') AS by FROM outbox_event
       WHERE subject_id LIKE 'usr_many%' GROUP BY 1 ORDER BY 1`,
    )
    expect(told).toEqual([
      { type: 'user.activated', count: 500, by: admin.id },
      { type: 'user.deactivated', count: 500, by: admin.id },
    ])
    const ends = await verbs.sql(
      `SELECT type, data -> 'activity' ->> 'status' AS status FROM outbox_event WHERE subject_id = $1 ORDER BY id`,
      [out.id],
    )
    expect(ends).toEqual([
      { type: 'activity.begun', status: 'QUEUED' },
      { type: 'activity.ended', status: 'COMPLETED' },
    ])
  })

  it('who are refused are errors with their place, and hold up no other', async () => {
    const mine = await addActiveUser(verbs, seller, { email: 'fin@south.example', roles: ['FINANCE'] })
    const last = await addActiveUser(verbs, seller, { email: 'adm@south.example', roles: ['RESELLER_ADMIN'] })
    const other = await addActiveUser(verbs, 'org_north', { email: 'o@north.example', roles: ['FINANCE'] })
    const begun = await begin([other, last, mine, mine, 'usr_none'], 'DEACTIVATED')
    await jobs.settle()
    expect(await activityOf(begun.id)).toEqual({
      status: 'COMPLETED_WITH_ERRORS',
      done: 4,
      total: 4,
      counts: { changed: 1, unchanged: 0 },
      error_count: 3,
      failure_code: null,
    })
    expect(await errorsOf(begun.id)).toEqual([
      { position: 1, path: ['userIds', '0'], code: 'NOT_FOUND' },
      { position: 2, path: ['userIds', '1'], code: 'LAST_ADMINISTRATOR' },
      { position: 4, path: ['userIds', '3'], code: 'NOT_FOUND' },
    ])
    expect(await statusesOf([mine, last, other].toSorted())).toEqual(
      [mine, last, other].toSorted().map((id) => (id === mine ? 'DEACTIVATED' : 'ACTIVE')),
    )
  })

  it('are managed with what the caller could do itself, though a job does it', async () => {
    const boss = await addActiveUser(verbs, seller, {
      email: 'boss@south.example',
      roles: ['RESELLER_ADMIN'],
    })
    const limited: Actor = { ...admin, kind: 'API_KEY', id: 'key_1', permissions: new Set(['USER_WRITE']) }
    const begun = await begin([boss], 'DEACTIVATED', limited)
    await jobs.settle()
    expect(await errorsOf(begun.id)).toEqual([{ position: 1, path: ['userIds', '0'], code: 'ROLE_TOO_HIGH' }])
    expect(await statusesOf([boss])).toEqual(['ACTIVE'])
  })

  it('go on where a dead worker stopped, and stop where somebody cancels', async () => {
    const begun = await begin(many, 'DEACTIVATED')
    expect(await verbs.run(worker, (ctx) => changeUserStatuses(ctx, begun.id))).toBe(true)
    expect(await activityOf(begun.id)).toMatchObject({ status: 'RUNNING', done: 100 })
    expect(await verbs.run(worker, (ctx) => changeUserStatuses(ctx, begun.id))).toBe(true)
    await verbs.run(admin, (ctx) => cancelActivity(ctx, { activityId: begun.id }))
    expect(await verbs.run(worker, (ctx) => changeUserStatuses(ctx, begun.id))).toBe(false)
    expect(await activityOf(begun.id)).toMatchObject({ status: 'CANCELLED', done: 200 })
    expect(await statusesOf(many)).toEqual([
      ...Array<string>(200).fill('DEACTIVATED'),
      ...Array<string>(300).fill('ACTIVE'),
    ])
    await verbs.sql(`UPDATE app_user SET status = 'ACTIVE' WHERE id = ANY ($1)`, [many])
  })

  it('cost a constant number of statements a hundred', async () => {
    await jobs.settle()
    const one = await begin(many.slice(0, 1), 'DEACTIVATED')
    const [ofOne = 0] = await partsOf(one.id)
    const all = await begin(many, 'DEACTIVATED')
    const parts = await partsOf(all.id)
    process.stdout.write(`statements of 1 user: ${ofOne}; of 500 users, by part: ${parts.join(' ')}\n`)
    expect(parts).toHaveLength(5)
    for (const count of parts) expect(count).toBeLessThanOrEqual(ofOne + 4)
  })

  it('are found again when their queue has lost them', async () => {
    const begun = await begin(many.slice(0, 3), 'ACTIVE')
    await verbs.sql('UPDATE outbox_event SET published_at = now() WHERE published_at IS NULL')
    await jobs.settle()
    expect(await activityOf(begun.id)).toMatchObject({ status: 'QUEUED' })
    await reconcileOnce(jobs.parts, -1000)
    await jobs.settle()
    expect(await activityOf(begun.id)).toMatchObject({ status: 'COMPLETED', done: 3 })
  })

  it('are refused where nobody, too many or nobody allowed asks, and nothing begins', async () => {
    const before = await verbs.sql('SELECT id FROM activity')
    expect(await problemsOf(begin([], 'ACTIVE'))).toEqual([{ code: 'USERS_MISSING', path: ['userIds'] }])
    const tooMany = Array.from({ length: 1001 }, (_, at) => `usr_${at}`)
    expect(await problemsOf(begin(tooMany, 'ACTIVE'))).toEqual([{ code: 'TOO_MANY', path: ['userIds'] }])
    expect(await problemsOf(begin(many, 'ACTIVE', userOf(seller, ['SALES_AGENT'])))).toEqual([
      { code: 'FORBIDDEN', path: [] },
    ])
    expect(await verbs.sql('SELECT id FROM activity')).toEqual(before)
  })
})
