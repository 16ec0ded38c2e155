import { Anchor, Group, SegmentedControl, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { OrderListDocument, type OrderRowFragment, type OrderStatus } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { Icon } from '../parts/icon.tsx'
import { Page } from '../parts/page.tsx'
import { Pager, usePages } from '../parts/pager.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { t } from '../strings.ts'
import { useSession } from '../use-session.ts'
import { addressOf, productsOf } from './order-brief.tsx'

/** What one looks for most, by its states; null: whatever was touched last. */
const views = {
  RECENT: null,
  DRAFTS: ['DRAFT', 'CHANGES_REQUESTED'],
  WAITING: ['SUBMITTED', 'PENDING_APPROVAL', 'AWAITING_INFORMATION'],
  FAILED: ['FULFILLMENT_FAILED', 'PARTIALLY_FULFILLED', 'REJECTED', 'EXPIRED'],
} as const satisfies Record<string, readonly OrderStatus[] | null>
type View = keyof typeof views
const names = Object.keys(views) as View[]

/** The view that the address names, as the dashboard's links do. */
function viewOf(search: string): View {
  const named = new URLSearchParams(search).get('view')
  return names.find((name) => name === named) ?? 'RECENT'
}

/** Orders by saved view and by words, of the organization that the portal is narrowed to. */
export function OrdersPage() {
  const [view, setView] = useState<View>(() => viewOf(location.search))
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), 250)
  const organizationId = useSession()?.organization?.id ?? null
  const pages = usePages()
  const status = views[view]
  const [{ data, error }, again] = useQuery({
    query: OrderListDocument,
    variables: {
      first: 15,
      after: pages.after,
      search: asked || null,
      where: { status: status && [...status], organizationId },
    },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.orders.nodes
  return (
    <Page title={t('orders.title')}>
      <Group align="end">
        <TextInput
          label={t('orders.search')}
          type="search"
          leftSection={<Icon name="search" />}
          flex={1}
          miw={200}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            pages.restart()
          }}
        />
        <SegmentedControl
          aria-label={t('orders.views')}
          value={view}
          onChange={(next) => {
            setView(next)
            pages.restart()
          }}
          data={names.map((name) => ({ value: name, label: t(`orders.view.${name}`) }))}
        />
      </Group>
      <AnswerState list={list} error={error} again={again} none={t('orders.none')} />
      {list && list.length > 0 && <OrderTable list={list} />}
      <Pager pages={pages} info={data?.orders.pageInfo} />
    </Page>
  )
}

function OrderTable({ list }: { list: OrderRowFragment[] }) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table striped highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('orders.number')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('orders.customer')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('orders.products')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('orders.created')}</Table.Th>
            <Table.Th>{t('orders.status')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((order) => (
            <Table.Tr key={order.id}>
              <Table.Th scope="row" fw={500}>
                <Anchor component={Link} href={addressOf(order)} size="sm">
                  {order.orderNumber ?? t('orders.draftOf', { moment: formatMoment(order.createdAt) })}
                </Anchor>
                <Text size="xs" c="dimmed" hiddenFrom="sm">
                  {order.organization?.name}
                </Text>
              </Table.Th>
              <Table.Td visibleFrom="sm">{order.organization?.name}</Table.Td>
              <Table.Td visibleFrom="sm">{productsOf(order)}</Table.Td>
              <Table.Td visibleFrom="sm">{formatMoment(order.createdAt)}</Table.Td>
              <Table.Td>
                <StatusBadge status={order.status} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
