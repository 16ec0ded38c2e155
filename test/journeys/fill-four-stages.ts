import { expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { contacts } from '../support/ordering.ts'

export const stages = 'version status stages { kind state problems { code path } }'
const state = (order: Json, kind: string): string => order.stages.find((one: Json) => one.kind === kind).state
export const states = (order: Json): string[] => order.stages.map((one: Json) => one.state)

/** How far the story has come when its stages are filled. */
interface Started {
  sales: ApiClient
  orderId: string
  offer: Json
  second: Json
  buyer: Json
  /** The order's row and the number of events, to see that nothing changed. */
  stored: () => Promise<unknown>
}

/** The steps of the story from an empty draft to one that may be submitted, wrong turns included. */
export function fillFourStages(
  story: () => Started,
  filled: (draft: Json, termsVersionIds: string[]) => void,
): void {
  let draft: Json
  let termsVersionIds: string[]

  it('refuses to be submitted while it is incomplete, and nothing changes', async () => {
    const { sales, orderId, stored } = story()
    const before = await stored()
    const refused = await sales.mutate(
      'orderSubmit',
      {
        orderId,
        expectedVersion: 1,
        idempotencyKey: 'first-order-submit',
        terms: { acceptedVersionIds: [] },
      },
      'order { id }',
    )
    expect(refused.order).toBeNull()
    expect(refused.userErrors.map(({ code, path }: Json) => ({ code, path }))).toEqual([
      { code: 'ITEMS_EMPTY', path: ['items'] },
      { code: 'CONTACT_ROLE_MISSING', path: ['contacts', 'ADMIN'] },
      { code: 'CONTACT_ROLE_MISSING', path: ['contacts', 'BILLING'] },
      { code: 'CONTACT_ROLE_MISSING', path: ['contacts', 'TECHNICAL'] },
      { code: 'STAGE_NOT_SAVED', path: ['stages', 'PROVISIONING'] },
      { code: 'STAGE_INCOMPLETE', path: ['stages', 'SELECT_ITEMS'] },
      { code: 'STAGE_INCOMPLETE', path: ['stages', 'CONTACT_DETAILS'] },
      { code: 'STAGE_INCOMPLETE', path: ['stages', 'PROVISIONING'] },
    ])
    expect(await stored()).toEqual(before)
  })

  it('is filled stage by stage', async () => {
    const { sales, orderId, offer, second } = story()
    const select = (items: Json[]) =>
      sales.done('orderSelectItems', { orderId, items }, `order { ${stages} }`)
    draft = (await select([{ offerId: offer.id, quantity: '5' }])).order
    expect(states(draft)).toEqual(['COMPLETE', 'NOT_STARTED', 'NOT_STARTED', 'INCOMPLETE'])
    draft = (
      await sales.done(
        'orderSetContacts',
        { orderId, contacts, purchaseOrderNumber: 'PO-1' },
        `order { ${stages} }`,
      )
    ).order
    expect(states(draft)).toEqual(['COMPLETE', 'COMPLETE', 'NOT_STARTED', 'INCOMPLETE'])
    draft = await provision()
    expect(states(draft)).toEqual(Array(4).fill('COMPLETE'))

    // Another line: what was answered is to be looked at again.
    draft = (
      await select([
        { offerId: offer.id, quantity: '5' },
        { offerId: second.id, quantity: '2' },
      ])
    ).order
    expect(states(draft)).toEqual(['COMPLETE', 'COMPLETE', 'STALE', 'STALE'])
    expect(draft.stages[2].problems).toContainEqual({
      code: 'PROVISIONING_STALE',
      path: ['provisioning', 'lines', '2'],
    })
    expect(draft.stages[2].problems).not.toContainEqual({
      code: 'PROVISIONING_STALE',
      path: ['provisioning', 'lines', '1'],
    })
    draft = (await select([{ offerId: offer.id, quantity: '5' }])).order
    expect(state(draft, 'PROVISIONING')).toBe('COMPLETE')
    draft = (await select([{ offerId: offer.id, quantity: '6' }])).order
    expect(states(draft)).toEqual(['COMPLETE', 'COMPLETE', 'STALE', 'STALE'])
    draft = (await select([{ offerId: offer.id, quantity: '5' }])).order
  })

  const provision = async (): Promise<Json> => {
    const { sales, orderId } = story()
    const values = [
      { key: 'tenantKind', value: 'NEW' },
      { key: 'tenantDomain', value: 'spreebogen' },
      { key: 'adminEmail', value: 'it@spreebogen.example' },
    ]
    return (
      await sales.done(
        'orderSetProvisioning',
        { orderId, values },
        `order { ${stages} requiredTerms { id } }`,
      )
    ).order
  }

  it('is stale in every stage after a change of the account', async () => {
    const { sales, orderId, offer, buyer } = story()
    const move = (index: number) =>
      sales.done(
        'orderSetContacts',
        { orderId, accountId: buyer.accounts[index].id },
        `order { currency ${stages} }`,
      )
    draft = (await move(1)).order
    expect(draft.currency).toBe('USD')
    expect([state(draft, 'SELECT_ITEMS'), state(draft, 'PROVISIONING'), state(draft, 'SUMMARY')]).toEqual(
      Array(3).fill('STALE'),
    )
    draft = (await move(0)).order
    expect(state(draft, 'SELECT_ITEMS')).toBe('STALE')
    await sales.done(
      'orderSelectItems',
      { orderId, items: [{ offerId: offer.id, quantity: '5' }] },
      'order { id }',
    )
    await sales.done('orderSetContacts', { orderId, contacts }, 'order { id }')
    draft = await provision()
    expect(states(draft)).toEqual(Array(4).fill('COMPLETE'))
    termsVersionIds = draft.requiredTerms.map(({ id }: Json) => id)
    expect(termsVersionIds).toHaveLength(3)
    filled(draft, termsVersionIds)
  })

  it('is not submitted without its terms, and nothing changes', async () => {
    const { sales, orderId, stored } = story()
    const before = await stored()
    const refused = await sales.mutate(
      'orderSubmit',
      {
        orderId,
        expectedVersion: draft.version,
        idempotencyKey: 'first-order-submit',
        terms: { acceptedVersionIds: termsVersionIds.slice(1) },
      },
      'order { id }',
    )
    expect(refused.userErrors).toMatchObject([
      { code: 'TERMS_NOT_ACCEPTED', path: ['terms', 'acceptedVersionIds'] },
    ])
    expect(await stored()).toEqual(before)
  })
}
