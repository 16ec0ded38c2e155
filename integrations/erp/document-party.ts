import type { DocumentedCompany, OrderDocumentSource } from '../../src/orders/order-document-port.ts'
import type { DocumentAddress, DocumentContact, DocumentParty } from './order-document.ts'
import { plainText } from './plain-text.ts'

type Snapshot = OrderDocumentSource['order']

function addressOf(address: DocumentedCompany['address'], country: string): DocumentAddress {
  return {
    line1: plainText(address?.line1),
    line2: plainText(address?.line2),
    postalCode: plainText(address?.postalCode),
    city: plainText(address?.city),
    region: plainText(address?.region),
    country: address?.country ?? country,
  }
}

function endpointOf({ externalReferences }: DocumentedCompany): DocumentParty['endpoint'] {
  const [, scheme, id] = /^(\w{4}):(\S+)$/.exec(externalReferences['peppol'] ?? '') ?? []
  return scheme && id ? { scheme, id } : null
}

/** The contact in that role; several: the first. */
export function contactOf({ contacts }: Snapshot, role: string): DocumentContact | null {
  const found = contacts.find((one) => one.role === role)
  const name = plainText(found && `${found.firstName} ${found.lastName}`)
  return found && name ? { name, phone: plainText(found.phone), email: plainText(found.email) } : null
}

/** Who sells. */
export function sellerOf({ order, seller }: OrderDocumentSource): DocumentParty {
  const { id, name } = order.seller
  return {
    id: plainText(seller.externalReference) ?? id,
    name: plainText(name) ?? id,
    endpoint: endpointOf(seller),
    taxId: plainText(seller.taxId),
    address: addressOf(seller.address, seller.country),
    contact: null,
  }
}

/** Who buys: the customer organization, where it is. */
export function buyerOf({ order, customer }: OrderDocumentSource): DocumentParty {
  const { id, name } = order.organization
  const { billTo } = order
  return {
    id: plainText(customer.externalReference) ?? id,
    name: plainText(name) ?? id,
    endpoint: endpointOf(customer),
    taxId: plainText(billTo?.taxId ?? customer.taxId),
    address: addressOf(customer.address ?? billTo?.address ?? null, customer.country),
    contact: contactOf(order, 'ADMIN'),
  }
}

/** Whom to ask about invoices, or only where they go. */
function billingContact(order: Snapshot, accountName: string): DocumentContact | null {
  const billing = contactOf(order, 'BILLING') ?? { name: accountName, phone: null, email: null }
  const contact = { ...billing, email: plainText(order.invoiceEmail) ?? billing.email }
  return billing.name === accountName && contact.email === null ? null : contact
}

/** Whom invoices address: the account, at the address of this order. */
export function invoiceeOf({ order, customer }: OrderDocumentSource): DocumentParty {
  const { account, billTo } = order
  const name = plainText(billTo?.accountName ?? account.name) ?? account.id
  return {
    id: account.id,
    name,
    endpoint: null,
    taxId: plainText(billTo?.taxId ?? customer.taxId),
    address: addressOf(billTo?.address ?? customer.address, customer.country),
    contact: billingContact(order, name),
  }
}
