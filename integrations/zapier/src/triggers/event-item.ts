/** What a Zap gets of an event, whether it was pushed or pulled: the same keys. `id` stays the same in a replay. */
export interface EventItem {
  [key: string]: unknown
  id: string
  type: string
  occurredAt: string
  organizationId: string | null
  sellerId: string
  subjectType: string
  subjectId: string
  subjectVersion: number
  data: object
}
