import { Anchor, Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { Link } from 'wouter'
import {
  ErpPushListDocument,
  ErpPushRetryDocument,
  type ErpConnectionFieldsFragment,
  type ErpPushFieldsFragment,
  type ErpPushStatus,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { AnswerState } from '../parts/answer-state.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { StateBadge } from './state-badge.tsx'
import { useAct } from './use-act.ts'
import { usePolling } from './use-polling.ts'

const statuses = ['REFUSED', 'FAILED', 'GIVEN_UP', 'PENDING', 'PUSHED'] as const

/** Orders on their way into ERPs: what was refused first, for somebody must act. */
export function ErpPushes({ connections }: { connections: ErpConnectionFieldsFragment[] }) {
  const [status, setStatus] = useState<ErpPushStatus | ''>('')
  const [connectionId, setConnectionId] = useState('')
  const pages = usePages()
  const [{ data, error }, again] = useQuery({
    query: ErpPushListDocument,
    variables: {
      first: 15,
      after: pages.after,
      where: { status: status || null, connectionId: connectionId || null },
    },
    requestPolicy: 'cache-and-network',
  })
  usePolling(again, pages.number === 1 && !error, 5000)
  const list = data?.erpPushes.nodes
  return (
    <Section title={t('erp.pushes')}>
      <Stack>
        <Group>
          <NativeSelect
            label={t('erp.filter')}
            value={status}
            onChange={(event) => {
              setStatus(event.currentTarget.value as ErpPushStatus | '')
              pages.restart()
            }}
            data={[
              { value: '', label: t('messages.all') },
              ...statuses.map((one) => ({ value: one, label: t(`state.${one}`) })),
            ]}
          />
          {connections.length > 1 && (
            <NativeSelect
              label={t('erp.connection')}
              value={connectionId}
              onChange={(event) => {
                setConnectionId(event.currentTarget.value)
                pages.restart()
              }}
              data={[
                { value: '', label: t('messages.all') },
                ...connections.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
        </Group>
        <AnswerState list={list} error={error} again={again} none={t('erp.noPushes')} rows={3} />
        {list && list.length > 0 && <PushTable list={list} />}
        <Pager pages={pages} info={data?.erpPushes.pageInfo} />
      </Stack>
    </Section>
  )
}

function PushTable({ list }: { list: ErpPushFieldsFragment[] }) {
  const act = useAct()
  const [, retry] = useMutation(ErpPushRetryDocument)
  const again = (id: string) =>
    act.run(async () => {
      const { data, error } = await retry({ input: { pushIds: [id] } })
      return { error, payload: data?.erpPushRetry }
    })
  return (
    <>
      <ActState act={act} />
      <Table.ScrollContainer minWidth={320}>
        <Table striped highlightOnHover verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('orders.number')}</Table.Th>
              <Table.Th>{t('erp.state')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('erp.inErp')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('erp.next')}</Table.Th>
              <Table.Th>{t('items.actions')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.map((push) => (
              <PushRow key={push.id} push={push} isBusy={act.isBusy} again={() => void again(push.id)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}

interface PushRowProps {
  push: ErpPushFieldsFragment
  isBusy: boolean
  again: () => void
}

function PushRow({ push, isBusy, again }: PushRowProps) {
  const { may } = useViewer()
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {push.order ? (
          <Anchor component={Link} href={`/orders/${push.order.id}`} size="sm">
            {push.orderNumber}
          </Anchor>
        ) : (
          push.orderNumber
        )}
        <Text size="xs" c="dimmed">
          {push.connection?.name}
        </Text>
      </Table.Th>
      <Table.Td>
        <StateBadge state={push.status} />
        {push.problems.map(({ code, message, path }) => (
          <Text key={`${code} ${path.join('.')}`} size="sm">
            {message}
          </Text>
        ))}
      </Table.Td>
      <Table.Td visibleFrom="sm">{push.externalNumber ?? '–'}</Table.Td>
      <Table.Td visibleFrom="sm">{formatMoment(push.nextAttemptAt)}</Table.Td>
      <Table.Td>
        {may('WEBHOOK_WRITE') && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            aria-label={t('erp.retryOne', { number: push.orderNumber })}
            onClick={again}
          >
            {t('erp.retry')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
