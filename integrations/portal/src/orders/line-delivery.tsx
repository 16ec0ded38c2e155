import { Group, Stack, Text } from '@mantine/core'
import type { OrderDetailQuery } from '../generated/operations.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { InformationLink } from './information-link.tsx'
import { Section } from './order-sections.tsx'

interface LineDeliveryProps {
  order: NonNullable<OrderDetailQuery['order']>
}

/** How far the delivery of each line is, and what keeps it; nothing before any has begun. */
export function LineDelivery({ order: { id: orderId, lines } }: LineDeliveryProps) {
  const { may } = useViewer()
  const isAsked = lines.some(({ status }) => status === 'AWAITING_INFORMATION')
  if (lines.every(({ status }) => status === 'PENDING')) return null
  return (
    <Section title={t('order.delivery')}>
      <Stack gap="sm">
        {lines.map(({ id, item, status, failure, informationRequest, vendorReference }) => (
          <div key={id}>
            <Group justify="space-between">
              <Text size="sm" fw={500}>
                {item.productName}
              </Text>
              <StatusBadge status={status} />
            </Group>
            {failure && (
              <Text size="sm" c="red">
                {failure.message} {t(failure.retryable ? 'order.mayHelp' : 'order.forGood')}
              </Text>
            )}
            {informationRequest && <Text size="sm">{informationRequest.message}</Text>}
            {vendorReference && (
              <Text size="xs" c="dimmed">
                {t('order.vendorReference', { reference: vendorReference })}
              </Text>
            )}
          </div>
        ))}
        {isAsked && (may('ORDER_CREATE') || may('ORDER_FULFIL')) && (
          <Group>
            <InformationLink orderId={orderId} />
          </Group>
        )}
      </Stack>
    </Section>
  )
}
