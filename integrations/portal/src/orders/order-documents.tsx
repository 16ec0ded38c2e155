import { Group, Stack, Text } from '@mantine/core'
import type { OrderDetailQuery } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { DownloadLink } from '../parts/download-link.tsx'
import { t } from '../strings.ts'
import { Section } from './order-sections.tsx'

/** What can be kept of an order: the order itself for an ERP, and the evidence of what was agreed to. */
export function OrderDocuments({ order }: { order: NonNullable<OrderDetailQuery['order']> }) {
  const { id, orderNumber, termsAcceptances } = order
  const isSealed = termsAcceptances.some(({ receiptUrl }) => receiptUrl)
  if (!orderNumber && termsAcceptances.length === 0) return null
  return (
    <Section title={t('order.documents')}>
      <Stack gap={6}>
        {orderNumber && (
          <>
            <DownloadLink href={`/orders/${id}/document.xml`}>{t('order.ubl')}</DownloadLink>
            <DownloadLink href={`/orders/${id}/document.csv`}>{t('order.csv')}</DownloadLink>
          </>
        )}
        {termsAcceptances.map((one) => {
          const title = one.termsVersion?.document?.title ?? ''
          return (
            <Group key={one.id} justify="space-between">
              {one.receiptUrl ? (
                // With the session's token: the link of the API works for minutes only, and this page stays open.
                <DownloadLink href={`/evidence/receipts/${one.id}.pdf`}>
                  {t('order.receipt', { title })}
                </DownloadLink>
              ) : (
                <Text size="sm">{t('order.sealing', { title })}</Text>
              )}
              <Text size="xs" c="dimmed">
                {formatMoment(one.acceptedAt)}
              </Text>
            </Group>
          )
        })}
        {isSealed && <DownloadLink href={`/evidence/orders/${id}.json`}>{t('order.evidence')}</DownloadLink>}
      </Stack>
    </Section>
  )
}
