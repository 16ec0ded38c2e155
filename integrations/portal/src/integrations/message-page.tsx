import { Accordion, Anchor, Button, Stack, Text } from '@mantine/core'
import { useRef } from 'react'
import { useMutation, useQuery } from 'urql'
import { Link } from 'wouter'
import {
  MessageDetailDocument,
  MessageReplayDocument,
  type MessageDetailQuery,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { newKey } from '../new-key.ts'
import { Section } from '../orders/order-sections.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { Facts } from '../parts/facts.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { AttemptItem } from './attempt-item.tsx'
import { prettyOf } from './pretty-of.ts'
import { StateBadge } from './state-badge.tsx'
import { useAct } from './use-act.ts'
import { usePolling } from './use-polling.ts'

type Message = NonNullable<MessageDetailQuery['webhookMessage']>

/** One event on its way to one endpoint: what is sent, and every attempt. */
export function MessagePage({ id }: { id: string }) {
  const { may } = useViewer()
  const [{ data, error }, again] = useQuery({
    query: MessageDetailDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const message = data?.webhookMessage
  usePolling(again, message?.status === 'PENDING' || message?.status === 'RETRYING', 1500)
  if (error && !data) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  if (!message) return <Text>{t('messages.unknown')}</Text>
  return (
    <Page title={message.eventType} actions={<StateBadge state={message.status} />}>
      {may('WEBHOOK_WRITE') && message.endpoint && <SendAgain id={message.id} />}
      <About message={message} />
      <Attempts message={message} />
      <CodeBlock label={t('messages.body')} text={prettyOf(message.body)} copied={message.body} />
    </Page>
  )
}

/** Each press that got through is one more delivery. */
function SendAgain({ id: messageId }: { id: string }) {
  const key = useRef(newKey())
  const act = useAct()
  const [, replay] = useMutation(MessageReplayDocument)
  const send = async () => {
    const answer = await act.run(async () => {
      const { data, error } = await replay({ input: { messageId, idempotencyKey: key.current } })
      return { error, payload: data?.webhookMessageReplay }
    })
    if (answer) key.current = newKey()
  }
  return (
    <Stack align="start">
      <ActState act={act} />
      <Button size="sm" variant="default" loading={act.isBusy} onClick={() => void send()}>
        {t('messages.again')}
      </Button>
    </Stack>
  )
}

function About({ message }: { message: Message }) {
  const { id, eventId, endpoint, createdAt, nextAttemptAt, attemptCount } = message
  return (
    <Section title={t('messages.about')}>
      <Facts
        list={[
          [
            t('messages.endpoint'),
            endpoint ? (
              <Anchor component={Link} href={`/integrations/webhooks/${endpoint.id}`} size="sm">
                {endpoint.url}
              </Anchor>
            ) : (
              t('messages.endpointGone')
            ),
          ],
          [t('messages.id'), id],
          [t('messages.eventId'), eventId],
          [t('messages.made'), formatMoment(createdAt)],
          [t('messages.attempts'), attemptCount],
          [t('messages.next'), nextAttemptAt && formatMoment(nextAttemptAt)],
        ]}
      />
    </Section>
  )
}

function Attempts({ message: { attempts } }: { message: Message }) {
  const newestFirst = attempts.toReversed()
  return (
    <Section title={t('attempts.title')}>
      {attempts.length === 0 && <Text c="dimmed">{t('attempts.none')}</Text>}
      {attempts.length > 0 && (
        <Accordion variant="contained" order={3} defaultValue={newestFirst[0]?.id ?? null}>
          {newestFirst.map((attempt) => (
            <AttemptItem key={attempt.id} attempt={attempt} />
          ))}
        </Accordion>
      )}
    </Section>
  )
}
