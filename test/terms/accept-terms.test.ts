import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { acceptTerms } from '../../src/terms/accept-terms.ts'
import { publishTermsVersion } from '../../src/terms/publish-terms-version.ts'
import { requiredTerms } from '../../src/terms/required-terms.ts'
import type { TermsVersionPublishInput } from '../../src/terms/terms.inputs.ts'
import {
  adminOf,
  customerOf,
  operator,
  plantSmallWorld,
  salesOf,
  standingClock,
} from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const clock = standingClock()
const sales = salesOf('org_low', 'usr_low_sales')
const order = {
  id: 'ord_low',
  sellerId: 'org_low',
  organizationId: 'org_low_customer',
  revision: 1,
  version: 4,
}
const signatory = { firstName: ' Ada ', lastName: 'Example', email: 'ada@Fabrikam.EXAMPLE', phone: null }

describe('acceptTerms', () => {
  let verbs: VerbHarness
  const versions: Record<string, string> = {}

  const publish = async (name: string, actor: Actor, input: Partial<TermsVersionPublishInput>) => {
    const published = await verbs.run(actor, (ctx) =>
      publishTermsVersion(ctx, { version: '1', locale: 'en', body: `Text of ${name}.`, ...input }),
    )
    versions[name] = published.id
    return published
  }
  const required = (vendorIds: string[] = [], locale = 'en') =>
    verbs.read(sales, (ctx) => requiredTerms(ctx, { sellerId: 'org_low', vendorIds, locale }))
  const accept = (actor: Actor, ids: string[], more: Partial<typeof order & typeof signatory> = {}) =>
    verbs.run(actor, async (ctx) =>
      acceptTerms(ctx, {
        order: { ...order, revision: more.revision ?? order.revision },
        required: await requiredTerms(ctx, { sellerId: 'org_low', vendorIds: [] }),
        acceptedVersionIds: ids,
        signatory: { ...signatory, email: more.email ?? signatory.email },
      }),
    )
  const stored = () =>
    verbs.sql<Record<string, unknown>>('SELECT * FROM terms_acceptance ORDER BY order_revision, version_id')

  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    await plantSmallWorld(verbs)
    await verbs.sql(
      "INSERT INTO vendor (id, key, name) VALUES ('ven_a', 'a', 'Vendor A'), ('ven_b', 'b', 'Vendor B')",
    )
    const document = (key: string, vendorId: string | null = null, mandatory = true) => ({
      document: { key, title: key, vendorId, mandatory },
    })
    const first = await publish('platform', operator(), document('a-platform'))
    await publish('vendor', operator(), document('b-vendor', 'ven_a'))
    await publish('otherVendor', operator(), document('c-vendor', 'ven_b'))
    await publish('optional', operator(), document('d-optional', null, false))
    const general = await publish('general', adminOf('org_up', 'usr_up_admin'), document('e-general'))
    await publish('foreign', adminOf('org_far', 'usr_far_admin'), document('f-foreign'))
    const { documentId } = general
    const admin = adminOf('org_up', 'usr_up_admin')
    await publish('later', admin, {
      documentId,
      version: '2',
      effectiveFrom: new Date('2026-12-01T00:00:00Z'),
    })
    await publish('german', admin, { documentId, version: '1', locale: 'de', body: 'Der Text.' })
    await publish('old', operator(), {
      documentId: first.documentId,
      version: '0',
      effectiveFrom: new Date('2025-01-01T00:00:00Z'),
    })
  })
  afterAll(() => verbs.close())

  it('asks for the mandatory documents of the seller and those above, in effect, of the vendors in the order', async () => {
    expect((await required()).map((one) => one.id)).toEqual([versions['platform'], versions['general']])
    expect((await required(['ven_a'])).map((one) => one.id)).toEqual([
      versions['platform'],
      versions['general'],
      versions['vendor'],
    ])
  })

  it('asks in the wanted language where the version in effect exists in it', async () => {
    expect((await required([], 'de-CH')).map((one) => one.id)).toEqual([
      versions['platform'],
      versions['german'],
    ])
  })

  it('refuses a missing, an outdated and an unknown acceptance at once, and stores nothing', async () => {
    const ids = [versions['old']!, versions['optional']!, versions['foreign']!]

    await expect(accept(sales, ids)).rejects.toMatchObject({
      problems: [
        { code: 'TERMS_OUTDATED', path: ['terms', 'acceptedVersionIds', '0'] },
        { code: 'TERMS_UNKNOWN', path: ['terms', 'acceptedVersionIds', '1'] },
        { code: 'TERMS_UNKNOWN', path: ['terms', 'acceptedVersionIds', '2'] },
        {
          code: 'TERMS_NOT_ACCEPTED',
          path: ['terms', 'acceptedVersionIds'],
          details: { versionId: versions['general'] },
        },
      ],
    })
    expect(await stored()).toEqual([])
  })

  it('refuses a signatory that cannot be reached', async () => {
    const ids = [versions['platform']!, versions['general']!]

    await expect(accept(sales, ids, { email: 'ada' })).rejects.toMatchObject({
      problems: [{ code: 'EMAIL_INVALID', path: ['terms', 'signatory', 'email'] }],
    })
    expect(await stored()).toEqual([])
  })

  it('stores who agreed to which text, when and from where, and tells it once', async () => {
    await accept(sales, [versions['platform']!, versions['general']!])

    expect(await stored()).toMatchObject([
      {
        seller_id: 'org_low',
        organization_id: 'org_low_customer',
        order_id: 'ord_low',
        order_revision: 1,
        terms_seller_id: 'org_top',
        version_id: versions['platform'],
        method: 'PARTNER_ATTESTATION',
        accepted_by: 'usr_low_sales',
        signatory: { firstName: 'Ada', lastName: 'Example', email: 'ada@fabrikam.example', phone: null },
        ip: '127.0.0.1',
        user_agent: 'test',
        locale: 'en',
        accepted_at: new Date('2026-11-23T09:00:00.000Z'),
        sealed_at: null,
      },
      { version_id: versions['general'], terms_seller_id: 'org_up' },
    ])
    const events = await verbs.sql<{ subject_id: string; subject_version: number; data: { order: unknown } }>(
      "SELECT subject_id, subject_version, data FROM outbox_event WHERE type = 'terms.accepted'",
    )
    expect(events).toMatchObject([
      {
        subject_id: 'ord_low',
        subject_version: 4,
        data: {
          order: { id: 'ord_low', revision: 1 },
          acceptances: [{ title: 'a-platform' }, { title: 'e-general', version: '1' }],
        },
      },
    ])
  })

  it('takes a translation for the required version, and calls a customer’s own agreement click-wrap', async () => {
    const customer = customerOf('org_low', 'usr_customer')

    const accepted = await accept(customer, [versions['platform']!, versions['german']!], { revision: 2 })

    expect(accepted.map((one) => [one.versionId, one.locale, one.method])).toEqual([
      [versions['platform'], 'en', 'CLICKWRAP'],
      [versions['german'], 'de', 'CLICKWRAP'],
    ])
  })

  it('asks for a newer version from the day that it applies', async () => {
    clock.set('2026-12-01T00:00:00.000Z')
    try {
      expect((await required()).map((one) => one.id)).toEqual([versions['platform'], versions['later']])
      await expect(
        accept(sales, [versions['platform']!, versions['general']!], { revision: 3 }),
      ).rejects.toMatchObject({
        problems: [{ code: 'TERMS_OUTDATED', details: { versionId: versions['later'] } }],
      })
    } finally {
      clock.set('2026-11-23T09:00:00.000Z')
    }
  })
})
