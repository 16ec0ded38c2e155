import { useMutation } from 'urql'
import { OrderSelectItemsDocument, type OrderItemInput } from '../generated/operations.ts'
import type { Saving } from './use-saving.ts'

/** Saves a selection; true when it was carried out. */
export function useSelectItems(orderId: string, saving: Saving) {
  const [, select] = useMutation(OrderSelectItemsDocument)
  return async (items: OrderItemInput[]) => {
    const end = await saving.run(async () => {
      const { data, error } = await select({ input: { orderId, items } })
      return { error, refusals: data?.orderSelectItems.userErrors ?? [] }
    })
    return end === 'SAVED'
  }
}
