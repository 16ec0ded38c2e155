import { Anchor, List, Stack, Text, Title } from '@mantine/core'
import type { WizardOrderFragment } from '../generated/operations.ts'
import type { WizardLine } from './stages.ts'
import { formatDay, formatDuration, formatMoney, formatNumber } from '../format.ts'
import { Facts } from '../parts/facts.tsx'
import { InfoCard } from '../parts/info-card.tsx'
import { t } from '../strings.ts'

/** The info card of a line: the product. */
export function LineProduct({ line: { item, offer } }: { line: WizardLine }) {
  const product = offer?.productInformation
  return (
    <InfoCard icon="info" label={t('items.info', { name: item.productName })}>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {item.productName}
        </Title>
        <Facts
          list={[
            [t('items.vendor'), item.vendorName],
            [t('items.offer'), item.offerName],
            [t('items.sku'), item.skuCode],
            [t('items.commitment'), formatDuration(item.commitmentTerm)],
            [t('items.billing'), formatDuration(item.billingPeriod)],
          ]}
        />
        <Text size="sm">{product?.description}</Text>
        <List size="sm">
          {product?.features.map((feature) => (
            <List.Item key={feature}>{feature}</List.Item>
          ))}
        </List>
        {product?.documentationUrl && (
          <Anchor href={product.documentationUrl} size="sm" target="_blank" rel="noreferrer">
            {t('items.documentation')}
          </Anchor>
        )}
      </Stack>
    </InfoCard>
  )
}

interface LineInvoiceProps {
  order: Pick<WizardOrderFragment, 'invoicePreview'>
  line: WizardLine
}

/** The invoice card of a line: what it puts on invoices, and when. */
export function LineInvoice({ order, line }: LineInvoiceProps) {
  const invoice = order.invoicePreview.lines.find(({ lineNumber }) => lineNumber === line.lineNumber)
  return (
    <InfoCard icon="invoice" label={t('items.invoice', { name: line.item.productName })}>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {t('invoice.title')}
        </Title>
        {invoice && (
          <Facts
            list={[
              [t('invoice.text'), invoice.description],
              [t('items.quantity'), `${formatNumber(invoice.quantity)} ${invoice.unitOfMeasure}`],
              [t('items.unitPrice'), formatMoney(invoice.unitPrice)],
              [t('invoice.setup'), formatMoney(invoice.setupFee)],
              [t('invoice.first'), formatMoney(invoice.firstInvoiceTotal)],
              [t('invoice.later'), formatMoney(invoice.recurringAmount)],
              [t('items.billing'), formatDuration(invoice.billingPeriod)],
              [
                t('invoice.period'),
                `${formatDay(invoice.servicePeriodStart)} – ${formatDay(invoice.servicePeriodEnd)}`,
              ],
              [t('invoice.next'), formatDay(invoice.nextBillingDate)],
              [t('invoice.commitmentEnd'), formatDay(invoice.commitmentEndDate)],
              [t('invoice.cancelUntil'), formatDay(invoice.cancellationWindowEnd)],
              [t('invoice.autoRenew'), t(invoice.autoRenew ? 'yes' : 'no')],
            ]}
          />
        )}
      </Stack>
    </InfoCard>
  )
}
