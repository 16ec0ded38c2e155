import { Anchor, Group, NativeSelect, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import {
  MessageListDocument,
  type MessageRowFragment,
  type WebhookMessageStatus,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { AnswerState } from '../parts/answer-state.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { t } from '../strings.ts'
import { StateBadge } from './state-badge.tsx'
import { usePolling } from './use-polling.ts'

const statuses = ['PENDING', 'RETRYING', 'SUCCEEDED', 'FAILED', 'SKIPPED'] as const
const lookMs = 3000

/** What was sent to an endpoint, or waits to be sent, newest first; new messages come in by themselves. */
export function MessageList({ endpointId }: { endpointId: string }) {
  const [status, setStatus] = useState<WebhookMessageStatus | ''>('')
  const pages = usePages()
  const [{ data, error }, again] = useQuery({
    query: MessageListDocument,
    variables: { first: 15, after: pages.after, where: { endpointId, status: status || null } },
    requestPolicy: 'cache-and-network',
  })
  usePolling(again, pages.number === 1 && !error, lookMs)
  const list = data?.webhookMessages.nodes
  return (
    <Section title={t('messages.title')}>
      <Stack>
        <Group>
          <NativeSelect
            label={t('messages.filter')}
            value={status}
            onChange={(event) => {
              setStatus(event.currentTarget.value as WebhookMessageStatus | '')
              pages.restart()
            }}
            data={[
              { value: '', label: t('messages.all') },
              ...statuses.map((one) => ({ value: one, label: t(`state.${one}`) })),
            ]}
          />
        </Group>
        <AnswerState list={list} error={error} again={again} none={t('messages.none')} rows={3} />
        {list && list.length > 0 && <MessageTable list={list} />}
        <Pager pages={pages} info={data?.webhookMessages.pageInfo} />
      </Stack>
    </Section>
  )
}

function MessageTable({ list }: { list: MessageRowFragment[] }) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table striped highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('messages.event')}</Table.Th>
            <Table.Th>{t('messages.state')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('messages.attempts')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('messages.made')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('messages.next')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map(({ id, eventType, status, attemptCount, createdAt, nextAttemptAt }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={500}>
                <Anchor component={Link} href={`/integrations/messages/${id}`} size="sm">
                  {eventType}
                </Anchor>
                <Text size="xs" c="dimmed" hiddenFrom="sm">
                  {formatMoment(createdAt)}
                </Text>
              </Table.Th>
              <Table.Td>
                <StateBadge state={status} />
              </Table.Td>
              <Table.Td visibleFrom="sm">{attemptCount}</Table.Td>
              <Table.Td visibleFrom="sm">{formatMoment(createdAt)}</Table.Td>
              <Table.Td visibleFrom="sm">{formatMoment(nextAttemptAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
