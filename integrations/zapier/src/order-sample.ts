import type { OrderFieldsFragment } from './generated/operations.ts'

/** An order as actions and searches answer with it. */
export const orderSample: OrderFieldsFragment = {
  id: 'ord_06f3k8z0000000000000000002',
  orderNumber: 'MC-2026-000123',
  status: 'SUBMITTED',
  type: 'NEW',
  version: 6,
  revision: 1,
  currency: 'EUR',
  externalReference: 'crm-4711',
  purchaseOrderNumber: 'PO-4711',
  createdAt: '2026-11-23T09:29:00.000Z',
  submittedAt: '2026-11-23T09:30:00.000Z',
  placedAt: '2026-11-23T09:30:01.000Z',
  organization: { id: 'org_06f3k8z0000000000000000003', name: 'Alder & Birch Studio' },
  lines: [
    {
      lineNumber: 1,
      quantity: '25',
      status: 'PENDING',
      vendorReference: null,
      unitPrice: { amount: '18.70', currency: 'EUR' },
      lineTotal: { amount: '467.50', currency: 'EUR' },
      item: {
        productName: 'Microsoft 365 Business Premium',
        offerName: '1 year, billed monthly',
        skuCode: 'CFQ7TTC0LCHC',
      },
    },
  ],
}
