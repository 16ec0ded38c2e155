import type { OrderItemInput, WizardOrderFragment } from '../generated/operations.ts'

/** The selection as it stands, to send it with a change. */
export const itemsOf = ({ lines }: Pick<WizardOrderFragment, 'lines'>): OrderItemInput[] =>
  lines.map(({ lineNumber, offerId, quantity, parentLineNumber, coTermDate, promotion }) => ({
    lineNumber,
    offerId,
    quantity,
    ...(parentLineNumber === null ? {} : { parentLineNumber }),
    ...(coTermDate === null ? {} : { coTermDate }),
    ...(promotion === null ? {} : { promotionCode: promotion.code }),
  }))

/** The selection with one more offer; more of an offer that is selected already is a larger quantity. */
export function withOffer(
  items: readonly OrderItemInput[],
  offer: { id: string; minQuantity: string; quantityStep: string },
): OrderItemInput[] {
  if (!items.some(({ offerId }) => offerId === offer.id))
    return [...items, { offerId: offer.id, quantity: offer.minQuantity }]
  return items.map((item) =>
    item.offerId === offer.id
      ? { ...item, quantity: String(Number(item.quantity) + Number(offer.quantityStep)) }
      : item,
  )
}
