import {
  DETAIL_NAMES,
  type DetailName,
  type DocumentParty,
} from '../../../integrations/erp/order-document.ts'
import { readXml } from '../../../integrations/erp/read-xml.ts'
import { findAll, textAt, type XmlElement } from '../../../integrations/erp/xml-element.ts'
import { decimal } from '../../../src/platform/money.ts'

const kinds: Readonly<Record<string, string>> = {
  Order: 'ORDER',
  OrderChange: 'CHANGE',
  OrderCancellation: 'CANCELLATION',
}

function contact(from: XmlElement | undefined) {
  if (!from) return null
  const [name, phone, email] = ['cbc:Name', 'cbc:Telephone', 'cbc:ElectronicMail'].map((at) =>
    textAt(from, at),
  )
  return { name, phone, email }
}

function party(root: XmlElement, role: string): Omit<DocumentParty, 'contact'> & { contact: unknown } {
  const [from] = findAll(root, `${role}/cac:Party`)
  if (!from) throw new Error(`There is no ${role}.`)
  const at = (path: string) => textAt(from, path)
  const [endpoint] = findAll(from, 'cbc:EndpointID')
  const address = (path: string) => at(`cac:PostalAddress/${path}`)
  return {
    id: at('cac:PartyIdentification/cbc:ID') ?? '',
    name: at('cac:PartyLegalEntity/cbc:RegistrationName') ?? '',
    endpoint: endpoint ? { scheme: endpoint.attributes['schemeID'] ?? '', id: endpoint.text } : null,
    taxId: at('cac:PartyTaxScheme/cbc:CompanyID') ?? at('cac:PartyLegalEntity/cbc:CompanyID'),
    address: {
      line1: address('cbc:StreetName'),
      line2: address('cbc:AdditionalStreetName'),
      postalCode: address('cbc:PostalZone'),
      city: address('cbc:CityName'),
      region: address('cbc:CountrySubentity'),
      country: address('cac:Country/cbc:IdentificationCode') ?? '',
    },
    contact: contact(findAll(from, 'cac:Contact')[0]),
  }
}

function adjustment(one: XmlElement) {
  return {
    isCharge: textAt(one, 'cbc:ChargeIndicator') === 'true',
    code: textAt(one, 'cbc:AllowanceChargeReasonCode'),
    reason: textAt(one, 'cbc:AllowanceChargeReason'),
    amount: textAt(one, 'cbc:Amount'),
  }
}

function line(from: XmlElement) {
  const at = (path: string) => textAt(from, path)
  const properties = new Map(
    findAll(from, 'cac:Item/cac:AdditionalItemProperty').map((one) => [
      textAt(one, 'cbc:Name') ?? '',
      textAt(one, 'cbc:Value') ?? '',
    ]),
  )
  const price = {
    amount: at('cac:Price/cbc:PriceAmount') ?? '',
    per: at('cac:Price/cbc:BaseQuantity') ?? '1',
  }
  const details = DETAIL_NAMES.flatMap((name): Array<[DetailName, string]> => {
    const text = properties.get(name)
    return text === undefined ? [] : [[name, text]]
  })
  const provisioning = [...properties]
    .filter(([name]) => name.startsWith('provisioning.'))
    .map(([name, text]) => [name.slice('provisioning.'.length), text] as const)
  const category = 'cac:Item/cac:ClassifiedTaxCategory'
  const code = at(`${category}/cbc:ID`)
  return {
    number: Number(at('cbc:ID')),
    action: properties.get('action'),
    productName: at('cac:Item/cbc:Name'),
    offerName: at('cac:Item/cbc:Description'),
    sku: at('cac:Item/cac:SellersItemIdentification/cbc:ID'),
    vendorPartNumber: at('cac:Item/cac:ManufacturersItemIdentification/cbc:ID'),
    quantity: at('cbc:Quantity'),
    unitCode: findAll(from, 'cbc:Quantity')[0]?.attributes['unitCode'],
    unitPrice: properties.get('unitPrice') ?? price.amount,
    price,
    adjustments: findAll(from, 'cac:AllowanceCharge').map(adjustment),
    net: at('cbc:LineExtensionAmount'),
    taxCategory: code ? { code, percent: at(`${category}/cbc:Percent`) } : null,
    details: Object.fromEntries(details),
    provisioning: Object.fromEntries(provisioning),
  }
}

function totals(root: XmlElement) {
  const total = 'cac:AnticipatedMonetaryTotal'
  return {
    net: textAt(root, `${total}/cbc:LineExtensionAmount`),
    tax: textAt(root, 'cac:TaxTotal/cbc:TaxAmount'),
    gross: textAt(root, `${total}/cbc:TaxInclusiveAmount`),
  }
}

function reference(root: XmlElement, type: string): string | null {
  const found = findAll(root, 'cac:AdditionalDocumentReference').find(
    (one) => textAt(one, 'cbc:DocumentType') === type,
  )
  return found ? textAt(found, 'cbc:ID') : null
}

function head(root: XmlElement) {
  return {
    kind: kinds[root.name],
    id: textAt(root, 'cbc:ID'),
    orderId: reference(root, 'orderId'),
    issuedAt: `${textAt(root, 'cbc:IssueDate')}T${textAt(root, 'cbc:IssueTime')}`,
    externalReference: reference(root, 'externalReference'),
    notes: textAt(root, 'cbc:Note'),
    changes: findAll(root, 'cac:OrderReference').map((one) => textAt(one, 'cbc:ID')),
    buyer: party(root, 'cac:BuyerCustomerParty'),
    seller: party(root, 'cac:SellerSupplierParty'),
  }
}

/** What our own UBL says, as the fields of the order document that are mapped. */
export function readUblOrder(xml: string) {
  const root = readXml(xml)
  const common = head(root)
  if (common.kind === 'CANCELLATION') return { ...common, reason: textAt(root, 'cbc:CancellationNote') }
  const days = textAt(root, 'cac:PaymentTerms/cbc:Note')?.replace(' days', '')
  const revision = textAt(root, 'cbc:SequenceNumberID') ?? '1'
  return {
    ...common,
    orderNumber: textAt(root, 'cbc:SalesOrderID'),
    revision: decimal(revision).toNumber(),
    currency: textAt(root, 'cbc:DocumentCurrencyCode'),
    purchaseOrderNumber: textAt(root, 'cbc:CustomerReference'),
    costCenter: textAt(root, 'cbc:AccountingCost'),
    validUntil: textAt(root, 'cac:ValidityPeriod/cbc:EndDate'),
    requestedStartDate: textAt(root, 'cac:Delivery/cac:RequestedDeliveryPeriod/cbc:StartDate'),
    paymentTermsDays: days === undefined ? null : Number(days),
    invoicee: party(root, 'cac:AccountingCustomerParty'),
    technicalContact: contact(findAll(root, 'cac:Delivery/cac:DeliveryParty/cac:Contact')[0]),
    lines: findAll(root, 'cac:OrderLine/cac:LineItem').map(line),
    totals: totals(root),
  }
}
