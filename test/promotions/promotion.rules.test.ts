import { describe, expect, it, test } from 'vitest'
import {
  codeKeyOf,
  promotionProblem,
  promotionProblems,
  type Promoted,
  type PromotionGiven,
  type PromotionState,
} from '../../src/promotions/promotion.rules.ts'

const promotion: PromotionState = {
  id: 'prm_1',
  code: 'AUTUMN',
  status: 'ACTIVE',
  percentOff: '25',
  components: ['RECURRING'],
  billingPeriods: 3,
  validFrom: '2026-11-01T00:00:00.000Z',
  validTo: '2026-12-01T00:00:00.000Z',
  offerIds: [],
  productIds: [],
  vendorIds: [],
  organizationId: null,
  newCustomersOnly: false,
  maxRedemptions: null,
  maxRedemptionsPerCustomer: null,
  redeemed: { inAll: 0, byCustomer: 0 },
}
const offer: Promoted['offer'] = {
  offerId: 'off_1',
  productId: 'prd_1',
  vendorId: 'ven_1',
  paymentModel: 'RECURRING',
  setupFee: '0',
}
const now = '2026-11-23T09:00:00.000Z'
const codeOf = (state: Partial<PromotionState> | null, more: Partial<Promoted> = {}, at = now) => {
  const entered: Promoted = {
    code: 'AUTUMN',
    promotion: state && { ...promotion, ...state },
    offer,
    organizationId: 'org_c',
    isNewCustomer: false,
    ...more,
  }
  return promotionProblem(entered, at)?.code ?? null
}

describe('why a code takes nothing off', () => {
  test.each<
    [what: string, state: Partial<PromotionState> | null, more: Partial<Promoted>, code: string | null]
  >([
    ['it does', {}, {}, null],
    ['nobody gave it out', null, {}, 'PROMOTION_UNKNOWN'],
    ['it is for this customer', { organizationId: 'org_c' }, {}, null],
    ['it is for another customer', { organizationId: 'org_d' }, {}, 'PROMOTION_UNKNOWN'],
    ['it is archived', { status: 'ARCHIVED', validTo: null }, {}, 'PROMOTION_EXPIRED'],
    ['its end is this very instant', { validTo: now }, {}, 'PROMOTION_EXPIRED'],
    ['it has no end', { validTo: null }, {}, null],
    ['it begins this very instant', { validFrom: now }, {}, null],
    ['it begins a moment later', { validFrom: '2026-11-23T09:00:00.001Z' }, {}, 'PROMOTION_NOT_STARTED'],
    ['its offer is named', { offerIds: ['off_1'], vendorIds: ['ven_2'] }, {}, null],
    ['its product is named', { offerIds: ['off_2'], productIds: ['prd_1'] }, {}, null],
    ['its vendor is named', { vendorIds: ['ven_1'] }, {}, null],
    ['others are named', { offerIds: ['off_2'], vendorIds: ['ven_2'] }, {}, 'PROMOTION_NOT_APPLICABLE'],
    ['nothing of it is charged', { components: ['SETUP'] }, {}, 'PROMOTION_NOT_APPLICABLE'],
    ['a setup fee is charged', { components: ['SETUP'] }, { offer: { ...offer, setupFee: '5' } }, null],
    ['the customer has ordered before', { newCustomersOnly: true }, {}, 'PROMOTION_NOT_APPLICABLE'],
    ['the customer is new', { newCustomersOnly: true }, { isNewCustomer: true }, null],
    ['one is left', { maxRedemptions: 5, redeemed: { inAll: 4, byCustomer: 0 } }, {}, null],
    ['none is left', { maxRedemptions: 5, redeemed: { inAll: 5, byCustomer: 0 } }, {}, 'PROMOTION_EXHAUSTED'],
    [
      'none is left for the customer',
      { maxRedemptionsPerCustomer: 1, redeemed: { inAll: 9, byCustomer: 1 } },
      {},
      'PROMOTION_EXHAUSTED',
    ],
    ['others used it', { maxRedemptionsPerCustomer: 1, redeemed: { inAll: 9, byCustomer: 0 } }, {}, null],
  ])('%s', (_what, state, more, code) => {
    expect(codeOf(state, more)).toBe(code)
  })

  it('is told apart by neither capitals nor spaces around it', () => {
    expect(codeKeyOf('  Autumn25 ')).toBe('autumn25')
  })
})

describe('what is wrong with a promotion', () => {
  const given: PromotionGiven = {
    code: 'AUTUMN-25',
    name: 'Autumn',
    percentOff: '25',
    components: ['RECURRING'],
    validFrom: new Date('2026-11-01T00:00:00Z'),
  }
  test.each<[Partial<PromotionGiven>, string[]]>([
    [{}, []],
    [{ percentOff: '0.0001', billingPeriods: 120, maxRedemptions: 1 }, []],
    [{ percentOff: '100', validTo: new Date('2026-11-01T00:00:00.001Z') }, []],
    [{ code: 'A' }, ['CODE_INVALID code']],
    [{ code: 'AUTUMN 25' }, ['CODE_INVALID code']],
    [{ code: 'Ä25' }, ['CODE_INVALID code']],
    [{ code: 'A'.repeat(41) }, ['CODE_INVALID code']],
    [{ name: ' ' }, ['TEXT_LENGTH name']],
    [{ percentOff: '0' }, ['PERCENT_INVALID percentOff']],
    [{ percentOff: '100.0001' }, ['PERCENT_INVALID percentOff']],
    [{ percentOff: '1.00001' }, ['PERCENT_INVALID percentOff']],
    [{ percentOff: '-1' }, ['PERCENT_INVALID percentOff']],
    [{ components: [] }, ['COMPONENTS_INVALID components']],
    [{ components: ['SETUP', 'SETUP'] }, ['COMPONENTS_INVALID components']],
    [{ billingPeriods: 0 }, ['PERIODS_INVALID billingPeriods']],
    [{ billingPeriods: 121 }, ['PERIODS_INVALID billingPeriods']],
    [{ validTo: given.validFrom }, ['VALIDITY_INVALID validTo']],
    [
      { maxRedemptions: 0, maxRedemptionsPerCustomer: -1 },
      ['LIMIT_INVALID maxRedemptions', 'LIMIT_INVALID maxRedemptionsPerCustomer'],
    ],
  ])('%j', (more, problems) => {
    expect(
      promotionProblems({ ...given, ...more }).map(({ code, path }) => `${code} ${path.join('.')}`),
    ).toEqual(problems)
  })
})
