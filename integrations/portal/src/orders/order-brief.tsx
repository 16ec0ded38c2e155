import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { OrderRowFragment } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { t } from '../strings.ts'

/** What is bought, in a line. */
export function productsOf({ lines }: Pick<OrderRowFragment, 'lines'>): string {
  const [first, ...others] = lines
  if (!first) return t('orders.empty')
  return others.length === 0
    ? first.item.productName
    : t('orders.andMore', { name: first.item.productName, count: others.length })
}

/** Where its work goes on: a draft in its stages, else its page. */
export const addressOf = ({ id, status }: Pick<OrderRowFragment, 'id' | 'status'>): string =>
  status === 'DRAFT' ? `/orders/${id}/items` : `/orders/${id}`

/** An order in two lines. */
export function OrderBrief({ order }: { order: OrderRowFragment }) {
  return (
    <Group justify="space-between" wrap="nowrap" py={6}>
      <Stack gap={0} miw={0}>
        <Anchor component={Link} href={addressOf(order)} size="sm" truncate>
          {order.orderNumber ?? t('orders.draftOf', { moment: formatMoment(order.createdAt) })}
        </Anchor>
        <Text size="sm" c="dimmed" truncate>
          {order.organization?.name} · {productsOf(order)}
        </Text>
      </Stack>
      <StatusBadge status={order.status} />
    </Group>
  )
}
