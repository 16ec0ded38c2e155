import fc from 'fast-check'
import type { DocumentedCompany, OrderDocumentSource } from '../../../src/orders/order-document-port.ts'
import { OrderStatus, OrderType } from '../../../src/orders/order-status.ts'
import { exampleOrder } from '../../../src/orders/order-snapshot.schema.ts'
import { decimal, multiply, roundToCurrency, zero } from '../../../src/platform/money.ts'

type Snapshot = OrderDocumentSource['order']
type Line = Snapshot['lines'][number]

/** One of each number of digits, and those that are ordered in most. */
export const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'KRW', 'KWD', 'BHD', 'TND']

/** Whatever people type, and what breaks writers: markup, quotes, controls, half characters, formulas. */
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
  fc.constantFrom(
    'Business Standard',
    ']]>&amp;<b>"\'',
    '=HYPERLINK("https://evil.example")',
    '+4930,"x"\r\ny',
    '\u0000\ud800x\u{1f600}',
    ' ',
    'Größe 山田 نيل',
  ),
)
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { nil: null, freq: 2 })
const id = (prefix: string) =>
  fc.integer({ min: 1, max: 99_999 }).map((n) => `${prefix}_${String(n).padStart(6, '0')}`)
const day = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const instant = day.map((date) => `${date}T10:12:00.240Z`)
const digits = (most: number, fraction: number) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** BigInt(most) }), fc.integer({ min: 0, max: fraction }))
    .map(([units, places]) => {
      const padded = String(units).padStart(places + 1, '0')
      return places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`
    })
const address = fc.record({
  line1: text,
  line2: maybe(text),
  postalCode: maybe(text),
  city: text,
  region: maybe(text),
  country: fc.constantFrom('DE', 'GB', 'GR', 'JP', 'KW', 'US'),
})
const company = (peppol: string): fc.Arbitrary<DocumentedCompany> =>
  fc.record({
    country: fc.constantFrom('DE', 'GB', 'JP'),
    taxId: maybe(fc.constantFrom('DE136695976', 'EL123456789', '12-3456789')),
    address: maybe(address),
    externalReference: maybe(id('D')),
    externalReferences: fc.constant({ peppol }),
  })

const promotion = fc.record({
  id: id('prm'),
  code: fc.constant('SPRING'),
  name: text,
  percentOff: fc.constantFrom('5', '12.5', '33.33', '100'),
  components: fc.subarray(['RECURRING', 'ONE_TIME', 'SETUP'] as const, { minLength: 1 }),
  billingPeriods: maybe(fc.integer({ min: 1, max: 12 })),
})

const change = fc.record({
  before: fc.record({ offerId: id('ofr'), offerName: text, quantity: digits(3, 0) }),
  quantityDelta: fc.constantFrom('5', '-3', '0.5'),
  reason: maybe(text),
  endDate: maybe(day),
  autoRenew: maybe(fc.boolean()),
  renewalTerm: maybe(fc.constant('P1Y')),
  renewalQuantity: maybe(digits(3, 0)),
})

const parts = fc.record({
  quantity: digits(4, 8),
  unitPrice: digits(9, 8),
  setupFee: digits(5, 3),
  tiers: fc.boolean(),
  names: fc.tuple(text, text, text, text),
  promotion: maybe(promotion),
  change,
  action: fc.constantFrom('CHANGE_QUANTITY', 'SWITCH_PLAN', 'CHANGE_RENEWAL', 'CANCEL', 'ADD'),
  paymentModel: fc.constantFrom('RECURRING', 'ONE_TIME', 'TRIAL', 'FREE'),
  unitOfMeasure: fc.constantFrom('seat', 'GB', 'HOUR', 'DEVICE'),
  coTerm: maybe(fc.record({ coTermDate: day, coTermWithSubscriptionId: id('sub') })),
  prorationFactor: fc.constantFrom('1', '0.5', '0.41666667'),
  subscriptionId: id('sub'),
  provisioning: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))),
})

type Drawn = typeof parts extends fc.Arbitrary<infer P> ? P : never

const isNew = ({ type }: Pick<Snapshot, 'type'>): boolean => type === 'NEW' || type === 'RENEWAL'

/** What the promotion makes of a line; a document needs no more of it. */
function discountOf(lineTotal: Line['lineTotal'], promotion: Line['promotion']): Line['discount'] {
  const { currency } = lineTotal
  const percent = decimal('100').minus(decimal(promotion?.percentOff ?? '0'))
  return {
    discountedLineTotal: roundToCurrency(decimal(lineTotal.amount).times(percent).div(100), currency),
    firstInvoiceDiscount: zero(currency),
    contractDiscount: zero(currency),
    recurringAmountAfter: lineTotal,
    endsOn: null,
  }
}

function actionOf(drawn: Drawn, order: Pick<Snapshot, 'type'>): Line['action'] {
  if (order.type === 'CANCELLATION') return 'CANCEL'
  return isNew(order) ? 'ADD' : drawn.action
}

function termsOf(drawn: Drawn, order: Pick<Snapshot, 'type'>): Partial<Line> {
  const { coTerm, subscriptionId, change } = drawn
  return {
    ...coTerm,
    action: actionOf(drawn, order),
    ...(isNew(order) ? {} : { subscriptionId, change }),
  }
}

function lineOf(drawn: Drawn, at: number, order: Pick<Snapshot, 'type' | 'currency'>): Line {
  const { quantity, names, tiers, unitOfMeasure, paymentModel, prorationFactor, provisioning } = drawn
  const { currency } = order
  const money = (amount: string) => ({ amount, currency })
  const product = multiply(money(drawn.unitPrice), quantity)
  const lineTotal = tiers ? roundToCurrency(decimal(product.amount).times('0.7'), currency) : product
  const promotion = isNew(order) ? drawn.promotion : null
  const [productName, offerName, skuCode, vendorPartNumber] = names
  return {
    ...exampleOrder.lines[0],
    id: `oln_${at}`,
    lineNumber: at + 1,
    parentLineNumber: at > 0 ? 1 : null,
    productName,
    offerName,
    skuCode,
    vendorPartNumber,
    quantity,
    unitOfMeasure,
    paymentModel,
    prorationFactor,
    provisioning,
    ...termsOf(drawn, order),
    unitPrice: money(drawn.unitPrice),
    setupFee: money(drawn.setupFee),
    lineTotal,
    promotion,
    discount: promotion && discountOf(lineTotal, promotion),
  } as Line
}

const head = fc.record({
  type: fc.constantFrom(...Object.values(OrderType)),
  status: fc.constantFrom(...Object.values(OrderStatus)),
  statusReason: maybe(text),
  revision: fc.constantFrom(1, 1, 1, 2, 7),
  currency: fc.constantFrom(...currencies),
  organization: fc.record({ id: id('org'), name: text }),
  account: fc.record({ id: id('acc'), name: text }),
  purchaseOrderNumber: maybe(text),
  costCenter: maybe(text),
  externalReference: maybe(text),
  invoiceEmail: maybe(fc.constant('invoices@customer.example')),
  notes: maybe(text),
  requestedStartDate: maybe(day),
  priceValidUntil: maybe(instant),
  submittedAt: maybe(instant),
  billTo: maybe(
    fc.record({
      name: text,
      accountName: text,
      taxId: maybe(fc.constant('DE136695976')),
      address: maybe(address),
      isOwnAddress: fc.boolean(),
      paymentTermsDays: fc.integer({ min: 0, max: 90 }),
    }),
  ),
  contacts: fc.array(
    fc.record({
      role: fc.constantFrom('ADMIN', 'BILLING', 'TECHNICAL', 'SIGNATORY'),
      firstName: text,
      lastName: text,
      email: fc.constant('mira@customer.example'),
      phone: maybe(fc.constant('+442079460958')),
    }),
    { maxLength: 5 },
  ),
})

/** Orders of all types and states, with all that makes documents differ. */
export const randomSource: fc.Arbitrary<OrderDocumentSource> = fc
  .record({
    head,
    lines: fc.array(parts, { minLength: 1, maxLength: 6 }),
    seller: company('0088:7300010000001'),
    customer: company('9930:DE136695976'),
    tax: fc.constantFrom<OrderDocumentSource['tax']>(
      { treatment: 'DOMESTIC', code: 'DE-STANDARD', rate: '19' },
      { treatment: 'DESTINATION', code: 'FI-STANDARD', rate: '25.5' },
      { treatment: 'DOMESTIC', code: 'XX-ZERO', rate: '0' },
      { treatment: 'REVERSE_CHARGE', code: 'EU-REVERSE-CHARGE', rate: '0' },
      { treatment: 'OUTSIDE_SCOPE', code: 'DE-OUTSIDE-SCOPE', rate: '0' },
      { treatment: 'NOT_CALCULATED', code: null, rate: null },
    ),
    number: fc.integer({ min: 1, max: 999_999 }),
    knowsBeginning: fc.boolean(),
  })
  .map(({ head, lines, number, knowsBeginning, ...rest }) => {
    const written = lines.map((line, at) => lineOf(line, at, head))
    const order: Snapshot = {
      ...exampleOrder,
      ...head,
      orderNumber: `SO-2026-${String(number).padStart(6, '0')}`,
      lines: written,
    }
    const begun = written.flatMap(({ subscriptionId }, at) =>
      subscriptionId && knowsBeginning ? [[subscriptionId, `SO-2025-00000${at % 3}`] as const] : [],
    )
    return { ...rest, order, begunBy: Object.fromEntries(begun), writtenAt: '2026-11-27T09:00:00.000Z' }
  })

/** One company that Peppol can reach. */
const reachable: DocumentedCompany = {
  country: 'DE',
  taxId: 'DE136695976',
  address: { line1: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
  externalReference: 'D-1007',
  externalReferences: { peppol: '0088:7300010000001' },
}

/** The order of the examples, ready for Peppol. */
export function exampleSource(changes: Partial<Snapshot> = {}): OrderDocumentSource {
  return {
    order: { ...exampleOrder, ...changes },
    seller: reachable,
    customer: reachable,
    tax: { treatment: 'DOMESTIC', code: 'DE-STANDARD', rate: '19' },
    begunBy: {},
    writtenAt: '2026-11-27T09:00:00.000Z',
  }
}
