import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { findCurrentVersion } from '../../src/terms/find-current-version.ts'
import { listTermsDocuments } from '../../src/terms/list-terms-documents.ts'
import { publishTermsVersion } from '../../src/terms/publish-terms-version.ts'
import type { TermsVersionPublishInput } from '../../src/terms/terms.inputs.ts'
import { adminOf, operator, plantSmallWorld, salesOf, standingClock } from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const admin = adminOf('org_up', 'usr_up_admin')
const general = { key: 'general', title: ' General terms ', mandatory: true }
const text = { version: '1', locale: 'en', body: 'Be kind.\n' }

describe('publishTermsVersion', () => {
  let verbs: VerbHarness
  let documentId = ''
  const publish = (actor: Actor, input: Partial<TermsVersionPublishInput>) =>
    verbs.run(actor, (ctx) => publishTermsVersion(ctx, { ...text, ...input }))
  const versions = () => verbs.sql<{ id: string }>('SELECT id FROM terms_version')

  beforeAll(async () => {
    verbs = await openVerbs({ clock: standingClock() })
    await plantSmallWorld(verbs)
  })
  afterAll(() => verbs.close())

  it('stores the exact text with its hash, in effect from now, and tells it', async () => {
    const published = await publish(admin, { document: general, idempotencyKey: 'k1' })

    documentId = published.documentId
    const [row] = await verbs.sql('SELECT * FROM terms_version WHERE id = $1', [published.id])
    expect(row).toMatchObject({
      seller_id: 'org_up',
      body: 'Be kind.\n',
      content_hash: 'f32bf5e09516390e83144b4a66afea2f104e1b229bc809baed4f8efb0f3a1d39',
      effective_from: new Date('2026-11-23T09:00:00.000Z'),
      published_by: 'usr_up_admin',
    })
    const [event] = await verbs.sql<{ data: unknown }>(
      "SELECT data FROM outbox_event WHERE type = 'terms.version_published'",
    )
    expect(event?.data).toMatchObject({
      document: { id: documentId, key: 'general', title: 'General terms', vendorId: null },
      version: { id: published.id, version: '1', effectiveFrom: '2026-11-23T09:00:00.000Z' },
    })
  })

  it('publishes nothing when the same key comes again', async () => {
    const [first] = await versions()

    const again = await publish(admin, { document: general, idempotencyKey: 'k1' })

    expect(again.id).toBe(first?.id)
    expect(await versions()).toHaveLength(1)
  })

  it.each<[string, Partial<TermsVersionPublishInput>]>([
    ['TERMS_DOCUMENT_EXISTS', { document: general }],
    ['TERMS_VERSION_EXISTS', { documentId: 'own' }],
    ['NOT_FOUND', { documentId: 'trm_unknown' }],
    ['NOT_FOUND', { document: { ...general, key: 'other', vendorId: 'ven_unknown' } }],
    ['INVALID_INPUT', {}],
    ['INVALID_INPUT', { documentId: 'own', document: general }],
    ['KEY_INVALID', { document: { ...general, key: 'General Terms' } }],
    ['LENGTH_INVALID', { documentId: 'own', version: '2', body: ' \n' }],
    ['LENGTH_INVALID', { documentId: 'own', version: ' ' }],
    ['LOCALE_INVALID', { documentId: 'own', version: '2', locale: 'english!' }],
  ])('refuses %s for %j and publishes nothing', async (code, input) => {
    const named = input.documentId === 'own' ? { ...input, documentId } : input

    await expect(publish(admin, named)).rejects.toMatchObject({ code })
    expect(await versions()).toHaveLength(1)
    expect(await verbs.sql('SELECT id FROM terms_document')).toHaveLength(1)
  })

  it('is for those who may, each for its own organization only', async () => {
    await expect(publish(salesOf('org_up', 'usr_sales'), { documentId, version: '2' })).rejects.toMatchObject(
      {
        code: 'FORBIDDEN',
      },
    )
    await expect(
      publish(adminOf('org_low', 'usr_low_admin'), { documentId, version: '2' }),
    ).rejects.toMatchObject({ code: 'TERMS_DOCUMENT_NOT_OWN' })
    await expect(
      publish(adminOf('org_far', 'usr_far_admin'), { documentId, version: '2' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await versions()).toHaveLength(1)
  })

  it('shows the platform’s and the parent’s documents downward, each with the version in effect', async () => {
    await publish(operator(), { document: { key: 'platform', title: 'All of us', mandatory: true } })
    await publish(admin, { documentId, version: '2', effectiveFrom: new Date('2026-11-24T00:00:00Z') })
    await publish(admin, { documentId, version: '1', locale: 'de', body: 'Sei nett.' })
    const listed = (actor: Actor, locale?: string) =>
      verbs.read(actor, async (ctx) => {
        const { nodes } = await listTermsDocuments(ctx, { first: 10 })
        const current = nodes.map((document) => findCurrentVersion(ctx, document, locale))
        return (await Promise.all(current)).map((version) => [version?.version, version?.locale])
      })

    expect(await listed(salesOf('org_low', 'usr_low_sales'), 'de')).toEqual([
      ['1', 'en'],
      ['1', 'de'],
    ])
    expect(await listed(salesOf('org_far', 'usr_far_sales'))).toEqual([['1', 'en']])
  })

  it('pages by title', async () => {
    const first = await verbs.read(admin, (ctx) => listTermsDocuments(ctx, { first: 1 }))
    expect(first.nodes.map((one) => one.title)).toEqual(['All of us'])
    expect(first.pageInfo.hasNextPage).toBe(true)

    const after = first.pageInfo.endCursor
    const second = await verbs.read(admin, (ctx) => listTermsDocuments(ctx, { first: 1, after }))
    expect(second.nodes.map((one) => one.title)).toEqual(['General terms'])
    expect(second.pageInfo.hasNextPage).toBe(false)
  })

  it('cannot be changed or deleted through the runtime role', async () => {
    const change = (sql: string) => verbs.run(admin, (ctx) => ctx.em.execute(sql))

    await expect(change("UPDATE terms_version SET body = 'x'")).rejects.toThrow('permission denied')
    await expect(change('DELETE FROM terms_version')).rejects.toThrow('permission denied')
  })
})
