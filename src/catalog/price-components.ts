import { money } from '../platform/money.view.ts'
import type { Offer } from './offer.entity.ts'
import type { PriceTerms } from './price-chain.rules.ts'
import { usageOfPrice } from './usage-of-price.ts'
import type { PriceComponent, PriceComponentKind } from './price-component.view.ts'

/** The main component of an offer: what its quantity is charged for. */
function mainKind({
  paymentModel,
  billingPeriod,
}: Pick<Offer, 'paymentModel' | 'billingPeriod'>): PriceComponentKind {
  if (paymentModel === 'USAGE') return 'USAGE'
  return billingPeriod === null ? 'ONE_TIME' : 'RECURRING'
}

/** The terms of a price, component by component: the main one, the setup fee when there is one, usage on top. */
export function priceComponents(
  offer: Pick<Offer, 'paymentModel' | 'billingPeriod' | 'unitOfMeasure'>,
  terms: PriceTerms,
  currency: string,
): PriceComponent[] {
  const { model, unitPrice, tiers, setupFee, usage } = terms
  const kind = mainKind(offer)
  const main: PriceComponent = {
    kind,
    model,
    unitPrice: money(tiers[0]?.unitPrice ?? unitPrice, currency),
    tiers,
    unitOfMeasure: offer.unitOfMeasure,
    included: kind === 'USAGE' ? '0' : null,
  }
  const setup: PriceComponent[] =
    setupFee === '0'
      ? []
      : [
          {
            kind: 'SETUP',
            model: 'FLAT',
            unitPrice: money(setupFee, currency),
            tiers: [],
            unitOfMeasure: 'LINE',
            included: null,
          },
        ]
  const onTop = usageOfPrice({ usage, currency })
  return [main, ...setup, ...(onTop ? [onTop] : [])]
}
