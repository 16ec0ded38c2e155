import { ActionIcon, Group, Table, Text } from '@mantine/core'
import type { WizardOrderFragment } from '../generated/operations.ts'
import type { WizardLine } from './stages.ts'
import { formatDuration, formatMoney, formatNumber } from '../format.ts'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'
import { LineInvoice, LineProduct } from './line-cards.tsx'
import { problemAt, stageOf } from './stages.ts'

interface LineTableProps {
  order: WizardOrderFragment
  change?: (line: WizardLine) => void
  remove?: (line: WizardLine) => void
}

/** What is selected, with its prices, and what one can learn or change of each line. */
export function LineTable({ order, change, remove }: LineTableProps) {
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing="sm" aria-label={t('items.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('items.product')}</Table.Th>
            <Table.Th className="number">{t('items.quantity')}</Table.Th>
            <Table.Th className="number">{t('items.unitPrice')}</Table.Th>
            <Table.Th className="number">{t('items.total')}</Table.Th>
            <Table.Th>{t('items.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.lines.map((line) => (
            <Table.Tr key={line.id}>
              <LineCells order={order} line={line} />
              <Table.Td>
                <Group gap={2} wrap="nowrap">
                  {change && (
                    <ActionIcon
                      variant="subtle"
                      size="lg"
                      aria-label={t('items.change', { name: line.item.productName })}
                      onClick={() => change(line)}
                    >
                      <Icon name="pencil" />
                    </ActionIcon>
                  )}
                  <LineProduct line={line} />
                  <LineInvoice order={order} line={line} />
                  {remove && (
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      size="lg"
                      aria-label={t('items.remove', { name: line.item.productName })}
                      onClick={() => remove(line)}
                    >
                      <Icon name="trash" />
                    </ActionIcon>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function LineCells({ order, line }: { order: WizardOrderFragment; line: WizardLine }) {
  const { item, lineNumber } = line
  const problem = problemAt(stageOf(order, 'SELECT_ITEMS').problems, ['items', String(lineNumber)])
  return (
    <>
      <Table.Th scope="row" fw={500}>
        {item.productName}
        <Text size="xs" c="dimmed">
          {item.offerName} · {formatDuration(item.commitmentTerm)}
        </Text>
        {problem && (
          <Text size="xs" c="red">
            {problem}
          </Text>
        )}
      </Table.Th>
      <Table.Td className="number">{formatNumber(line.quantity)}</Table.Td>
      <Table.Td className="number">{formatMoney(line.unitPrice)}</Table.Td>
      <Table.Td className="number">{formatMoney(line.lineTotal)}</Table.Td>
    </>
  )
}
