import { Alert, Anchor, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { MessageDetailDocument } from '../generated/operations.ts'
import { Fault } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import { outcomeOf } from './outcome-of.ts'
import { usePolling } from './use-polling.ts'

interface PingOutcomeProps {
  messageId: string
  /** Called once when an answer, or none, has come. */
  ended: () => void
}

/** What becomes of a ping, from one second to the next. */
export function PingOutcome({ messageId, ended }: PingOutcomeProps) {
  const [{ data, error }, again] = useQuery({ query: MessageDetailDocument, variables: { id: messageId } })
  const message = data?.webhookMessage
  const attempt = message?.attempts.at(-1)
  const isOver = attempt !== undefined || message?.status === 'SKIPPED'
  usePolling(again, !isOver, 700)
  useEffect(() => {
    if (isOver) ended()
    // Told once, when it is over; the page's own function is new at every drawing.
  }, [isOver])
  if (error) return <Fault error={error} again={again} />
  return (
    <Alert
      color={!attempt ? 'gray' : message?.status === 'SUCCEEDED' ? 'green' : 'red'}
      variant="outline"
      role="status"
      title={t('webhooks.pinged')}
    >
      <Text size="sm">{attempt ? outcomeOf(attempt) : t('webhooks.pinging')}</Text>
      {attempt && (
        <Anchor component={Link} size="sm" href={`/integrations/messages/${messageId}`}>
          {t('webhooks.toMessage')}
        </Anchor>
      )}
    </Alert>
  )
}
