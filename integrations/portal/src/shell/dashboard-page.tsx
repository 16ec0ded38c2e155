import { Anchor, Group, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { OrderListDocument, type OrderStatus } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { OrderBrief } from '../orders/order-brief.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { t } from '../strings.ts'
import { useSession } from '../use-session.ts'
import { DashboardSection } from './dashboard-section.tsx'
import { EndingSubscriptions } from './ending-subscriptions.tsx'
import { FailedDeliveries } from './failed-deliveries.tsx'
import { useInbox } from './inbox.tsx'
import { OrderCharts } from './order-charts.tsx'
import { useViewer } from './use-viewer.ts'

const shown = 5

/** What the viewer left off, what waits, what went wrong or ends soon, and what was ordered lately. */
export function DashboardPage() {
  const { viewer, error, may } = useViewer()
  if (error) return <Fault error={error} />
  if (!viewer) return <Loading />
  return (
    <Page title={t('dashboard.greeting', { name: viewer.name })}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {may('APPROVAL_DECIDE') && <WaitingForMe />}
        {may('ORDER_CREATE') && (
          <Orders title={t('dashboard.drafts')} view="DRAFTS" status={['DRAFT', 'CHANGES_REQUESTED']} />
        )}
        {may('ORDER_READ') && <Orders title={t('dashboard.recent')} view="RECENT" />}
        {may('ORDER_READ') && (
          <Orders
            title={t('dashboard.failed')}
            view="FAILED"
            status={['FULFILLMENT_FAILED', 'PARTIALLY_FULFILLED']}
          />
        )}
        {may('WEBHOOK_READ') && <FailedDeliveries />}
        {may('SUBSCRIPTION_READ') && <EndingSubscriptions />}
      </SimpleGrid>
      {may('ORDER_READ') && (
        <DashboardSection title={t('dashboard.overview')} href="/orders">
          <OrderCharts />
        </DashboardSection>
      )}
    </Page>
  )
}

function WaitingForMe() {
  const inbox = useInbox()
  return (
    <DashboardSection title={t('dashboard.waiting')} href="/approvals">
      {!inbox && <Loading rows={2} />}
      {inbox?.approvals.length === 0 && <Text c="dimmed">{t('approvals.none')}</Text>}
      {inbox?.approvals.slice(0, shown).map(({ id, reason, requestedAt }) => (
        <Group key={id} justify="space-between" wrap="nowrap" py={6}>
          <Anchor component={Link} href={`/approvals/${id}`} size="sm">
            {reason}
          </Anchor>
          <Text size="sm" c="dimmed">
            {formatMoment(requestedAt)}
          </Text>
        </Group>
      ))}
    </DashboardSection>
  )
}

interface OrdersProps {
  title: string
  /** Which view of the list shows all of them. */
  view: 'RECENT' | 'DRAFTS' | 'FAILED'
  status?: OrderStatus[]
}

function Orders({ title, view, status }: OrdersProps) {
  const organizationId = useSession()?.organization?.id ?? null
  const [{ data, error }, again] = useQuery({
    query: OrderListDocument,
    variables: { first: shown, where: { status: status ?? null, organizationId } },
    requestPolicy: 'cache-and-network',
  })
  const orders = data?.orders.nodes
  return (
    <DashboardSection title={title} href={`/orders?view=${view}`}>
      {error && <Fault error={error} again={again} />}
      {!orders && !error && <Loading rows={3} />}
      {orders?.length === 0 && <Text c="dimmed">{t('orders.none')}</Text>}
      {orders?.map((order) => (
        <OrderBrief key={order.id} order={order} />
      ))}
    </DashboardSection>
  )
}
