import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anchorText, type Anchor } from '../../src/audit/anchor.ts'
import { anchorHead } from '../../src/audit/anchor-head.ts'
import type { Finding } from '../../src/audit/finding.ts'
import { readAnchors } from '../../src/audit/read-chain.ts'
import { verifyChain, type VerifiedChain } from '../../src/audit/verify-chain.ts'
import { signingKeyOf, verifyingKeyOf, type VerifyingKey } from '../../src/platform/signing-key.ts'
import { systemActor } from '../../src/access/actor.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { entriesOf, headOf, recordEvents } from './audit-fixture.ts'

interface Verdict extends VerifiedChain {
  findings: Finding[]
}

describe('a chain of twelve entries, its head signed at the twelfth', () => {
  let verbs: VerbHarness
  let tamper: pg.Client
  let sellerId: string
  let exported: Anchor[]
  let run = 0

  beforeAll(async () => {
    verbs = await openVerbs()
    tamper = new pg.Client({
      connectionString: verbs.database.superuserUrl,
      options: '-c search_path=countersign',
    })
    await tamper.connect()
    // A superuser for whom no trigger and no foreign key stands in the way.
    await tamper.query('SET session_replication_role = replica')
  })
  afterAll(async () => {
    await tamper.end()
    await verbs.close()
  })
  beforeEach(async () => {
    run += 1
    sellerId = `org_chain_${run}`
    await recordEvents(verbs, sellerId, 12)
    const anchor = await verbs.run(system(), anchorHead)
    exported = anchor ? [anchor] : []
  })

  const system = () => systemActor({ id: sellerId, ancestors: [] })
  const key = () => signingKeyOf(verbs.keys.signing)

  async function verify(
    given: { exported?: Anchor[]; now?: Date; keys?: VerifyingKey[] } = {},
  ): Promise<Verdict> {
    const findings: Finding[] = []
    const chain = { sellerId, exported, keys: [key()], now: new Date(), ...given }
    const verified = await verifyChain(
      (work) => verbs.read(system(), work),
      chain,
      (one) => findings.push(one),
    )
    return { ...verified, findings }
  }
  const codesAt = ({ findings }: Verdict) => findings.map(({ code, sequence }) => `${code} ${sequence}`)

  /** Links and hashes everything from a place on anew, and moves the head there: what a patient forger does. */
  async function forgeOnwards(from: number): Promise<void> {
    await tamper.query(
      `DO $$ DECLARE r record; p text := (SELECT entry_hash FROM audit_entry WHERE seller_id = '${sellerId}' AND sequence = ${from - 1}); BEGIN
        p := coalesce(p, repeat('0', 64));
        FOR r IN SELECT * FROM audit_entry WHERE seller_id = '${sellerId}' AND sequence >= ${from} ORDER BY sequence LOOP
          UPDATE audit_entry SET previous_hash = p, entry_hash = audit_hash(p, seller_id, sequence, canonical)
            WHERE seller_id = r.seller_id AND sequence = r.sequence RETURNING entry_hash INTO p;
        END LOOP;
        UPDATE audit_chain SET head_hash = p, last_sequence = (SELECT max(sequence) FROM audit_entry WHERE seller_id = '${sellerId}')
          WHERE seller_id = '${sellerId}';
      END $$`,
    )
  }
  const cutTail = async () => {
    await tamper.query(
      `DELETE FROM outbox_event WHERE id IN (SELECT event_id FROM audit_entry WHERE seller_id = $1 AND sequence > 9)`,
      [sellerId],
    )
    await tamper.query('DELETE FROM audit_entry WHERE seller_id = $1 AND sequence > 9', [sellerId])
    await tamper.query('DELETE FROM audit_anchor WHERE seller_id = $1', [sellerId])
    await tamper.query(
      `UPDATE audit_chain c SET last_sequence = 9, head_hash = a.entry_hash FROM audit_entry a
       WHERE c.seller_id = $1 AND a.seller_id = $1 AND a.sequence = 9`,
      [sellerId],
    )
  }
  /** Moves entries by a distance, the far ones first so that no two meet. */
  const move = (from: number, distance: number) =>
    tamper.query(
      `DO $$ DECLARE s bigint; BEGIN FOR s IN SELECT sequence FROM audit_entry WHERE seller_id = '${sellerId}' AND sequence >= ${from}
         ORDER BY sequence * ${-distance} LOOP UPDATE audit_entry SET sequence = sequence + ${distance}
         WHERE seller_id = '${sellerId}' AND sequence = s; END LOOP; END $$`,
    )
  const at = (sequence: number, change: string) =>
    tamper.query(`UPDATE audit_entry SET ${change} WHERE seller_id = $1 AND sequence = $2`, [
      sellerId,
      sequence,
    ])

  it('verifies while nobody touches it', async () => {
    const head = await headOf(verbs, sellerId)
    expect(await verify()).toEqual({
      sellerId,
      entries: 12,
      head: { sequence: '12', hash: head?.head_hash },
      anchors: 1,
      anchoredTo: '12',
      findings: [],
    })
  })

  it('goes on verifying when entries follow the anchor', async () => {
    await recordEvents(verbs, sellerId, 3)

    expect(await verify()).toMatchObject({ entries: 15, anchoredTo: '12', findings: [] })
  })

  it('shows an edited entry', async () => {
    await at(5, `canonical = replace(canonical, '"answer": 5', '"answer": 6')`)

    expect(codesAt(await verify())).toEqual(['ENTRY_CHANGED 5'])
  })

  it('shows an edited entry whose hash was computed again', async () => {
    await at(5, `canonical = replace(canonical, '"answer": 5', '"answer": 6')`)
    await at(5, 'entry_hash = audit_hash(previous_hash, seller_id, sequence, canonical)')

    expect(codesAt(await verify())).toEqual(['EVENT_CHANGED 5', 'ENTRY_CHANGED 5'])
  })

  it('shows an edited column beside the text', async () => {
    await at(5, `type = 'test.else'`)

    expect(codesAt(await verify())).toEqual(['ENTRY_CHANGED 5'])
  })

  it('shows an entry that was taken out of the middle', async () => {
    await tamper.query('DELETE FROM audit_entry WHERE seller_id = $1 AND sequence = 5', [sellerId])

    const verdict = await verify()
    expect(codesAt(verdict).slice(0, 1)).toEqual(['ENTRY_MISSING 5'])
    expect(verdict.findings.slice(1).map(({ code }) => code)).toEqual(['EVENT_UNCHAINED'])
  })

  it('shows an entry that was taken out of the middle when those behind it moved up', async () => {
    await tamper.query('DELETE FROM audit_entry WHERE seller_id = $1 AND sequence = 5', [sellerId])
    await move(6, -1)
    await tamper.query('UPDATE audit_chain SET last_sequence = 11 WHERE seller_id = $1', [sellerId])

    const codes = codesAt(await verify({ exported: [] }))
    expect(codes).toContain('ENTRY_MISSING 5')
    expect(codes).toContain('TAIL_CUT 12')
  })

  it('shows two entries that changed places, neighbours or not', async () => {
    for (const [a, b] of [
      [3, 4],
      [7, 11],
    ] as const) {
      await at(a, 'sequence = 99')
      await at(b, `sequence = ${a}`)
      await at(99, `sequence = ${b}`)
    }

    expect(codesAt(await verify())).toEqual([3, 4, 7, 11].map((place) => `ORDER_SWAPPED ${place}`))
  })

  it('shows an entry that was put in where those behind it moved down', async () => {
    await move(6, 1)
    await tamper.query(
      `INSERT INTO audit_entry SELECT seller_id, 6, 'evt_forged', organization_id, type, subject_id, actor_id, occurred_at,
         replace(canonical, event_id, 'evt_forged'), entry_hash,
         audit_hash(entry_hash, seller_id, 6, replace(canonical, event_id, 'evt_forged'))
       FROM audit_entry WHERE seller_id = $1 AND sequence = 5`,
      [sellerId],
    )

    const codes = codesAt(await verify())
    expect(codes).toContain('ENTRY_INSERTED 6')
    expect(codes).toContain('EVENT_MISSING 6')
    expect(codes).toContain('CHAIN_REWRITTEN 12')
  })

  it('shows an entry that was put in behind the head', async () => {
    await tamper.query(
      `INSERT INTO audit_entry SELECT seller_id, 13, 'evt_behind', organization_id, type, subject_id, actor_id, occurred_at,
         replace(canonical, event_id, 'evt_behind'), entry_hash,
         audit_hash(entry_hash, seller_id, 13, replace(canonical, event_id, 'evt_behind'))
       FROM audit_entry WHERE seller_id = $1 AND sequence = 12`,
      [sellerId],
    )

    expect(codesAt(await verify())).toEqual(['EVENT_MISSING 13', 'ENTRY_INSERTED 13'])
  })

  it('shows a tail that was cut while the head stands', async () => {
    await tamper.query('DELETE FROM audit_entry WHERE seller_id = $1 AND sequence > 9', [sellerId])

    expect(codesAt(await verify()).slice(0, 1)).toEqual(['TAIL_CUT 10'])
  })

  it('shows a tail that was cut together with events, anchors and head, by the exported anchor alone', async () => {
    await cutTail()

    expect(codesAt(await verify())).toEqual(['TAIL_CUT 10'])
    // The control: without an anchor the chain looks whole, so it is the anchor that tells.
    expect(await verify({ exported: [] })).toMatchObject({ entries: 9, anchors: 0, findings: [] })
  })

  it('shows a chain that was written anew from an early place to its head, by the anchors alone', async () => {
    await at(2, `canonical = replace(canonical, '"answer": 2', '"answer": 200')`)
    await tamper.query(
      `UPDATE outbox_event SET data = jsonb_set(data, '{answer}', '200')
       WHERE id = (SELECT event_id FROM audit_entry WHERE seller_id = $1 AND sequence = 2)`,
      [sellerId],
    )
    await forgeOnwards(2)

    expect(codesAt(await verify())).toEqual(['CHAIN_REWRITTEN 12'])
    await tamper.query('DELETE FROM audit_anchor WHERE seller_id = $1', [sellerId])
    expect(codesAt(await verify())).toEqual(['CHAIN_REWRITTEN 12'])
    expect(await verify({ exported: [] })).toMatchObject({ entries: 12, anchors: 0, findings: [] })
  })

  it('shows an anchor that somebody else signed over a chain written anew', async () => {
    await at(2, `canonical = replace(canonical, '"answer": 2', '"answer": 200')`)
    await forgeOnwards(2)
    await tamper.query(
      `UPDATE audit_anchor SET head_hash = (SELECT head_hash FROM audit_chain WHERE seller_id = $1) WHERE seller_id = $1`,
      [sellerId],
    )
    expect(codesAt(await verify({ exported: [] }))).toContain('ANCHOR_FORGED 12')

    await tamper.query(`UPDATE audit_anchor SET signing_key_id = 'ffffffffffffffff' WHERE seller_id = $1`, [
      sellerId,
    ])
    expect(codesAt(await verify({ exported: [] }))).toContain('ANCHOR_KEY_UNKNOWN 12')
  })

  it('believes an anchor that an earlier key of the installation signed, once it is given its public key', async () => {
    const earlier = signingKeyOf(Buffer.alloc(32, 9))
    const [anchor] = exported
    const old = { ...(anchor as Anchor), signingKeyId: earlier.id }
    const exportedThen = [{ ...old, signature: earlier.sign(anchorText(old)) }]
    expect(codesAt(await verify({ exported: exportedThen }))).toEqual(['ANCHOR_KEY_UNKNOWN 12'])

    const known = await verify({ exported: exportedThen, keys: [key(), verifyingKeyOf(earlier.publicKey)] })
    expect(known).toMatchObject({ anchors: 2, anchoredTo: '12', findings: [] })
  })

  it('shows a head that names another entry, or none', async () => {
    await tamper.query(`UPDATE audit_chain SET head_hash = repeat('f', 64) WHERE seller_id = $1`, [sellerId])
    expect(codesAt(await verify())).toEqual(['HEAD_CHANGED 12'])

    await tamper.query('DELETE FROM audit_chain WHERE seller_id = $1', [sellerId])
    expect(codesAt(await verify())).toEqual(['HEAD_CHANGED 12'])
  })

  it('shows an event that was edited, and one that was recorded past the chain', async () => {
    await tamper.query(
      `UPDATE outbox_event SET data = jsonb_set(data, '{answer}', '4000')
       WHERE id = (SELECT event_id FROM audit_entry WHERE seller_id = $1 AND sequence = 4)`,
      [sellerId],
    )
    expect(codesAt(await verify())).toEqual(['EVENT_CHANGED 4'])

    await tamper.query(
      `INSERT INTO outbox_event (id, seller_id, type, subject_type, subject_id, subject_version, actor, data, correlation_id, occurred_at)
       SELECT 'evt_past_' || $1, seller_id, type, subject_type, subject_id, 2, actor, data, correlation_id, occurred_at
       FROM outbox_event WHERE seller_id = $1 LIMIT 1`,
      [sellerId],
    )
    expect(codesAt(await verify())).toEqual(['EVENT_CHANGED 4', 'EVENT_UNCHAINED null'])
  })

  it('shows an event that is gone before its time; after thirty days it may be', async () => {
    await tamper.query(
      `DELETE FROM outbox_event WHERE id = (SELECT event_id FROM audit_entry WHERE seller_id = $1 AND sequence = 4)`,
      [sellerId],
    )
    expect(codesAt(await verify())).toEqual(['EVENT_MISSING 4'])
    expect(await verify({ now: new Date(Date.now() + 31 * 86_400_000) })).toMatchObject({ findings: [] })
  })

  it('is anchored once when several workers look at the same head', async () => {
    await recordEvents(verbs, sellerId, 1)
    const signed = await Promise.all(Array.from({ length: 8 }, () => verbs.run(system(), anchorHead)))

    expect(signed.filter(Boolean)).toHaveLength(1)
    expect(
      (await verbs.read(system(), (ctx) => readAnchors(ctx, sellerId))).map(({ sequence }) => sequence),
    ).toEqual(['12', '13'])
    expect(await verbs.run(system(), anchorHead)).toBeNull()
    expect((await entriesOf(verbs, sellerId)).length).toBe(13)
  })

  it('is walked in pages however long it is', async () => {
    await verbs.sql(
      `INSERT INTO outbox_event (id, seller_id, type, subject_type, subject_id, subject_version, actor, data, correlation_id, occurred_at)
       SELECT 'evt_many_' || lpad(n::text, 6, '0'), $1, 'test.happened', 'test', 'tst_x', 1, '{"kind":"SYSTEM","id":"system","name":"x"}', '{}', 'req_1', now()
       FROM generate_series(1, 588) AS n`,
      [sellerId],
    )

    expect(await verify()).toMatchObject({ entries: 600, head: { sequence: '600' }, findings: [] })
    await at(550, `canonical = replace(canonical, 'tst_x', 'tst_y')`)
    expect(codesAt(await verify())).toEqual(['ENTRY_CHANGED 550'])
  })
})
