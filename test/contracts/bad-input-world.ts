import type { Json } from '../support/api-client.ts'
import { contacts, type Draft } from '../support/ordering.ts'

export const absent = (prefix: string) => `${prefix}_${'0'.repeat(25)}9`
export const loneSurrogate = '\ud800'

/** What a test case may refer to: made before the first one. */
export interface World {
  draft: Draft
  /** A draft with a line and nothing else. */
  bare: string
  submitted: string
  foreign: { order: string; organization: string; account: string }
  offers: { base: string; rival: string; addOn: string; byFive: string }
}

export interface Case {
  what: string
  mutation: string
  input: (world: World) => Json
  problems: Array<{ code: string; path: string[] }>
}

export const items = (mutation: (world: World) => Json[]) => (world: World) => ({
  orderId: world.draft.orderId,
  items: mutation(world),
})
export const quantity = (text: string) => items(({ offers }) => [{ offerId: offers.base, quantity: text }])
export const contact =
  (change: Json) =>
  ({ draft }: World) => ({
    orderId: draft.orderId,
    contacts: contacts.map((one, index) => (index === 1 ? { ...one, ...change } : one)),
  })
export const at = (...path: string[]) => path
export const notFound = (...path: string[]) => [{ code: 'NOT_FOUND', path }]
