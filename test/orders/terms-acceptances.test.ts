import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import {
  approvalOf,
  completeDraft,
  customer,
  key,
  offerOf,
  submit,
  submitInput,
} from '../support/ordering.ts'

let app: TestApp
let sales: ApiClient
let admin: ApiClient
beforeAll(async () => {
  app = await startApp()
  sales = await app.signedIn('sales@meridian.example')
  admin = await app.signedIn('admin@meridian.example')
})
afterAll(() => app.close())

const terms = `query ($id: ID!) {
  order(id: $id) { requiredTerms { id } termsAcceptances { orderId orderRevision termsVersion { id } } }
}`

test('an order shows the terms that were accepted with it, by version and revision', async () => {
  const parts = {
    customer: await customer(sales, 'Spreebogen'),
    offer: await offerOf(sales, '365 business prem'),
  }
  const draft = await completeDraft(sales, parts)
  const before = (await sales.ask(terms, { id: draft.orderId })).order
  expect(before.termsAcceptances).toEqual([])

  await submit(sales, draft)

  const { termsAcceptances } = (await sales.ask(terms, { id: draft.orderId })).order
  expect(termsAcceptances).toHaveLength(3)
  const accepted = new Set(termsAcceptances.map(({ termsVersion }: Json) => termsVersion.id))
  expect(accepted).toEqual(new Set(before.requiredTerms.map(({ id }: Json) => id)))
  for (const acceptance of termsAcceptances)
    expect(acceptance).toMatchObject({ orderId: draft.orderId, orderRevision: 1 })
})

const required = `query ($id: ID!) { order(id: $id) { version status requiredTerms { id }
  requiredTermsChanges { termsVersion { id } acceptedVersion { id } lines { kind text } } } }`

/** Publishes a version of the reseller's own terms that says one sentence more; answers with what it takes over from. */
async function publishMore(version: string, sentence: string): Promise<{ old: string; fresh: string }> {
  const { termsDocuments } = await admin.ask(
    '{ termsDocuments(first: 50) { nodes { id key currentVersion { id body locale } } } }',
  )
  const document = (termsDocuments.nodes as Json[]).find(({ key: name }) => name === 'reseller-general-terms')
  const { body, locale, id: old } = document?.currentVersion ?? {}
  const { termsVersion } = await admin.done(
    'termsVersionPublish',
    { documentId: document?.id, version, locale, body: `${body}${sentence}\n`, idempotencyKey: key() },
    'termsVersion { id }',
  )
  return { old, fresh: termsVersion.id }
}

test('a draft and an order with changes requested need the newer version of terms, and say what is new', async () => {
  const parts = {
    customer: await customer(sales, 'Spreebogen'),
    offer: await offerOf(sales, '365 business prem'),
  }
  const draft = await completeDraft(sales, parts)
  const first = await publishMore('7.1', 'First.')
  const refused = async (name: string, input: Json) => {
    const { userErrors } = await sales.mutate(name, input, 'order { id }')
    return (userErrors as Json[]).map(({ code, path }) => `${code} ${path.join('.')}`)
  }
  const place = draft.termsVersionIds.indexOf(first.old)
  const outdated = [`TERMS_OUTDATED terms.acceptedVersionIds.${place}`]

  expect(place).toBeGreaterThanOrEqual(0)
  expect(await refused('orderSubmit', submitInput(draft))).toEqual(outdated)
  const { order } = await sales.ask(required, { id: draft.orderId })
  expect(order).toMatchObject({ version: draft.version, status: 'DRAFT' })
  const change = (order.requiredTermsChanges as Json[]).find(
    ({ termsVersion }) => termsVersion.id === first.fresh,
  )
  expect(change).toMatchObject({ acceptedVersion: { id: first.old } })
  expect(change.lines.filter(({ kind }: Json) => kind !== 'SAME')).toEqual([
    { kind: 'ADDED', text: 'First.' },
  ])

  const again = { ...draft, termsVersionIds: order.requiredTerms.map(({ id }: Json) => id) }
  await submit(sales, again)
  await app.quiet()
  const approval = await approvalOf(admin, draft.orderId)
  const back = {
    approvalId: approval.id,
    expectedVersion: approval.version,
    idempotencyKey: key(),
    comment: 'Seven',
  }
  await admin.done('approvalRequestChanges', back, 'order { id }')
  const second = await publishMore('7.2', 'Second.')
  const returned = (await sales.ask(required, { id: draft.orderId })).order
  const resubmit = (acceptedVersionIds: string[]) => ({
    orderId: draft.orderId,
    expectedVersion: returned.version,
    idempotencyKey: key(),
    terms: { acceptedVersionIds },
  })

  expect(second.old).toBe(first.fresh)
  expect(await refused('orderSubmitForApproval', resubmit(again.termsVersionIds))).toEqual([
    `TERMS_OUTDATED terms.acceptedVersionIds.${again.termsVersionIds.indexOf(first.fresh)}`,
  ])
  const ids = returned.requiredTerms.map(({ id }: Json) => id)
  expect(ids).toContain(second.fresh)
  await sales.done('orderSubmitForApproval', resubmit(ids), 'order { id }')
  const { termsAcceptances } = (await sales.ask(terms, { id: draft.orderId })).order
  expect(
    (termsAcceptances as Json[])
      .filter(({ orderRevision }) => orderRevision === 2)
      .map(({ termsVersion }) => termsVersion.id as string)
      .toSorted(),
  ).toEqual(ids.toSorted())
})
