import { Group, SimpleGrid, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { EndpointDetailDocument, type EndpointFieldsFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { Facts } from '../parts/facts.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { EndpointActions } from './endpoint-actions.tsx'
import { EndpointState } from './endpoint-state.tsx'
import { FilterText } from './filter-text.tsx'
import { MessageList } from './message-list.tsx'
import { PingOutcome } from './ping-outcome.tsx'

/** One endpoint: how it is told, how it goes, and every message to it. */
export function EndpointPage({ id }: { id: string }) {
  const { may } = useViewer()
  const [pingId, setPingId] = useState<string | null>(null)
  const [{ data, error }, again] = useQuery({
    query: EndpointDetailDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const refresh = () => again({ requestPolicy: 'network-only' })
  if (error && !data) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={8} />
  const endpoint = data.webhookEndpoint
  if (!endpoint) return <Text>{t('webhooks.unknown')}</Text>
  return (
    <Page title={endpoint.description ?? t('webhooks.one')}>
      <Text className="address">{endpoint.url}</Text>
      <Group gap="sm">
        <EndpointState endpoint={endpoint} />
      </Group>
      {may('WEBHOOK_WRITE') && <EndpointActions endpoint={endpoint} pinged={setPingId} />}
      {pingId && <PingOutcome key={pingId} messageId={pingId} ended={refresh} />}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <What endpoint={endpoint} />
        <How endpoint={endpoint} />
      </SimpleGrid>
      <Keys endpoint={endpoint} />
      <MessageList endpointId={id} />
    </Page>
  )
}

interface PartProps {
  endpoint: EndpointFieldsFragment
}

function What({ endpoint }: PartProps) {
  return (
    <Section title={t('webhooks.what')}>
      <Facts
        list={[
          [t('webhooks.events'), endpoint.eventTypes.join(', ')],
          [t('webhooks.filter'), endpoint.filter && <FilterText filter={endpoint.filter} />],
          [t('webhooks.format'), t(`webhooks.formats.${endpoint.format}`)],
          [t('webhooks.payload'), t(`webhooks.payloads.${endpoint.payload}`)],
          [t('webhooks.queryProblem'), endpoint.queryProblem],
          [t('webhooks.apiVersion'), endpoint.apiVersion],
          [t('webhooks.lastSuccess'), formatMoment(endpoint.lastSuccessAt)],
          [t('webhooks.lastFailure'), formatMoment(endpoint.lastFailureAt)],
        ]}
      />
      {endpoint.query && <CodeBlock label={t('webhooks.query')} text={endpoint.query} />}
    </Section>
  )
}

function How({ endpoint }: PartProps) {
  const { maxPerSecond } = endpoint
  return (
    <Section title={t('webhooks.how')}>
      <Facts
        list={[
          [t('webhooks.scheme'), t(`webhooks.schemes.${endpoint.signatureScheme}`)],
          [t('webhooks.authentication'), t(`webhooks.authentications.${endpoint.authentication}`)],
          [t('webhooks.headers'), endpoint.headerNames.join(', ')],
          [t('webhooks.ordering'), t(`webhooks.orderings.${endpoint.ordering}`)],
          [t('webhooks.timeoutSeconds'), endpoint.timeoutSeconds],
          [t('webhooks.maxConcurrency'), endpoint.maxConcurrency],
          [t('webhooks.maxPerSecond'), maxPerSecond ?? t('webhooks.unlimited')],
          [t('webhooks.disablePolicy'), t(`webhooks.disablePolicies.${endpoint.disablePolicy}`)],
          [t('webhooks.expiresAt'), endpoint.expiresAt && formatMoment(endpoint.expiresAt)],
          [t('webhooks.source'), t(`webhooks.sources.${endpoint.source}`)],
          [t('webhooks.createdAt'), formatMoment(endpoint.createdAt)],
        ]}
      />
    </Section>
  )
}

function Keys({ endpoint: { publicKeys } }: PartProps) {
  if (publicKeys.length === 0) return null
  return (
    <Section title={t('webhooks.publicKeys')}>
      {publicKeys.map(({ key, createdAt, notAfter }) => (
        <CodeBlock
          key={key}
          label={
            notAfter
              ? t('webhooks.keyUntil', { moment: formatMoment(notAfter) })
              : t('webhooks.keySince', { moment: formatMoment(createdAt) })
          }
          text={key}
        />
      ))}
    </Section>
  )
}
