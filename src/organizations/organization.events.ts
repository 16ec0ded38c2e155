import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const address = z
  .object({
    line1: z.string(),
    line2: z.string().nullish(),
    postalCode: z.string().nullish(),
    city: z.string(),
    region: z.string().nullish(),
    country: z.string(),
  })
  .nullable()

const account = z.object({
  id: z.string(),
  name: z.string(),
  currency: z.string(),
  status: z.enum(['ACTIVE', 'CREDIT_HOLD', 'ADMIN_HOLD']),
  invoiceEmail: z.string().nullable(),
  paymentTermsDays: z.number().int(),
  address,
})

const contact = z.object({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  roles: z.array(z.enum(['ADMIN', 'BILLING', 'TECHNICAL', 'SIGNATORY'])),
})

/** What tellers need to know of an organization, so that they never read the tables. */
export const organizationSnapshotSchema = z.object({
  organization: z.object({
    id: z.string(),
    sellerId: z.string(),
    parentId: z.string().nullable(),
    kind: z.enum(['PLATFORM', 'RESELLER', 'CUSTOMER']),
    version: z.number().int(),
    name: z.string(),
    country: z.string(),
    currency: z.string(),
    timeZone: z.string(),
    taxId: z.string().nullable(),
    primaryDomain: z.string().nullable(),
    address,
    externalReference: z.string().nullable(),
    externalReferences: z.record(z.string(), z.string()),
    customAttributes: z.record(z.string(), z.string()),
    status: z.enum(['ACTIVE', 'ADMIN_HOLD']),
    approvalSubmission: z.enum(['AUTOMATIC', 'MANUAL']),
    approvalDefault: z.enum(['REQUIRE_ADMINISTRATOR', 'APPROVE']).describe('Since 0.3'),
    approvalOnTimeout: z.boolean().describe('Since 0.3'),
    accounts: z.array(account),
    contacts: z.array(contact),
  }),
})
export type OrganizationSnapshot = z.infer<typeof organizationSnapshotSchema>

const example: OrganizationSnapshot = {
  organization: {
    id: 'org_06e9z3k8f1r6v0a2b4c6d8e0f2',
    sellerId: 'org_06e9z3k8f1r6v0a2b4c6d8e0aa',
    parentId: 'org_06e9z3k8f1r6v0a2b4c6d8e0aa',
    kind: 'CUSTOMER',
    version: 1,
    name: 'Ahornfeld Maschinenbau GmbH',
    country: 'DE',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    taxId: 'DE999010102',
    primaryDomain: 'ahornfeld.example',
    address: { line1: 'Drehbankstraße 44', postalCode: '70565', city: 'Stuttgart', country: 'DE' },
    externalReference: 'CRM-1001',
    externalReferences: { erp: '10042' },
    customAttributes: { segment: 'industry' },
    status: 'ACTIVE',
    approvalSubmission: 'AUTOMATIC',
    approvalDefault: 'REQUIRE_ADMINISTRATOR',
    approvalOnTimeout: false,
    accounts: [
      {
        id: 'acc_06e9z3k8f1r6v0a2b4c6d8e0f3',
        name: 'Hauptkonto',
        currency: 'EUR',
        status: 'ACTIVE',
        invoiceEmail: 'invoices@ahornfeld.example',
        paymentTermsDays: 30,
        address: null,
      },
    ],
    contacts: [
      {
        id: 'con_06e9z3k8f1r6v0a2b4c6d8e0f4',
        firstName: 'Henrike',
        lastName: 'Stahlmann',
        email: 'h.stahlmann@ahornfeld.example',
        phone: '+498999998104',
        roles: ['ADMIN', 'SIGNATORY'],
      },
    ],
  },
}

const shared = {
  subjectType: 'organization',
  since: '0.1',
  schema: organizationSnapshotSchema,
  example,
  offeredToWebhooks: true,
}

export const organizationCreated = defineEvent({
  ...shared,
  type: 'organization.created',
  description: 'A reseller or a customer was added, with its accounts and contacts.',
})

export const organizationUpdated = defineEvent({
  ...shared,
  type: 'organization.updated',
  description:
    'An organization changed: its data, its accounts or its contacts. Holds and their release are told this way too.',
})
