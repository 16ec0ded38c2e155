import { useRef } from 'react'
import { useMutation } from 'urql'
import {
  OrderSubmitDocument,
  OrderSubmitForApprovalDocument,
  type WizardOrderFragment,
} from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import type { Saving } from './use-saving.ts'

/** Submits a draft, or resubmits what was changed; true when that was carried out. A repeat after a lost answer submits nothing twice. */
export function useSubmitOrder(order: WizardOrderFragment, saving: Saving) {
  const key = useRef(newKey())
  const [, submit] = useMutation(OrderSubmitDocument)
  const [, resubmit] = useMutation(OrderSubmitForApprovalDocument)
  return async (acceptedVersionIds: readonly string[]) => {
    const end = await saving.run(async () => {
      const input = {
        orderId: order.id,
        expectedVersion: order.version,
        // Another version is another intent.
        idempotencyKey: `${key.current}-${order.version}`,
        terms: { acceptedVersionIds: [...acceptedVersionIds] },
      }
      if (order.allowedActions.includes('SUBMIT')) {
        const { data, error } = await submit({ input })
        return { error, refusals: data?.orderSubmit.userErrors ?? [] }
      }
      const { data, error } = await resubmit({ input })
      return { error, refusals: data?.orderSubmitForApproval.userErrors ?? [] }
    })
    return end === 'SAVED'
  }
}
