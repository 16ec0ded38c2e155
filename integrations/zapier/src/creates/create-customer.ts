import type { Bundle, Create, ZObject } from 'zapier-platform-core'
import { accepted } from '../accepted.ts'
import { ask } from '../ask.ts'
import { customerSample } from '../customer-sample.ts'
import { OrganizationCreateDocument } from '../generated/operations.ts'
import { inputText } from '../input-text.ts'
import { outputFieldsOf } from '../output-fields.ts'

/** Makes a customer of the reseller that the API key belongs to. */
export const createCustomer = {
  key: 'create_customer',
  noun: 'Customer',
  display: { label: 'Create Customer', description: 'Adds a customer organization with one account.' },
  operation: {
    inputFields: [
      { key: 'name', label: 'Company Name', type: 'string', required: true },
      {
        key: 'country',
        label: 'Country',
        type: 'string',
        required: true,
        helpText: 'Two letters by ISO 3166-1, such as DE.',
      },
      {
        key: 'currency',
        label: 'Currency',
        type: 'string',
        required: true,
        helpText: 'Three letters by ISO 4217, such as EUR.',
      },
      {
        key: 'externalReference',
        label: 'Your Reference',
        type: 'string',
        required: true,
        helpText: 'What your CRM calls this customer. A repeat with it adds nobody.',
      },
      { key: 'primaryDomain', label: 'Domain', type: 'string', required: false },
      { key: 'taxNumber', label: 'Tax Number', type: 'string', required: false },
    ],
    async perform(z: ZObject, bundle: Bundle) {
      const text = (key: string): string | undefined => inputText(bundle.inputData, key)
      const { organizationCreate } = await ask({ z, bundle }, OrganizationCreateDocument, {
        input: {
          name: text('name') ?? '',
          country: text('country') ?? '',
          currency: text('currency') ?? '',
          externalReference: text('externalReference'),
          primaryDomain: text('primaryDomain'),
          taxId: text('taxNumber'),
          idempotencyKey: `zapier-customer-${text('externalReference')}`,
        },
      })
      return { ...accepted(z, organizationCreate).organization }
    },
    sample: { ...customerSample },
    outputFields: outputFieldsOf(customerSample),
  },
} satisfies Create
