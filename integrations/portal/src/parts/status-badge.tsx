import { Badge } from '@mantine/core'
import type {
  ApprovalRequestStatus,
  CloudSubscriptionStatus,
  OrderLineStatus,
  OrderStatus,
  UserStatus,
} from '../generated/operations.ts'
import { t } from '../strings.ts'

type Status = OrderStatus | OrderLineStatus | ApprovalRequestStatus | CloudSubscriptionStatus | UserStatus

const colors: Partial<Record<Status, string>> = {
  DRAFT: 'gray',
  SUBMITTED: 'blue',
  PENDING_APPROVAL: 'orange',
  PENDING: 'orange',
  CHANGES_REQUESTED: 'orange',
  AWAITING_INFORMATION: 'orange',
  APPROVED: 'green',
  IN_FULFILLMENT: 'blue',
  IN_PROGRESS: 'blue',
  FULFILLED: 'green',
  ACTIVE: 'green',
  INVITED: 'orange',
  SUSPENDED: 'orange',
  REJECTED: 'red',
  FAILED: 'red',
  FULFILLMENT_FAILED: 'red',
}

/** Where an order, a line, an approval, a subscription or a person stands: in words, with a color beside them. */
export function StatusBadge({ status, size = 'md' }: { status: Status; size?: 'md' | 'xl' }) {
  return (
    <Badge color={colors[status] ?? 'gray'} variant="dot" size={size} tt="none" flex="none">
      {t(`status.${status}`)}
    </Badge>
  )
}
