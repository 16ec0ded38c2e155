import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const promotion = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  status: z.enum(['ACTIVE', 'ARCHIVED']),
  percentOff: z.string().describe('Decimal string'),
  components: z.array(z.enum(['RECURRING', 'ONE_TIME', 'SETUP'])),
  billingPeriods: z.int().nullable().describe('Discounted from the start; null: the whole term'),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime().nullable(),
  offerIds: z.array(z.string()),
  productIds: z.array(z.string()),
  vendorIds: z.array(z.string()).describe('Without offers, products and vendors: all that is sold'),
  organizationId: z.string().nullable().describe('The one customer that may use it'),
  newCustomersOnly: z.boolean(),
  maxRedemptions: z.int().nullable(),
  maxRedemptionsPerCustomer: z.int().nullable(),
  version: z.int(),
})

/** A promotion as its events tell it. */
export type PromotionSnapshot = z.infer<typeof promotion>

const example: PromotionSnapshot = {
  id: 'prm_06f3k8z0000000000000000041',
  code: 'AUTUMN25',
  name: 'Autumn: a quarter off for three months',
  status: 'ACTIVE',
  percentOff: '25',
  components: ['RECURRING'],
  billingPeriods: 3,
  validFrom: '2026-11-01T00:00:00.000Z',
  validTo: '2026-12-01T00:00:00.000Z',
  offerIds: [],
  productIds: [],
  vendorIds: ['ven_06f3k8z0000000000000000009'],
  organizationId: null,
  newCustomersOnly: false,
  maxRedemptions: 100,
  maxRedemptionsPerCustomer: 1,
  version: 1,
}

export const promotionCreated = defineEvent({
  type: 'promotion.created',
  subjectType: 'promotion',
  since: '0.2',
  description: 'A promotion was made: its code takes something off what is ordered.',
  schema: z.object({ promotion }),
  example: { promotion: example },
  offeredToWebhooks: true,
})

export const promotionUpdated = defineEvent({
  type: 'promotion.updated',
  subjectType: 'promotion',
  since: '0.2',
  description: 'Name, end or limits of a promotion changed; `changed` names the fields.',
  schema: z.object({ promotion, changed: z.array(z.string()) }),
  example: { promotion: { ...example, version: 2, maxRedemptions: 200 }, changed: ['maxRedemptions'] },
  offeredToWebhooks: true,
})

const archived: PromotionSnapshot = { ...example, version: 3, status: 'ARCHIVED' }

export const promotionArchived = defineEvent({
  type: 'promotion.archived',
  subjectType: 'promotion',
  since: '0.2',
  description: 'A promotion takes nothing off new orders any more. What was ordered with it stays as it was.',
  schema: z.object({ promotion }),
  example: { promotion: archived },
  offeredToWebhooks: true,
})

/** Every event about promotions. */
export const promotionEvents = [promotionCreated, promotionUpdated, promotionArchived]
