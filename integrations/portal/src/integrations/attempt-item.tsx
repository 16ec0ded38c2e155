import { Accordion, Stack, Text } from '@mantine/core'
import type { AttemptFieldsFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Facts } from '../parts/facts.tsx'
import { t } from '../strings.ts'
import { headerLines } from './header-lines.ts'
import { outcomeOf } from './outcome-of.ts'
import { prettyOf } from './pretty-of.ts'

interface AttemptItemProps {
  attempt: AttemptFieldsFragment
}

/** One request and what came back, in an accordion of them. */
export function AttemptItem({ attempt }: AttemptItemProps) {
  const { id, number, trigger, attemptedAt, requestHeaders, responseHeaders } = attempt
  return (
    <Accordion.Item value={id}>
      <Accordion.Control>
        {t('attempts.one', { number, outcome: outcomeOf(attempt) })}{' '}
        <Text span c="dimmed" size="sm">
          {formatMoment(attemptedAt)} · {t(`attempts.trigger.${trigger}`)}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack>
          <Timings attempt={attempt} />
          <CodeBlock label={t('attempts.requestHeaders')} text={headerLines(requestHeaders)} />
          {responseHeaders.length > 0 && (
            <CodeBlock label={t('attempts.responseHeaders')} text={headerLines(responseHeaders)} />
          )}
          <Answer attempt={attempt} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  )
}

const inMs = (ms: number | null) => (ms === null ? null : t('attempts.ms', { ms }))

/** Where the time went; a phase that was not reached is left out. */
function Timings({ attempt }: AttemptItemProps) {
  return (
    <Facts
      list={[
        [t('attempts.address'), attempt.remoteAddress],
        [t('attempts.errorCode'), attempt.errorCode],
        [t('attempts.dns'), inMs(attempt.dnsMs)],
        [t('attempts.connect'), inMs(attempt.connectMs)],
        [t('attempts.tls'), inMs(attempt.tlsMs)],
        [t('attempts.firstByte'), inMs(attempt.firstByteMs)],
        [t('attempts.total'), inMs(attempt.durationMs)],
      ]}
    />
  )
}

function Answer({ attempt: { statusCode, responseBody, responseTruncated } }: AttemptItemProps) {
  if (statusCode === null) return null
  if (!responseBody) return <Text c="dimmed">{t('attempts.noBody')}</Text>
  return (
    <>
      <CodeBlock label={t('attempts.responseBody')} text={prettyOf(responseBody)} copied={responseBody} />
      {responseTruncated && (
        <Text size="sm" c="dimmed">
          {t('attempts.truncated')}
        </Text>
      )}
    </>
  )
}
