import { useRef } from 'react'
import { useMutation } from 'urql'
import {
  OrderCancelDocument,
  OrderCancelRemainingLinesDocument,
  OrderRetryDocument,
  OrderWithdrawDocument,
  type OrderDetailQuery,
} from '../generated/operations.ts'
import { newKey } from '../new-key.ts'

/** What is done to an order with a reason beside it, in the order of its buttons. */
export const reasonedActions = ['RETRY', 'WITHDRAW', 'CANCEL_REMAINING_LINES', 'CANCEL'] as const
export type ReasonedAction = (typeof reasonedActions)[number]

/** Carries such an action out; a repeat after a lost answer does nothing twice. */
export function useReasonedAction(order: NonNullable<OrderDetailQuery['order']>) {
  const key = useRef(newKey())
  const [withdrawal, withdraw] = useMutation(OrderWithdrawDocument)
  const [cancellation, cancel] = useMutation(OrderCancelDocument)
  const [retrial, retry] = useMutation(OrderRetryDocument)
  const [rest, cancelRest] = useMutation(OrderCancelRemainingLinesDocument)
  const all = [withdrawal, cancellation, retrial, rest]
  const run = (action: ReasonedAction, reason: string | null) => {
    const input = { orderId: order.id, expectedVersion: order.version, reason }
    const keyed = { ...input, idempotencyKey: `${key.current}-${action}-${order.version}` }
    const answers = {
      RETRY: async () => (await retry({ input: keyed })).data?.orderRetry,
      WITHDRAW: async () => (await withdraw({ input })).data?.orderWithdraw,
      CANCEL_REMAINING_LINES: async () =>
        (await cancelRest({ input: { ...keyed, reason: reason ?? '' } })).data?.orderCancelRemainingLines,
      CANCEL: async () => (await cancel({ input })).data?.orderCancel,
    }
    return answers[action]()
  }
  return { run, error: all.find(({ error }) => error)?.error, isBusy: all.some(({ fetching }) => fetching) }
}
