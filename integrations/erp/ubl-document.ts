import type { DocumentKind, OrderDocument } from './order-document.ts'
import { ublLine } from './ubl-line.ts'
import { ublContact, ublParty } from './ubl-party.ts'
import { group, value, type MaybeElement, type XmlElement } from './xml-element.ts'

interface PeppolIds {
  customization: string
  profile: string
}

const peppol = (transaction: string, profile: string): PeppolIds => ({
  customization: `urn:fdc:peppol.eu:poacc:trns:${transaction}:3`,
  profile: `urn:fdc:peppol.eu:poacc:bis:${profile}:3`,
})

/** The transactions of Peppol BIS Ordering 3 and Advanced Ordering 3. */
const PEPPOL: Readonly<Record<DocumentKind, PeppolIds>> = {
  ORDER: peppol('order', 'ordering'),
  CHANGE: peppol('order_change', 'advanced_ordering'),
  CANCELLATION: peppol('order_cancellation', 'advanced_ordering'),
}

const ROOT: Readonly<Record<DocumentKind, string>> = {
  ORDER: 'Order',
  CHANGE: 'OrderChange',
  CANCELLATION: 'OrderCancellation',
}

function reference(type: string, id: string | null): MaybeElement {
  return id ? group('AdditionalDocumentReference', value('ID', id), value('DocumentType', type)) : null
}

const references = ({ orderId, externalReference }: OrderDocument): MaybeElement[] => [
  reference('orderId', orderId),
  reference('externalReference', externalReference),
]

const changes = (document: OrderDocument): MaybeElement[] =>
  document.changes.map((number) => group('OrderReference', value('ID', number)))

const parties = ({ buyer, seller }: OrderDocument): MaybeElement[] => [
  group('BuyerCustomerParty', ublParty(buyer, 'BUYER')),
  group('SellerSupplierParty', ublParty(seller, 'SELLER')),
]

function issue({ issuedAt }: OrderDocument): MaybeElement[] {
  return [value('IssueDate', issuedAt.slice(0, 10)), value('IssueTime', `${issuedAt.slice(11, 19)}Z`)]
}

function totals({ totals: { net, tax, gross }, currency: currencyID }: OrderDocument): MaybeElement[] {
  return [
    group('TaxTotal', value('TaxAmount', tax, { currencyID })),
    group(
      'AnticipatedMonetaryTotal',
      value('LineExtensionAmount', net, { currencyID }),
      value('TaxExclusiveAmount', net, { currencyID }),
      value('TaxInclusiveAmount', gross, { currencyID }),
      value('PayableAmount', gross ?? net, { currencyID }),
    ),
  ]
}

function delivery({ requestedStartDate, technicalContact, buyer }: OrderDocument): MaybeElement {
  return group(
    'Delivery',
    group('RequestedDeliveryPeriod', value('StartDate', requestedStartDate)),
    technicalContact &&
      group('DeliveryParty', group('PartyName', value('Name', buyer.name)), ublContact(technicalContact)),
  )
}

function paymentTerms({ paymentTermsDays: days }: OrderDocument): MaybeElement {
  return days === null ? null : group('PaymentTerms', value('Note', `${days} days`))
}

function cancellation(document: OrderDocument): MaybeElement[] {
  return [
    value('ID', document.id),
    ...issue(document),
    value('Note', document.notes),
    value('CancellationNote', document.reason),
    ...changes(document),
    ...references(document),
    ...parties(document),
  ]
}

function order(document: OrderDocument): MaybeElement[] {
  const { kind, revision, orderNumber, notes, purchaseOrderNumber, costCenter, validUntil, invoicee } =
    document
  return [
    value('ID', document.id),
    value('SalesOrderID', orderNumber),
    ...issue(document),
    kind === 'CHANGE' ? value('SequenceNumberID', String(revision)) : null,
    value('Note', notes),
    value('DocumentCurrencyCode', document.currency),
    value('CustomerReference', purchaseOrderNumber),
    value('AccountingCost', costCenter),
    group('ValidityPeriod', value('EndDate', validUntil)),
    // UBL changes one order; the lines name the others that they touch.
    kind === 'CHANGE' ? (changes(document)[0] ?? null) : null,
    ...references(document),
    ...parties(document),
    group('AccountingCustomerParty', ublParty(invoicee, 'BUYER')),
    delivery(document),
    paymentTerms(document),
    ...totals(document),
    ...document.lines.map((line) => ublLine(line, document)),
  ]
}

/** The order as UBL 2.1: an Order, OrderChange or OrderCancellation. With the ids of Peppol, if it is to bear them. */
export function ublDocument(document: OrderDocument, isPeppol: boolean): XmlElement {
  const { kind } = document
  const { customization, profile } = PEPPOL[kind]
  const ids = isPeppol ? [value('CustomizationID', customization), value('ProfileID', profile)] : []
  const content = kind === 'CANCELLATION' ? cancellation(document) : order(document)
  const children = [...ids, ...content].filter((part) => part !== null)
  return { name: ROOT[kind], attributes: {}, text: '', children }
}
