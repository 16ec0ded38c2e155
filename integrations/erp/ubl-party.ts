import type { DocumentAddress, DocumentContact, DocumentParty } from './order-document.ts'
import { group, value, type MaybeElement } from './xml-element.ts'

/** A person, as UBL's Contact. */
export function ublContact(contact: DocumentContact | null): MaybeElement {
  return group(
    'Contact',
    value('Name', contact?.name),
    value('Telephone', contact?.phone),
    value('ElectronicMail', contact?.email),
  )
}

function postalAddress({ line1, line2, city, postalCode, region, country }: DocumentAddress): MaybeElement {
  return group(
    'PostalAddress',
    value('StreetName', line1),
    value('AdditionalStreetName', line2),
    value('CityName', city),
    value('PostalZone', postalCode),
    value('CountrySubentity', region),
    group('Country', value('IdentificationCode', country)),
  )
}

/** VAT ids begin with their country; whatever else a country gives its companies is a tax id of another scheme. */
function taxScheme(taxId: string | null): MaybeElement {
  const scheme = /^[A-Z]{2}/.test(taxId ?? '') ? 'VAT' : 'TAX'
  return taxId
    ? group('PartyTaxScheme', value('CompanyID', taxId), group('TaxScheme', value('ID', scheme)))
    : null
}

/**
 * A company, as UBL's Party. Peppol knows no tax scheme of sellers: theirs is the id of the legal entity.
 */
export function ublParty(party: DocumentParty, role: 'BUYER' | 'SELLER'): MaybeElement {
  const { id, name, endpoint, taxId, address, contact } = party
  return group(
    'Party',
    value('EndpointID', endpoint?.id, endpoint ? { schemeID: endpoint.scheme } : {}),
    group('PartyIdentification', value('ID', id)),
    group('PartyName', value('Name', name)),
    postalAddress(address),
    role === 'BUYER' ? taxScheme(taxId) : null,
    group(
      'PartyLegalEntity',
      value('RegistrationName', name),
      role === 'SELLER' ? value('CompanyID', taxId) : null,
    ),
    ublContact(contact),
  )
}
