import { Anchor, Table, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { OrdersByIdDocument, type OrderRowFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { productsOf } from '../orders/order-brief.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { useInbox } from '../shell/inbox.tsx'
import { t } from '../strings.ts'

const largest = 50

/** What waits for the viewer's decision; new requests come in by themselves. */
export function ApprovalsPage() {
  const inbox = useInbox()
  const list = inbox?.approvals.slice(0, largest) ?? []
  const [{ data, error }] = useQuery({
    query: OrdersByIdDocument,
    variables: { ids: list.map(({ orderId }) => orderId) },
    pause: list.length === 0,
  })
  const orderOf = (id: string): OrderRowFragment | null => {
    const found = data?.nodes.find((node) => node?.__typename === 'Order' && node.id === id)
    return found?.__typename === 'Order' ? found : null
  }
  return (
    <Page title={t('approvals.title')}>
      {error && <Fault error={error} />}
      {!inbox && <Loading rows={5} />}
      <Text role="status" c="dimmed">
        {inbox &&
          (inbox.pendingCount === 0
            ? t('approvals.none')
            : t('approvals.waiting', { count: inbox.pendingCount }))}
      </Text>
      {list.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table striped highlightOnHover verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('orders.number')}</Table.Th>
                <Table.Th>{t('orders.customer')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('orders.products')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('approvals.reason')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('approvals.requested')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.map(({ id, orderId, reason, requestedAt }) => {
                const order = orderOf(orderId)
                return (
                  <Table.Tr key={id}>
                    <Table.Th scope="row" fw={500}>
                      <Anchor component={Link} href={`/approvals/${id}`} size="sm">
                        {order?.orderNumber ?? t('approvals.open')}
                      </Anchor>
                    </Table.Th>
                    <Table.Td>{order?.organization?.name}</Table.Td>
                    <Table.Td visibleFrom="sm">{order && productsOf(order)}</Table.Td>
                    <Table.Td visibleFrom="sm">{reason}</Table.Td>
                    <Table.Td visibleFrom="sm">{formatMoment(requestedAt)}</Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Page>
  )
}
