/** What kind of value a fact has, and so which operators it takes. */
export type FactKind = 'MONEY' | 'NUMBER' | 'TEXT' | 'TEXTS' | 'BOOLEAN' | 'DATE'

/** One thing about an order that policies may look at. */
export type FactDefinition = {
  kind: FactKind
  /** For whoever writes a policy: meaning, unit, when it is unknown. */
  description: string
  /** Its value says what the seller pays: reasons do not tell it. */
  isConfidential?: true
}

/** THE catalogue of what policies may look at. Add freely; a fact that policies use is never renamed. */
export const factCatalog = {
  orderType: { kind: 'TEXT', description: 'NEW, CHANGE or CANCELLATION.' },
  triggers: { kind: 'TEXTS', description: 'What the lines do; the same words as the triggers of a policy.' },
  currency: { kind: 'TEXT', description: 'ISO 4217 code of the order.' },
  firstInvoiceTotal: {
    kind: 'MONEY',
    description: 'What falls due at the start. Negative when a cancellation gives back.',
  },
  monthlyRecurring: { kind: 'MONEY', description: 'All that recurs, spread over months.' },
  annualRecurring: { kind: 'MONEY', description: 'All that recurs, over twelve months.' },
  totalContractValue: {
    kind: 'MONEY',
    description: 'Setup fees and every period of the commitments. Monthly prices understate long terms.',
  },
  largestLineTotal: { kind: 'MONEY', description: 'The largest line, for one billing period.' },
  discountPercent: {
    kind: 'NUMBER',
    description:
      'What discounts off list prices and promotions take off one billing period of all lines, in percent. Unknown when nothing would be charged at all.',
  },
  marginPercent: {
    kind: 'NUMBER',
    isConfidential: true,
    description:
      'What the seller keeps of one billing period of all lines, in percent. Unknown when the cost of a line is.',
  },
  lineCount: { kind: 'NUMBER', description: 'How many lines.' },
  totalQuantity: { kind: 'NUMBER', description: 'Units over all lines.' },
  quantityDelta: { kind: 'NUMBER', description: 'Units more than before; negative when fewer.' },
  commitmentMonths: { kind: 'NUMBER', description: 'The longest commitment, in months; 0 without one.' },
  billingPeriods: { kind: 'TEXTS', description: 'ISO 8601 durations, such as P1M.' },
  vendorIds: { kind: 'TEXTS', description: 'Vendors of the lines (`vnd_...`).' },
  productIds: { kind: 'TEXTS', description: 'Products of the lines (`prd_...`).' },
  offerIds: { kind: 'TEXTS', description: 'Offers of the lines (`off_...`).' },
  categoryIds: { kind: 'TEXTS', description: 'Categories of the products and those above them (`cat_...`).' },
  customerId: { kind: 'TEXT', description: 'The customer organization (`org_...`).' },
  customerCountry: { kind: 'TEXT', description: 'ISO 3166-1 code of its address.' },
  customerIsNew: { kind: 'BOOLEAN', description: 'True while none of its orders was ever approved.' },
  accountId: { kind: 'TEXT', description: 'The account that pays (`acc_...`).' },
  requesterId: { kind: 'TEXT', description: 'Who asks (`usr_...`); for an API key, who made it.' },
  requesterRoles: { kind: 'TEXTS', description: 'Roles of whoever asks; of an API key, INTEGRATION.' },
  costCenter: { kind: 'TEXT', description: "The customer's cost center, as the order says it." },
  hasPurchaseOrderNumber: { kind: 'BOOLEAN', description: 'Whether the order carries a PO number.' },
  requestedStartDate: { kind: 'DATE', description: 'yyyy-mm-dd; none when delivery may start at once.' },
} as const satisfies Record<string, FactDefinition>

export type FactKey = keyof typeof factCatalog

/** Amounts and numbers are decimal strings; null: nobody can tell. Texts and dates are null when there is none. */
type ValueOf = {
  MONEY: string | null
  NUMBER: string | null
  TEXT: string | null
  TEXTS: readonly string[]
  BOOLEAN: boolean
  DATE: string | null
}

/** All facts of one order; amounts are in its currency. */
export type ApprovalFacts = { [Key in FactKey]: ValueOf[(typeof factCatalog)[Key]['kind']] }

/** The entry of a fact; null for a key that the catalogue does not know. */
export function factDefinition(key: string): FactDefinition | null {
  return key in factCatalog ? factCatalog[key as FactKey] : null
}
