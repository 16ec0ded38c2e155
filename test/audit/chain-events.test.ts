import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { record } from '../../src/events/record.ts'
import { refuse } from '../../src/platform/errors.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { adminOf, entriesOf, happened, headOf, recordEvents, type Row } from './audit-fixture.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** The chain as its documentation says it is made, computed by other hands than the database's. */
function expectUnbroken(entries: Row[]): void {
  let previous = '0'.repeat(64)
  for (const [index, entry] of entries.entries()) {
    expect(entry.sequence).toBe(String(index + 1))
    expect(entry.previous_hash).toBe(previous)
    previous = sha256([previous, entry.seller_id, entry.sequence, entry.canonical].join('\n'))
    expect(entry.entry_hash).toBe(previous)
  }
}

describe('every recorded event', () => {
  let verbs: VerbHarness
  beforeAll(async () => void (verbs = await openVerbs()))
  afterAll(() => verbs.close())
  const subject = (sellerId: string) => ({ id: 'tst_1', sellerId, organizationId: null, version: 1 })
  const data = { answer: 7, text: 'Größe "1"\n2' }

  it('is an entry of its seller’s chain, as text with all that it says', async () => {
    const event = await verbs.run(adminOf('org_text'), async (ctx) =>
      record(ctx, happened, { subject: subject('org_text'), data }),
    )

    const entries = await entriesOf(verbs, 'org_text')
    expect(entries).toHaveLength(1)
    expectUnbroken(entries)
    expect(JSON.parse(entries[0]?.canonical ?? '')).toEqual({
      format: 'countersign.audit-entry.v1',
      id: event.id,
      sellerId: 'org_text',
      organizationId: null,
      type: 'test.happened',
      schemaVersion: 1,
      subjectType: 'test',
      subjectId: 'tst_1',
      subjectVersion: 1,
      actor: { kind: 'USER', id: 'usr_test', name: 'Tess Tester' },
      data,
      correlationId: event.correlationId,
      occurredAt: event.occurredAt.toISOString().replace('Z', '000Z'),
    })
    expect(await headOf(verbs, 'org_text')).toMatchObject({
      last_sequence: '1',
      head_hash: entries[0]?.entry_hash,
    })
  })

  it('has the same text whatever time zone is asked from', async () => {
    const texts = await Promise.all(
      ['UTC', 'Asia/Kathmandu', 'America/St_Johns'].map(async (zone) => {
        const rows = await verbs.sql<{ text: string }>(
          `SELECT audit_text(e) AS text, set_config('TimeZone', $1, false) FROM outbox_event e WHERE seller_id = 'org_text'`,
          [zone],
        )
        return rows[0]?.text
      }),
    )
    expect([...new Set(texts)]).toEqual([(await entriesOf(verbs, 'org_text'))[0]?.canonical])
  })

  it('leaves neither itself nor an entry when its transaction is rolled back', async () => {
    const attempt = verbs.run(adminOf('org_back'), async (ctx) => {
      record(ctx, happened, { subject: subject('org_back'), data })
      await ctx.em.flush()
      throw refuse('NO', 'No.')
    })

    await expect(attempt).rejects.toThrow('NO: No.')
    expect(await entriesOf(verbs, 'org_back')).toEqual([])
    expect(await headOf(verbs, 'org_back')).toBeUndefined()
  })

  it('makes one unbroken chain when 20 write 25 times each at once, and none of them fails', async () => {
    await Promise.all(Array.from({ length: 20 }, () => recordEvents(verbs, 'org_busy', 25)))

    const entries = await entriesOf(verbs, 'org_busy')
    expect(entries).toHaveLength(500)
    expectUnbroken(entries)
    expect(new Set(entries.map(({ event_id }) => event_id)).size).toBe(500)
    expect(await headOf(verbs, 'org_busy')).toMatchObject({ last_sequence: '500' })
  })

  it('goes into the chain of its own seller only', async () => {
    await Promise.all([recordEvents(verbs, 'org_left', 10), recordEvents(verbs, 'org_right', 7)])

    const [left, right] = [await entriesOf(verbs, 'org_left'), await entriesOf(verbs, 'org_right')]
    expectUnbroken(left)
    expectUnbroken(right)
    expect([left.length, right.length]).toEqual([10, 7])
  })

  it('never waits for itself when many write events of the same two sellers in either order', async () => {
    const both = actorOf('org_one', ['RESELLER_ADMIN'], {
      id: 'usr_both',
      readableSellers: ['org_one', 'org_two'],
      writableSellers: ['org_one', 'org_two'],
    })
    await recordEvents(verbs, 'org_one', 1)
    await recordEvents(verbs, 'org_two', 1)
    let attempts = 0
    const write = (order: string[]) =>
      verbs.run(both, async (ctx) => {
        attempts += 1
        for (const sellerId of order) {
          record(ctx, happened, { subject: subject(sellerId), data })
          await ctx.em.flush()
        }
      })
    const pairs = Array.from({ length: 60 }, (_, n) =>
      write(n % 2 ? ['org_one', 'org_two'] : ['org_two', 'org_one']),
    )
    await Promise.all(pairs)

    for (const sellerId of ['org_one', 'org_two']) {
      const entries = await entriesOf(verbs, sellerId)
      expect(entries).toHaveLength(61)
      expectUnbroken(entries)
    }
    expect(attempts).toBe(60)
  })

  it('is tried again with its whole transaction when its commit is refused, and is chained once', async () => {
    await verbs.sql(`CREATE SEQUENCE refusals`)
    await verbs.sql(`CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('countersign.refusals') <= 2 THEN RAISE EXCEPTION 'try again' USING ERRCODE = 'deadlock_detected'; END IF;
      RETURN NULL; END $$`)
    await verbs.sql('GRANT USAGE ON SEQUENCE refusals TO countersign_app')
    await verbs.sql(`CREATE CONSTRAINT TRIGGER a_refuse_commit AFTER INSERT ON outbox_event DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse_commit()`)
    let attempts = 0
    await verbs.run(adminOf('org_again'), async (ctx) => {
      attempts += 1
      return record(ctx, happened, { subject: subject('org_again'), data })
    })
    await verbs.sql('DROP TRIGGER a_refuse_commit ON outbox_event')

    expect(attempts).toBe(3)
    const entries = await entriesOf(verbs, 'org_again')
    expect(entries).toHaveLength(1)
    expectUnbroken(entries)
  })

  it('answers BUSY when the head stays locked: nothing is committed', async () => {
    await recordEvents(verbs, 'org_locked', 1)
    const superuser = new pg.Client({ connectionString: verbs.database.superuserUrl })
    await superuser.connect()
    await superuser.query('BEGIN')
    await superuser.query(`SELECT FROM countersign.audit_chain WHERE seller_id = 'org_locked' FOR UPDATE`)
    const attempt = verbs.run(adminOf('org_locked'), async (ctx) => {
      await ctx.em.execute(`SET LOCAL lock_timeout = '300ms'`)
      return record(ctx, happened, { subject: subject('org_locked'), data })
    })

    await expect(attempt).rejects.toThrow('BUSY')
    await superuser.query('ROLLBACK')
    await superuser.end()
    expect(await entriesOf(verbs, 'org_locked')).toHaveLength(1)
    expect(await verbs.sql(`SELECT id FROM outbox_event WHERE seller_id = 'org_locked'`)).toHaveLength(1)
  })

  it('cannot be written, changed or removed in the chain by the runtime role', async () => {
    await recordEvents(verbs, 'org_wall', 2)
    const before = await entriesOf(verbs, 'org_wall')
    const attempts = [
      `INSERT INTO audit_entry SELECT seller_id, 3, 'evt_x', NULL, type, subject_id, actor_id, occurred_at, canonical, previous_hash, entry_hash
       FROM audit_entry WHERE seller_id = 'org_wall' AND sequence = 1`,
      `UPDATE audit_entry SET canonical = '{}' WHERE seller_id = 'org_wall'`,
      `DELETE FROM audit_entry WHERE seller_id = 'org_wall'`,
      'TRUNCATE audit_entry CASCADE',
      `INSERT INTO audit_chain VALUES ('org_new', 1, 'x')`,
      `UPDATE audit_chain SET last_sequence = 1 WHERE seller_id = 'org_wall'`,
      `DELETE FROM audit_chain WHERE seller_id = 'org_wall'`,
      `UPDATE audit_anchor SET head_hash = 'x' WHERE seller_id = 'org_wall'`,
      `DELETE FROM audit_anchor WHERE seller_id = 'org_wall'`,
      `SELECT gate.append_audit_entry(e, 'x', 3) FROM outbox_event e WHERE seller_id = 'org_wall'`,
      'ALTER TABLE outbox_event DISABLE TRIGGER event_is_chained',
      'SET session_replication_role = replica',
    ]
    for (const statement of attempts)
      await expect(
        verbs.run(adminOf('org_wall'), (ctx) => ctx.em.execute(statement)),
        statement,
      ).rejects.toThrow(/permission denied|must be owner/)
    expect(await entriesOf(verbs, 'org_wall')).toEqual(before)
  })

  it('cannot be changed or removed in the chain by the owner or a superuser either, while the triggers stand', async () => {
    for (const statement of [
      'UPDATE audit_entry SET canonical = canonical',
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry CASCADE',
      'DELETE FROM audit_anchor',
      'DELETE FROM audit_chain',
      'UPDATE audit_chain SET last_sequence = last_sequence - 1',
    ])
      await expect(verbs.sql(statement), statement).rejects.toThrow(/append-only|one entry at a time/)
  })

  it('is read by its seller alone', async () => {
    const seen = (sellerId: string) =>
      verbs.read(adminOf(sellerId), (ctx) =>
        ctx.em.execute(
          'SELECT seller_id FROM audit_entry UNION SELECT seller_id FROM audit_chain UNION SELECT seller_id FROM audit_anchor',
        ),
      )
    expect(await seen('org_left')).toEqual([{ seller_id: 'org_left' }])
    expect(await seen('org_nobody')).toEqual([])
  })
})

it('control: without the lock of the head the same writers disturb each other', async () => {
  const verbs = await openVerbs()
  const [row] = await verbs.sql<{ source: string }>(
    `SELECT pg_get_functiondef('gate.chain_event()'::regprocedure) AS source`,
  )
  const lockless = row?.source.replaceAll('FOR NO KEY UPDATE', '') ?? ''
  expect(lockless).not.toBe(row?.source)
  await verbs.sql(lockless)
  const writers = Array.from({ length: 20 }, () => recordEvents(verbs, 'org_busy', 25))
  const results = await Promise.allSettled(writers)

  expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
  await verbs.close()
})
