import { Anchor, Table, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { SubscriptionsOfDocument, type SubscriptionsOfQuery } from '../generated/operations.ts'
import { formatDay, formatNumber } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { AnswerState } from '../parts/answer-state.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { WideTable } from '../parts/wide-table.tsx'
import { t } from '../strings.ts'

type Subscription = SubscriptionsOfQuery['cloudSubscriptions']['nodes'][number]

/** What runs for an organization, until when, and which order it came from. */
export function SubscriptionsSection({ id }: { id: string }) {
  const pages = usePages()
  const [{ data, error }, again] = useQuery({
    query: SubscriptionsOfDocument,
    variables: { organizationId: id, after: pages.after },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.cloudSubscriptions.nodes
  return (
    <Section title={t('organizations.subscriptions')}>
      <AnswerState
        list={list}
        error={error}
        again={again}
        none={t('organizations.noSubscriptions')}
        rows={2}
      />
      {list && list.length > 0 && <SubscriptionTable list={list} />}
      <Pager pages={pages} info={data?.cloudSubscriptions.pageInfo} />
    </Section>
  )
}

function SubscriptionTable({ list }: { list: readonly Subscription[] }) {
  return (
    <WideTable label={t('organizations.subscriptions')} minWidth={620}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('items.product')}</Table.Th>
          <Table.Th className="number">{t('items.quantity')}</Table.Th>
          <Table.Th>{t('invoice.commitmentEnd')}</Table.Th>
          <Table.Th>{t('orders.number')}</Table.Th>
          <Table.Th>{t('orders.status')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {list.map(({ id, item, quantity, commitmentEndDate, autoRenew, order, status, vendorReference }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row" fw={500}>
              {item.productName}
              <Text size="xs" c="dimmed">
                {item.offerName} · {vendorReference}
              </Text>
            </Table.Th>
            <Table.Td className="number">{formatNumber(quantity)}</Table.Td>
            <Table.Td>
              {formatDay(commitmentEndDate)}
              {commitmentEndDate && (
                <Text size="xs" c="dimmed">
                  {t(autoRenew ? 'organizations.renews' : 'organizations.endsThen')}
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              {order && (
                <Anchor component={Link} href={`/orders/${order.id}`} size="sm">
                  {order.orderNumber}
                </Anchor>
              )}
            </Table.Td>
            <Table.Td>
              <StatusBadge status={status} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
