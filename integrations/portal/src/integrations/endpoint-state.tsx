import { Badge, Text } from '@mantine/core'
import type { EndpointRowFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { t } from '../strings.ts'
import { StateBadge } from './state-badge.tsx'

/** Whether an endpoint is sent anything, and what holds events back. */
export function EndpointState({ endpoint }: { endpoint: EndpointRowFragment }) {
  const { status, disabledReason, breakerState, pausedUntil, failingSince } = endpoint
  const isPaused = pausedUntil !== null && new Date(pausedUntil) > new Date()
  return (
    <>
      <StateBadge state={status} />
      {disabledReason && (
        <Text size="xs" c="dimmed">
          {t(`webhooks.disabled.${disabledReason}`)}
        </Text>
      )}
      {breakerState !== 'CLOSED' && (
        <Badge color="red" variant="dot" tt="none">
          {t(`webhooks.breaker.${breakerState}`)}
        </Badge>
      )}
      {isPaused && (
        <Text size="xs" c="dimmed">
          {t('webhooks.pausedUntil', { moment: formatMoment(pausedUntil) })}
        </Text>
      )}
      {failingSince && (
        <Text size="xs" c="dimmed">
          {t('webhooks.failingSince', { moment: formatMoment(failingSince) })}
        </Text>
      )}
    </>
  )
}
