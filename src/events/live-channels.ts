/** The channel on which a process tells the relay that events were committed. */
export const outboxChannel = 'outbox'

/** Tells about one order: its events and those of its approval. */
export const orderChannel = (orderId: string) => `order.${orderId}`

/** Tells a seller's approvers that a request was opened or decided. */
export const approvalInboxChannel = (sellerId: string) => `approvals.${sellerId}`

/** Tells that an activity began or ended. */
export const activityChannel = (activityId: string) => `activity.${activityId}`

interface Published {
  type: string
  seller_id: string
  subject_type: string
  subject_id: string
  data: Record<string, unknown>
}

function orderOf(event: Published): string | null {
  if (event.subject_type === 'order') return event.subject_id
  const order = event.data['order'] as { id?: unknown } | undefined
  return typeof order?.id === 'string' ? order.id : null
}

/** Where a published event is heard live. The message is only a hint: who hears it reads the rest as itself. */
export function liveChannelsOf(event: Published): string[] {
  if (event.subject_type === 'activity') return [activityChannel(event.subject_id)]
  const orderId = orderOf(event)
  const channels = orderId ? [orderChannel(orderId)] : []
  return event.type.startsWith('approval.') ? [...channels, approvalInboxChannel(event.seller_id)] : channels
}
