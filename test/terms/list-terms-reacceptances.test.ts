import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { acceptTerms } from '../../src/terms/accept-terms.ts'
import { findTermsChanges } from '../../src/terms/find-terms-changes.ts'
import { listTermsReacceptances } from '../../src/terms/list-terms-reacceptances.ts'
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
const admin = adminOf('org_up', 'usr_up_admin')
const signatory = { firstName: 'Ada', lastName: 'Example', email: 'ada@fabrikam.example', phone: null }
const customer = { sellerId: 'org_low', organizationId: 'org_low_customer' }

describe('a customer that accepted terms', () => {
  let verbs: VerbHarness
  const versions: Record<string, { id: string; documentId: string }> = {}
  const publish = async (name: string, actor: Actor, input: Partial<TermsVersionPublishInput>) => {
    versions[name] = await verbs.run(actor, (ctx) =>
      publishTermsVersion(ctx, { version: '1', locale: 'en', body: 'One.\nTwo.\n', ...input }),
    )
  }
  const document = (key: string, more: { country?: string; mandatory?: boolean } = {}) => ({
    document: { key, title: key, mandatory: true, ...more },
  })
  const required = (country = 'DE') =>
    verbs.read(sales, (ctx) => requiredTerms(ctx, { sellerId: 'org_low', vendorIds: [], country }))
  const accept = async (revision: number) => {
    const wanted = await required()
    return verbs.run(sales, (ctx) =>
      acceptTerms(ctx, {
        order: { id: 'ord_low', ...customer, revision, version: revision },
        required: wanted,
        acceptedVersionIds: wanted.map(({ id }) => id),
        signatory,
      }),
    )
  }
  const list = async (actor: Actor, args: { first: number; after?: string } = { first: 20 }) =>
    verbs.read(actor, (ctx) => listTermsReacceptances(ctx, args))
  const changes = async () => {
    const wanted = await required()
    return verbs.read(sales, (ctx) => findTermsChanges(ctx, customer, wanted))
  }

  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    await plantSmallWorld(verbs)
    await publish('platform', operator(), document('a-platform'))
    await publish('general', admin, document('b-general'))
    await publish('german', admin, document('c-german', { country: 'DE' }))
    await publish('austrian', admin, document('d-austrian', { country: 'AT' }))
    await publish('optional', admin, document('e-optional', { mandatory: false }))
  })
  afterAll(() => verbs.close())

  it('must accept what is narrowed to its country, and sees every line as new the first time', async () => {
    const ids = (...names: string[]) => names.map((name) => String(versions[name]?.id))
    expect((await required()).map(({ id }) => id).toSorted()).toEqual(
      ids('platform', 'general', 'german').toSorted(),
    )
    expect((await required('AT')).map(({ id }) => id).toSorted()).toEqual(
      ids('platform', 'general', 'austrian').toSorted(),
    )
    const first = await changes()
    expect(first).toHaveLength(3)
    for (const one of first)
      expect(one).toMatchObject({
        acceptedVersion: null,
        acceptedAt: null,
        lines: [
          { kind: 'ADDED', text: 'One.' },
          { kind: 'ADDED', text: 'Two.' },
        ],
      })
  })

  it('is in no report while the versions that it accepted are in effect', async () => {
    await accept(1)
    expect((await list(admin)).nodes).toEqual([])

    for (const [name, actor] of [
      ['platform', operator()],
      ['general', admin],
      ['optional', admin],
    ] as const)
      await publish(`${name}2`, actor, {
        documentId: versions[name]!.documentId,
        version: '2',
        body: 'One.\nTwo and a half.\n',
        effectiveFrom: new Date('2026-12-01T00:00:00Z'),
      })
    expect((await list(admin)).nodes).toEqual([])
  })

  it('is in the report of its reseller and those above once newer versions are, and of nobody else', async () => {
    clock.set('2026-12-01T00:00:00.000Z')
    const row = (name: string) => ({
      organizationId: 'org_low_customer',
      documentId: versions[name]!.documentId,
      acceptedVersionId: versions[name]!.id,
      acceptedAt: new Date('2026-11-23T09:00:00.000Z'),
      currentVersionId: versions[`${name}2`]!.id,
    })
    const expected = [row('platform'), row('general')].toSorted((a, b) =>
      a.documentId < b.documentId ? -1 : 1,
    )

    expect((await list(admin)).nodes).toEqual(expected)
    expect((await list(sales)).nodes).toEqual(expected)
    expect((await list(customerOf('org_low', 'usr_customer'))).nodes).toEqual(expected)
    expect((await list(adminOf('org_far', 'usr_far_admin'))).nodes).toEqual([])
    expect((await list(customerOf('org_up', 'usr_other'))).nodes).toEqual([])

    const first = await list(admin, { first: 1 })
    const second = await list(admin, { first: 1, after: first.pageInfo.endCursor! })
    expect([first.nodes, second.nodes]).toEqual([[expected[0]], [expected[1]]])
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
  })

  it('sees what changed against what it accepted last', async () => {
    const general = (await changes()).find(({ termsVersion }) => termsVersion.id === versions['general2']!.id)
    expect(general).toMatchObject({
      acceptedVersion: { id: versions['general']!.id },
      acceptedAt: new Date('2026-11-23T09:00:00.000Z'),
      lines: [
        { kind: 'SAME', text: 'One.' },
        { kind: 'REMOVED', text: 'Two.' },
        { kind: 'ADDED', text: 'Two and a half.' },
      ],
    })
  })

  it('is out of the report when it accepted again', async () => {
    await accept(2)
    expect((await list(admin)).nodes).toEqual([])
  })
})
