import { Badge } from '@mantine/core'
import type { ApprovalPolicyStatus } from '../generated/operations.ts'
import { t } from '../strings.ts'

const colors = { ACTIVE: 'green', INACTIVE: 'gray', ARCHIVED: 'gray' } as const

/** Whether a policy counts: in words, with a color beside them. */
export function PolicyState({ status }: { status: ApprovalPolicyStatus }) {
  return (
    <Badge color={colors[status]} variant="dot" tt="none">
      {t(`policyStatus.${status}`)}
    </Badge>
  )
}
