import type { OrganizationFieldsFragment } from './generated/operations.ts'

/** A customer as actions and searches answer with it. */
export const customerSample: OrganizationFieldsFragment = {
  id: 'org_06f3k8z0000000000000000003',
  name: 'Alder & Birch Studio',
  country: 'DE',
  currency: 'EUR',
  externalReference: 'crm-4711',
  primaryDomain: 'alder-birch.example',
  canOrder: true,
  accounts: [{ id: 'acc_06f3k8z0000000000000000006', name: 'Main', currency: 'EUR' }],
}
