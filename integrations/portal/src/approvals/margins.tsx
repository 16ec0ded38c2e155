import { Table } from '@mantine/core'
import type { OrderDetailQuery } from '../generated/operations.ts'
import { formatMoney, formatPercent } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { WideTable } from '../parts/wide-table.tsx'
import { t } from '../strings.ts'

/** What the reseller keeps of each line in a billing period; nothing for whoever may not see it. */
export function Margins({ order }: { order: NonNullable<OrderDetailQuery['order']> }) {
  const lines = order.lines.filter(({ margin }) => margin !== null)
  if (lines.length === 0) return null
  const total = order.invoicePreview.marginTotal
  return (
    <Section title={t('approvals.margins')}>
      <WideTable label={t('approvals.margins')} minWidth={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('items.product')}</Table.Th>
            <Table.Th className="number">{t('approvals.charged')}</Table.Th>
            <Table.Th className="number">{t('approvals.cost')}</Table.Th>
            <Table.Th className="number">{t('invoice.margin')}</Table.Th>
            <Table.Th className="number">{t('approvals.percent')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ id, item, lineTotal, margin }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={500}>
                {item.productName}
              </Table.Th>
              <Table.Td className="number">{formatMoney(lineTotal)}</Table.Td>
              <Table.Td className="number">{formatMoney(margin?.costTotal)}</Table.Td>
              <Table.Td className="number">{formatMoney(margin?.margin)}</Table.Td>
              <Table.Td className="number">{formatPercent(margin?.marginPercent)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        {total && (
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th scope="row">{t('items.total')}</Table.Th>
              <Table.Td />
              <Table.Td />
              <Table.Td className="number">{formatMoney(total)}</Table.Td>
              <Table.Td />
            </Table.Tr>
          </Table.Tfoot>
        )}
      </WideTable>
    </Section>
  )
}
