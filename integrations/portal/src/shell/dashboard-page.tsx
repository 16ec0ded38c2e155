import { Anchor, Card, Group, SimpleGrid, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
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
import { useInbox } from './inbox.tsx'
import { useViewer } from './use-viewer.ts'

const shown = 5

/** What the viewer left off, what waits, and what was ordered lately. */
export function DashboardPage() {
  const { viewer, error, may } = useViewer()
  if (error) return <Fault error={error} />
  if (!viewer) return <Loading />
  return (
    <Page title={t('dashboard.greeting', { name: viewer.name })}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {may('APPROVAL_DECIDE') && <WaitingForMe />}
        {may('ORDER_CREATE') && (
          <Orders title={t('dashboard.drafts')} status={['DRAFT', 'CHANGES_REQUESTED']} />
        )}
        {may('ORDER_READ') && <Orders title={t('dashboard.recent')} />}
      </SimpleGrid>
    </Page>
  )
}

function Section({ title, href, children }: { title: string; href: string; children: ReactNode }) {
  return (
    <Card withBorder component="section" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Anchor component={Link} href={href} size="sm" aria-label={t('dashboard.allOf', { title })}>
          {t('dashboard.all')}
        </Anchor>
      </Group>
      {children}
    </Card>
  )
}

function WaitingForMe() {
  const inbox = useInbox()
  return (
    <Section title={t('dashboard.waiting')} href="/approvals">
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
    </Section>
  )
}

function Orders({ title, status }: { title: string; status?: OrderStatus[] }) {
  const organizationId = useSession()?.organization?.id ?? null
  const [{ data, error }, again] = useQuery({
    query: OrderListDocument,
    variables: { first: shown, where: { status: status ?? null, organizationId } },
    requestPolicy: 'cache-and-network',
  })
  const orders = data?.orders.nodes
  return (
    <Section title={title} href="/orders">
      {error && <Fault error={error} again={again} />}
      {!orders && !error && <Loading rows={3} />}
      {orders?.length === 0 && <Text c="dimmed">{t('orders.none')}</Text>}
      {orders?.map((order) => (
        <OrderBrief key={order.id} order={order} />
      ))}
    </Section>
  )
}
