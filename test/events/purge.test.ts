import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purgeJob } from '../../jobs/purge.ts'
import { platformId } from '../../src/organizations/ensure-platform.ts'
import { entriesOf } from '../audit/audit-fixture.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addSeller } from '../support/seller.ts'
import { plantUser, standingClock } from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const dayMs = 86_400_000

describe('what has served its time', () => {
  const start = new Date('2026-11-23T09:00:00.000Z')
  const clock = standingClock(start.toISOString())
  let verbs: VerbHarness
  let jobs: JobHarness
  let run = 0

  /** So many days before the start. */
  const ago = (days: number) => new Date(start.getTime() - days * dayMs)
  const ids = async (table: string, column = 'id') =>
    (await verbs.sql<{ id: string }>(`SELECT ${column} AS id FROM ${table} ORDER BY 1`)).map(({ id }) => id)
  const purge = async () => {
    await jobs.parts.queues
      .queue('purge')
      .add('purge', { sellerId: platformId }, { jobId: `purge.test.${(run += 1)}` })
    await jobs.settle()
  }

  const addEvent = (id: string, publishedDaysAgo: number | null) =>
    verbs.sql(
      `INSERT INTO outbox_event (id, seller_id, type, subject_type, subject_id, subject_version, actor, data, correlation_id,
         occurred_at, published_at, feed_position)
       VALUES ($1, 'org_a', 'test.happened', 'test', 'tst_1', 1, '{"kind":"SYSTEM","id":"system","name":"x"}', '{}', 'req_1',
         $2, $3, CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE nextval('outbox_feed_position') END)`,
      [id, ago(40), publishedDaysAgo === null ? null : ago(publishedDaysAgo)],
    )
  const addMessage = async (id: string, message: { event: string; status: string; daysAgo: number }) => {
    await verbs.sql(
      `INSERT INTO webhook_message (id, seller_id, endpoint_id, event_id, event_type, status, body, attempts, created_at, updated_at)
       VALUES ($1, 'org_a', 'whe_a', $2, 'test.happened', $3, '{}', 1, $4, $4)`,
      [id, message.event, message.status, ago(message.daysAgo)],
    )
    await verbs.sql(
      `INSERT INTO webhook_attempt (id, seller_id, message_id, number, trigger, duration_ms, attempted_at)
       VALUES ($1, 'org_a', $2, 1, 'AUTO', 5, $3)`,
      [`wha_${id}`, id, ago(message.daysAgo)],
    )
  }
  const addJobRun = (id: string, status: string, daysAgo: number) =>
    verbs.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, created_at, updated_at)
       VALUES ($1, $1, 'org_a', 'test', 'test', '{}', $2, 1, $3, $3)`,
      [id, status, ago(daysAgo)],
    )
  const addSession = (id: string, ends: { expires: number; revoked: number | null }) =>
    verbs.sql(
      `INSERT INTO session (id, seller_id, user_id, token_hash, created_at, last_used_at, expires_at, revoked_at)
       VALUES ($1, 'org_a', 'usr_a', $1, $2, $2, $3, $4)`,
      [id, ago(90), ago(ends.expires), ends.revoked === null ? null : ago(ends.revoked)],
    )

  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    jobs = await openJobs(verbs, { clock, definitions: [purgeJob] })
    for (const id of [platformId, 'org_a']) await addSeller(verbs, id)
    await plantUser(verbs, { id: 'usr_a', sellerId: 'org_a', roles: ['RESELLER_ADMIN'] })
    await verbs.sql(
      `INSERT INTO webhook_endpoint (id, seller_id, created_by, url, event_types, status, secrets, created_at, updated_at)
       VALUES ('whe_a', 'org_a', 'usr_a', 'https://erp.example', '{*}', 'ACTIVE', '[]', $1, $1)`,
      [ago(100)],
    )
  })
  afterAll(async () => {
    await jobs.close()
    await verbs.close()
  })

  it('goes, the rest stays: events', async () => {
    await addEvent('evt_old', 31)
    await addEvent('evt_old_open_webhook', 31)
    await addEvent('evt_old_sent_webhook', 31)
    await addEvent('evt_young', 29)
    await addMessage('whm_open', { event: 'evt_old_open_webhook', status: 'RETRYING', daysAgo: 31 })
    await addMessage('whm_sent', { event: 'evt_old_sent_webhook', status: 'SUCCEEDED', daysAgo: 31 })
    // Past the chain: as if somebody had switched the trigger off.
    await verbs.sql('ALTER TABLE outbox_event DISABLE TRIGGER event_is_chained')
    await addEvent('evt_old_unchained', 31)
    await verbs.sql('ALTER TABLE outbox_event ENABLE TRIGGER event_is_chained')
    await purge()

    expect(await ids('outbox_event')).toEqual(['evt_old_open_webhook', 'evt_old_unchained', 'evt_young'])
    expect((await entriesOf(verbs, 'org_a')).map(({ event_id }) => event_id)).toEqual([
      'evt_old',
      'evt_old_open_webhook',
      'evt_old_sent_webhook',
      'evt_young',
    ])
  })

  it('goes, the rest stays: jobs that are done; never a dead letter or what is under way', async () => {
    await addJobRun('job_done_old', 'DONE', 8)
    await addJobRun('job_done_young', 'DONE', 6)
    for (const status of ['DEAD', 'RUNNING', 'WAITING_RETRY']) await addJobRun(`job_${status}`, status, 400)
    await addJobRun('job_done_retried', 'DONE', 400)
    await verbs.sql("UPDATE job_run SET retried_at = created_at WHERE job_id = 'job_done_retried'")
    for (const [key, days] of [
      ['effect_old', 31],
      ['effect_young', 29],
    ] as const)
      await verbs.sql(
        `INSERT INTO job_effect (seller_id, effect_key, version, job_id, start, done_at)
         VALUES ('org_a', $1, 1, 'job_1', 1, $2)`,
        [key, ago(days)],
      )
    await purge()

    expect(await ids("job_run WHERE queue = 'test'", 'job_id')).toEqual([
      'job_DEAD',
      'job_RUNNING',
      'job_WAITING_RETRY',
      'job_done_retried',
      'job_done_young',
    ])
    expect(await ids('job_effect', 'effect_key')).toEqual(['effect_young'])
  })

  it('goes, the rest stays: sessions, links, keys and failed sign-ins', async () => {
    await addSession('ses_expired_old', { expires: 31, revoked: null })
    await addSession('ses_revoked_old', { expires: -10, revoked: 31 })
    await addSession('ses_expired_young', { expires: 29, revoked: null })
    await addSession('ses_live', { expires: -1, revoked: null })
    for (const [id, days] of [
      ['tok_old', 1],
      ['tok_live', -1],
    ] as const)
      await verbs.sql(
        `INSERT INTO user_token (id, seller_id, user_id, purpose, token_hash, created_at, expires_at)
         VALUES ($1, 'org_a', 'usr_a', 'INVITATION', $1, $2, $3)`,
        [id, ago(10), ago(days)],
      )
    for (const [key, days] of [
      ['key_old', 1],
      ['key_live', -1],
    ] as const)
      await verbs.sql(
        `INSERT INTO idempotency_key (seller_id, actor_id, operation, key, request_hash, created_at, expires_at)
         VALUES ('org_a', 'usr_a', 'orderStart', $1, 'x', $2, $3)`,
        [key, ago(31), ago(days)],
      )
    for (const [key, days] of [
      ['ip:old', 2],
      ['ip:young', 0],
    ] as const)
      await verbs.sql('INSERT INTO sign_in_attempt (key, failures, updated_at) VALUES ($1, 3, $2)', [
        key,
        ago(days),
      ])
    await purge()

    expect(await ids('session')).toEqual(['ses_expired_young', 'ses_live'])
    expect(await ids('user_token')).toEqual(['tok_live'])
    expect(await ids('idempotency_key', 'key')).toEqual(['key_live'])
    expect(await ids('sign_in_attempt', 'key')).toEqual(['ip:young'])
  })

  it('goes, the rest stays: final webhook messages, with their attempts', async () => {
    await addMessage('whm_old_failed', { event: 'evt_1', status: 'FAILED', daysAgo: 91 })
    await addMessage('whm_old_pending', { event: 'evt_2', status: 'PENDING', daysAgo: 91 })
    await addMessage('whm_young', { event: 'evt_3', status: 'SUCCEEDED', daysAgo: 89 })
    await purge()

    expect(await ids('webhook_message')).toEqual(['whm_old_pending', 'whm_open', 'whm_sent', 'whm_young'])
    expect(await ids('webhook_attempt', 'message_id')).toEqual([
      'whm_old_pending',
      'whm_open',
      'whm_sent',
      'whm_young',
    ])
  })

  it('goes when its time has come, and dead letters still stay', async () => {
    clock.set(new Date(start.getTime() + 400 * dayMs).toISOString())
    await verbs.sql(`UPDATE webhook_message SET status = 'FAILED' WHERE status IN ('PENDING', 'RETRYING')`)
    await purge()

    expect(await ids('outbox_event')).toEqual(['evt_old_unchained'])
    expect(await ids('webhook_message')).toEqual([])
    expect(await ids("job_run WHERE queue = 'test'", 'job_id')).toEqual([
      'job_DEAD',
      'job_RUNNING',
      'job_WAITING_RETRY',
      'job_done_retried',
    ])
    for (const table of ['session', 'user_token']) expect(await ids(table)).toEqual([])
    expect(await entriesOf(verbs, 'org_a')).toHaveLength(4)
  })

  it('goes ten thousand rows at a time: a run is bounded', async () => {
    await verbs.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, created_at, updated_at)
       SELECT 'job_many_' || n, 'job_many_' || n, 'org_a', 'test', 'test', '{}', 'DONE', 1, $1, $1 FROM generate_series(1, 10500) n`,
      [ago(8)],
    )
    const left = async () => (await verbs.sql(`SELECT 1 FROM job_run WHERE job_id LIKE 'job_many_%'`)).length
    await purge()
    expect(await left()).toBe(500)
    await purge()
    expect(await left()).toBe(0)
  })
})
