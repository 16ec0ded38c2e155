import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const priceList = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  currency: z.string().describe('ISO 4217'),
  organizationId: z.string().nullable().describe('The customer that it is for'),
  resellerId: z.string().nullable().describe('The reseller below that it is for'),
  basis: z.enum(['FIXED', 'COST_PLUS', 'LIST_MINUS']),
  validFrom: z.iso.datetime().nullable(),
  validTo: z.iso.datetime().nullable(),
  version: z.int(),
})

/** A price list as events tell it. Its percent is left out: it would say what the seller pays. */
export type PriceListSnapshot = z.infer<typeof priceList>

const examplePriceList: PriceListSnapshot = {
  id: 'pls_06f3k8z0000000000000000031',
  key: 'retail-eur',
  name: 'Retail EUR',
  currency: 'EUR',
  organizationId: null,
  resellerId: null,
  basis: 'FIXED',
  validFrom: null,
  validTo: null,
  version: 1,
}

export const priceListCreated = defineEvent({
  type: 'price_list.created',
  subjectType: 'price_list',
  since: '0.2',
  description: 'A price list was made. Markups and discounts are confidential and not told.',
  schema: z.object({ priceList }),
  example: { priceList: examplePriceList },
  offeredToWebhooks: true,
})

export const priceListUpdated = defineEvent({
  type: 'price_list.updated',
  subjectType: 'price_list',
  since: '0.2',
  description: 'Name, percent or validity of a price list changed; `changed` names the fields.',
  schema: z.object({ priceList, changed: z.array(z.string()) }),
  example: { priceList: { ...examplePriceList, version: 2 }, changed: ['name'] },
  offeredToWebhooks: true,
})

export const priceListPricesSet = defineEvent({
  type: 'price_list.prices_set',
  subjectType: 'price_list',
  since: '0.2',
  description:
    'Prices of a list were set from `from` on: the old ones end then. `offerIds` are the offers whose price changes.',
  schema: z.object({ priceList, from: z.iso.datetime(), offerIds: z.array(z.string()) }),
  example: {
    priceList: { ...examplePriceList, version: 3 },
    from: '2026-12-01T00:00:00.000Z',
    offerIds: ['off_06f3k8z0000000000000000007'],
  },
  offeredToWebhooks: true,
})

/** Every event about price lists. */
export const priceListEvents = [priceListCreated, priceListUpdated, priceListPricesSet]
