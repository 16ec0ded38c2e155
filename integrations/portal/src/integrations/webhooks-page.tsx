import { Anchor, Button, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { EndpointListDocument, type EndpointRowFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { Page } from '../parts/page.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { CreateEndpoint } from './create-endpoint.tsx'
import { EndpointState } from './endpoint-state.tsx'
import { RunningReplays } from './running-replays.tsx'

/** Where events are sent, and how it goes there. */
export function WebhooksPage() {
  const { may } = useViewer()
  const [isCreating, setCreating] = useState(false)
  const [{ data, error }, again] = useQuery({
    query: EndpointListDocument,
    requestPolicy: 'cache-and-network',
  })
  const list = data?.webhookEndpoints
  return (
    <Page
      title={t('webhooks.title')}
      actions={may('WEBHOOK_WRITE') && <Button onClick={() => setCreating(true)}>{t('webhooks.add')}</Button>}
    >
      <Text c="dimmed">{t('webhooks.lead')}</Text>
      {may('ACTIVITY_READ') && <RunningReplays />}
      <AnswerState list={list} error={error} again={again} none={t('webhooks.none')} />
      {list && list.length > 0 && <EndpointTable list={list} />}
      {isCreating && <CreateEndpoint close={() => setCreating(false)} />}
    </Page>
  )
}

function EndpointTable({ list }: { list: EndpointRowFragment[] }) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table striped highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('webhooks.url')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('webhooks.events')}</Table.Th>
            <Table.Th>{t('webhooks.state')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('webhooks.lastSuccess')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((endpoint) => (
            <Table.Tr key={endpoint.id}>
              <Table.Th scope="row" fw={500}>
                <Anchor
                  component={Link}
                  href={`/integrations/webhooks/${endpoint.id}`}
                  size="sm"
                  className="address"
                >
                  {endpoint.url}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {endpoint.description}
                </Text>
              </Table.Th>
              <Table.Td visibleFrom="sm">
                <Text size="sm" className="address">
                  {endpoint.eventTypes.join(', ')}
                </Text>
              </Table.Td>
              <Table.Td>
                <Stack gap={4} align="start">
                  <EndpointState endpoint={endpoint} />
                </Stack>
              </Table.Td>
              <Table.Td visibleFrom="sm">{formatMoment(endpoint.lastSuccessAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
