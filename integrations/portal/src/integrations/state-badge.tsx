import { Badge } from '@mantine/core'
import type {
  ActivityStatus,
  ErpConnectionStatus,
  ErpPushStatus,
  ErpTestStatus,
  WebhookEndpointStatus,
  WebhookMessageStatus,
} from '../generated/operations.ts'
import { t } from '../strings.ts'

type State =
  | WebhookEndpointStatus
  | WebhookMessageStatus
  | ActivityStatus
  | ErpConnectionStatus
  | ErpPushStatus
  | ErpTestStatus

const colors: Partial<Record<State, string>> = {
  ACTIVE: 'green',
  SUCCEEDED: 'green',
  COMPLETED: 'green',
  PUSHED: 'green',
  PASSED: 'green',
  PENDING: 'orange',
  RETRYING: 'orange',
  QUEUED: 'orange',
  RUNNING: 'blue',
  COMPLETED_WITH_ERRORS: 'orange',
  FAILED: 'red',
  REFUSED: 'red',
  GIVEN_UP: 'red',
}

/** Where an endpoint, a message or a push stands: in words, with a color beside them. */
export function StateBadge({ state }: { state: State }) {
  return (
    <Badge color={colors[state] ?? 'gray'} variant="dot" tt="none">
      {t(`state.${state}`)}
    </Badge>
  )
}
