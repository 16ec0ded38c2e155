import type { ToldApproval } from '../../src/notifications/told-approval.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
/** A person of this id. */
export const person = (id: string) => ({ id, name: id.toUpperCase() })

/** A step of these approvers. */
export const step = (position: number, status: string, ...approvers: string[]) => ({
  position,
  status,
  approvers: approvers.map(person),
  reason: `Reason ${position}.`,
})

type More = { approval?: object; order?: object } & Partial<Omit<ToldApproval, 'approval' | 'order'>>

/** An approval of two steps, both approvers of the first asked now. */
export function told({ approval, order, ...more }: More = {}) {
  const steps = [step(1, 'ACTIVE', 'ann', 'bob'), step(2, 'WAITING', 'cid')]
  return {
    order: {
      id: 'ord_1',
      orderNumber: 'MC-2026-000042',
      revision: 1,
      seller: { name: 'Meridian Cloud' },
      organization: { name: 'Alder & Birch' },
      account: { name: 'Head office' },
      requestedBy: { name: 'Sana Quill' },
      purchaseOrderNumber: 'PO-7781',
      lines: [
        {
          productName: 'Business Standard',
          offerName: 'Business Standard, one year',
          quantity: '25',
          unitOfMeasure: 'seat',
          lineTotal: eur('292.50'),
        },
      ],
      totals: {
        firstInvoiceTotal: eur('292.50'),
        monthlyRecurring: eur('292.50'),
        totalContractValue: eur('3510.00'),
      },
      ...order,
    },
    approval: {
      id: 'apr_1',
      status: 'PENDING',
      requesterId: 'sal',
      reason: 'Reason 1. Reason 2.',
      steps,
      ...approval,
    },
    ...more,
  } as ToldApproval
}

type Decision = NonNullable<ToldApproval['decision']>

/** What this approver decided in the first step. */
export const decision = (kind: Decision['kind'], by = 'ann', comment: string | null = null) => ({
  kind,
  stepPosition: 1,
  decidedBy: person(by),
  comment,
})
