import { Anchor, Button, Card, Group, SimpleGrid, Stack, Text, Timeline } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useQuery, useSubscription } from 'urql'
import { Link } from 'wouter'
import {
  LiveApprovalDocument,
  LiveOrderDocument,
  OrderDetailDocument,
  type OrderDetailQuery,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { Page } from '../parts/page.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { t } from '../strings.ts'
import { InquiryForm } from './inquiry-form.tsx'
import { LineDelivery } from './line-delivery.tsx'
import { OrderActions } from './order-actions.tsx'
import { OrderDocuments } from './order-documents.tsx'
import {
  AccountsAndContact,
  GeneralInformation,
  InvoiceInformation,
  ItemSummary,
  ProvisioningSummary,
  Section,
} from './order-sections.tsx'
import { timelineOf } from './timeline-of.ts'

type Order = NonNullable<OrderDetailQuery['order']>

/** Reads the order again whenever it, or its approval, is told to have moved. */
function useLiveOrder(id: string) {
  const [{ data, error }, again] = useQuery({
    query: OrderDetailDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const variables = { orderId: id }
  const [{ data: moved }] = useSubscription({ query: LiveOrderDocument, variables })
  const [{ data: decided }] = useSubscription({ query: LiveApprovalDocument, variables })
  const last = `${moved?.orderStatusChanged.id} ${decided?.approvalStatusChanged.id}`
  const seen = useRef(last)
  useEffect(() => {
    if (seen.current === last) return
    seen.current = last
    again({ requestPolicy: 'network-only' })
  }, [last, again])
  return { order: data?.order, isKnown: data !== undefined, error, again }
}

/** An order: its number, where it stands, and all that was agreed. It moves by itself. */
export function OrderPage({ id }: { id: string }) {
  const { order, isKnown, error, again } = useLiveOrder(id)
  if (error && !order) return <Fault error={error} again={again} />
  if (!isKnown) return <Loading rows={8} />
  if (!order) return <Text>{t('orders.unknown')}</Text>
  return (
    <Page
      title={t('order.title', { name: order.organization?.name ?? '' })}
      actions={<OrderActions order={order} />}
    >
      <Number order={order} />
      {order.allowedActions.includes('PROVIDE_INFORMATION') && <InquiryForm order={order} />}
      <ItemSummary order={order} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <History order={order} />
        <Stack>
          <LineDelivery order={order} />
          <InvoiceInformation order={order} />
          <OrderDocuments order={order} />
        </Stack>
        <AccountsAndContact order={order} />
        <ProvisioningSummary order={order} />
        <GeneralInformation order={order} />
      </SimpleGrid>
    </Page>
  )
}

function Number({ order }: { order: Order }) {
  const isDraft = order.allowedActions.includes('SELECT_ITEMS')
  return (
    <Card withBorder p="lg" component="section" aria-label={t('order.number')}>
      <Group justify="space-between">
        <dl className="order-number">
          <Text size="sm" c="dimmed" component="dt">
            {t('order.number')}
          </Text>
          <dd>{order.orderNumber ?? t(isDraft ? 'order.noNumber' : 'order.numberSoon')}</dd>
        </dl>
        <Stack gap={4} align="end" role="status" aria-label={t('orders.status')}>
          <StatusBadge status={order.status} size="xl" />
          {order.statusReason && <Text size="sm">{order.statusReason}</Text>}
        </Stack>
      </Group>
      {isDraft && (
        <Button component={Link} href={`/orders/${order.id}/items`} mt="md">
          {t('order.goOn')}
        </Button>
      )}
      {order.clonedFrom && (
        <Anchor component={Link} href={`/orders/${order.clonedFrom}`} size="sm" mt="sm" display="block">
          {t('order.clonedFrom')}
        </Anchor>
      )}
    </Card>
  )
}

function History({ order }: { order: Order }) {
  return (
    <Section title={t('order.timeline')}>
      <Timeline bulletSize={14} lineWidth={2} active={99}>
        {timelineOf(order).map(({ id, at, kind, who, said }) => (
          <Timeline.Item key={`${id} ${kind}`} title={t(`timeline.${kind}`)}>
            {(who || said) && <Text size="sm">{[who, said].filter(Boolean).join(': ')}</Text>}
            <Text size="xs" c="dimmed">
              {formatMoment(at)}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Section>
  )
}
