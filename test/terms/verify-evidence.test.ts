import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { systemActor } from '../../src/access/actor.ts'
import { acceptTerms } from '../../src/terms/accept-terms.ts'
import { findTermsAcceptance } from '../../src/terms/find-terms-acceptance.ts'
import { publishTermsVersion } from '../../src/terms/publish-terms-version.ts'
import { requiredTerms } from '../../src/terms/required-terms.ts'
import { sealEvidence } from '../../src/terms/seal-evidence.ts'
import { verifyEvidence } from '../../src/terms/verify-evidence.ts'
import {
  adminOf,
  customerOf,
  plantOrder,
  plantSmallWorld,
  salesOf,
  standingClock,
} from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const worker = systemActor({ id: 'org_up', ancestors: ['org_top'] })
const sales = salesOf('org_up', 'usr_up_sales')
const admin = adminOf('org_up', 'usr_up_admin')

describe('evidence of accepted terms', () => {
  let verbs: VerbHarness
  const opened: VerbHarness[] = []
  afterAll(async () => {
    for (const one of opened) await one.close()
  })

  const accept = (id: string) =>
    verbs.run(sales, async (ctx) => {
      const required = await requiredTerms(ctx, { sellerId: 'org_up', vendorIds: [] })
      return acceptTerms(ctx, {
        order: { id, sellerId: 'org_up', organizationId: 'org_up_customer', revision: 1, version: 1 },
        required,
        acceptedVersionIds: required.map((one) => one.id),
        signatory: { firstName: 'Zoë', lastName: 'Example', email: 'zoe@fabrikam.example' },
      })
    })
  const seal = (id: string) => verbs.run(worker, (ctx) => sealEvidence(ctx, id))
  const chain = () =>
    verbs.sql<Record<string, string>>('SELECT * FROM terms_acceptance ORDER BY chain_sequence')
  const problemsOf = (id: string, actor: Actor = admin) =>
    verbs.read(actor, async (ctx) => {
      const acceptance = await findTermsAcceptance(ctx, id)
      const { isValid, problems } = await verifyEvidence(ctx, acceptance!)
      expect(isValid).toBe(problems.length === 0)
      return problems.map((problem) => problem.code)
    })
  /** As someone with the database in hands would: no trigger stops it. */
  const tamper = async (sql: string, values: unknown[] = []) => {
    await verbs.sql('ALTER TABLE terms_acceptance DISABLE TRIGGER USER')
    await verbs.sql(sql, values)
  }
  const ids = async () => (await chain()).map((row) => row['id']!)

  // Tampering spoils a chain for good: each test has its own.
  beforeEach(async () => {
    verbs = await openVerbs({ clock: standingClock() })
    opened.push(verbs)
    await plantSmallWorld(verbs)
    for (const key of ['general', 'privacy'])
      await verbs.run(admin, (ctx) =>
        publishTermsVersion(ctx, {
          document: { key, title: key, mandatory: true },
          version: '1',
          locale: 'en',
          body: `Text of ${key}.`,
        }),
      )
    await plantOrder(verbs, 'up', 'ord_up_2')
    for (const id of ['ord_up', 'ord_up_2']) await accept(id)
    for (const id of ['ord_up', 'ord_up_2']) await seal(id)
  })

  it('is one chain per seller, whose links all verify, also for the customer alone', async () => {
    const rows = await chain()

    expect(rows.map((row) => row['chain_sequence'])).toEqual(['1', '2', '3', '4'])
    expect(rows[0]!['previous_hash']).toBe('0'.repeat(64))
    expect(rows[3]!['previous_hash']).toBe(rows[2]!['evidence_hash'])
    for (const row of rows) {
      expect(await problemsOf(row['id']!)).toEqual([])
      expect(await problemsOf(row['id']!, customerOf('org_up', 'usr_customer'))).toEqual([])
    }
  })

  it('is sealed once, however often the job runs, and told once per revision', async () => {
    const before = await chain()
    expect(await seal('ord_up')).toEqual([])

    expect(await chain()).toEqual(before)
    const told = await verbs.sql<{ data: { evidence: unknown[] } }>(
      "SELECT data FROM outbox_event WHERE type = 'terms.recorded' ORDER BY id",
    )
    expect(told.map((one) => one.data.evidence.length)).toEqual([2, 2])
  })

  it('grows without a gap or a fork when many orders are sealed at once', async () => {
    const orders = Array.from({ length: 8 }, (_, index) => `ord_race_${index}`)
    for (const id of orders) {
      await plantOrder(verbs, 'up', id)
      await accept(id)
    }

    await Promise.all([...orders, ...orders].map(seal))

    const rows = await chain()
    expect(rows.map((row) => row['chain_sequence'])).toEqual(
      Array.from({ length: 20 }, (_, i) => String(i + 1)),
    )
    for (const row of rows) expect(await problemsOf(row['id']!)).toEqual([])
  })

  it('says NOT_SEALED before the worker has been there', async () => {
    await plantOrder(verbs, 'up', 'ord_up_3')
    const [fresh] = await accept('ord_up_3')

    expect(await problemsOf(fresh!.id)).toEqual(['NOT_SEALED'])
  })

  it('cannot be changed through the runtime role', async () => {
    const [id] = await ids()
    const change = verbs.run(admin, (ctx) =>
      ctx.em.execute("UPDATE terms_acceptance SET ip = '10.0.0.1' WHERE id = ?", [id]),
    )

    await expect(change).rejects.toThrow('is sealed')
    await expect(
      verbs.run(admin, (ctx) => ctx.em.execute('DELETE FROM terms_acceptance WHERE id = ?', [id])),
    ).rejects.toThrow('permission denied')
  })

  it.each([
    ['signatory', `signatory = jsonb_set(signatory, '{email}', '"eve@fabrikam.example"')`],
    ['address', "ip = '203.0.113.9'"],
    ['instant', "accepted_at = accepted_at + interval '1 millisecond'"],
    ['order', "order_id = 'ord_low', seller_id = 'org_up', order_revision = 7"],
    ['method', "method = 'CLICKWRAP'"],
  ])('finds an edited %s', async (_, edit) => {
    const [, id] = await ids()
    await verbs.sql('ALTER TABLE terms_acceptance DROP CONSTRAINT terms_acceptance_seller_id_order_id_fkey')
    await tamper(`UPDATE terms_acceptance SET ${edit} WHERE id = $1`, [id])

    expect(await problemsOf(id!)).toEqual(['RECORD_CHANGED'])
  })

  it('finds an edit that was carried into the sealed text and its hash', async () => {
    const [, second, third] = await ids()
    await tamper("UPDATE terms_acceptance SET canonical = replace(canonical, 'Zoë', 'Eve') WHERE id = $1", [
      second,
    ])
    expect(await problemsOf(second!)).toEqual(['RECORD_CHANGED', 'HASH_WRONG'])

    await tamper(
      `UPDATE terms_acceptance SET signatory = jsonb_set(signatory, '{firstName}', '"Eve"'),
         evidence_hash = encode(sha256(convert_to(previous_hash || canonical, 'UTF8')), 'hex') WHERE id = $1`,
      [second],
    )
    expect(await problemsOf(second!)).toEqual(['SIGNATURE_WRONG', 'SUCCESSOR_BROKEN'])
    expect(await problemsOf(third!)).toEqual(['PREDECESSOR_BROKEN'])
  })

  it('finds another text under an accepted version', async () => {
    const [id] = await ids()
    await verbs.sql("UPDATE terms_version SET body = body || ' And more.'")

    expect(await problemsOf(id!)).toEqual(['TEXT_CHANGED'])
  })

  it('finds two entries that changed places', async () => {
    const [, second, third] = await ids()
    await tamper('UPDATE terms_acceptance SET chain_sequence = 99 WHERE id = $1', [second])
    await tamper('UPDATE terms_acceptance SET chain_sequence = 2 WHERE id = $1', [third])
    await tamper('UPDATE terms_acceptance SET chain_sequence = 3 WHERE id = $1', [second])

    const broken = ['RECORD_CHANGED', 'PREDECESSOR_BROKEN', 'SUCCESSOR_BROKEN']
    expect(await problemsOf(second!)).toEqual(broken)
    expect(await problemsOf(third!)).toEqual(broken)
  })

  it('finds a deleted entry by its neighbours, and the last one by the head of the chain', async () => {
    const [first, second, third, last] = await ids()
    await tamper('DELETE FROM terms_acceptance WHERE id = $1', [second])
    expect(await problemsOf(first!)).toEqual(['SUCCESSOR_BROKEN'])
    expect(await problemsOf(third!)).toEqual(['PREDECESSOR_BROKEN'])

    await tamper('DELETE FROM terms_acceptance WHERE id = $1', [last])
    expect(await problemsOf(third!)).toEqual(['PREDECESSOR_BROKEN', 'SUCCESSOR_BROKEN'])
  })

  it('finds an inserted entry', async () => {
    const [, , , last] = await ids()
    await tamper(
      `INSERT INTO terms_acceptance
       SELECT (jsonb_populate_record(t, jsonb_build_object('id', 'tac_forged', 'order_revision', 2,
         'chain_sequence', 5, 'previous_hash', t.evidence_hash, 'evidence_hash', repeat('f', 64)))).*
       FROM terms_acceptance t WHERE id = $1`,
      [last],
    )

    expect(await problemsOf('tac_forged')).toEqual([
      'RECORD_CHANGED',
      'HASH_WRONG',
      'SIGNATURE_WRONG',
      'SUCCESSOR_BROKEN',
    ])
  })

  it('leaves the judgement to the old public key when the signing key was replaced', async () => {
    const [id] = await ids()
    const codes = await verbs.read(admin, async (ctx) => {
      const acceptance = await findTermsAcceptance(ctx, id!)
      const replaced = { ...ctx, keys: { ...ctx.keys, signing: Buffer.alloc(32, 9) } }
      return (await verifyEvidence(replaced, acceptance!)).problems.map((problem) => problem.code)
    })

    expect(codes).toEqual(['SIGNING_KEY_UNKNOWN'])
  })

  it('is out of sight for another reseller', async () => {
    const [id] = await ids()

    expect(await verbs.read(adminOf('org_far', 'usr_far'), (ctx) => findTermsAcceptance(ctx, id!))).toBeNull()
  })
})
