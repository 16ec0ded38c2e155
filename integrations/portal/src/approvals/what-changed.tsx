import { Stack, Table, Text } from '@mantine/core'
import { useQuery } from 'urql'
import {
  RevisionContentsDocument,
  type OrderDetailQuery,
  type RevisionContentsQuery,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { saidWith } from '../orders/said-with.ts'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { WideTable } from '../parts/wide-table.tsx'
import { t } from '../strings.ts'
import { revisionChanges, type RevisionChange, type SubmittedOrder } from './revision-changes.ts'

type Order = NonNullable<OrderDetailQuery['order']>

interface WhatChangedProps {
  order: Order
  /** Which revision is decided on. */
  revision: number
}

/** What the revision holds, and the one before it; null where one of them is not told. */
function revisionsOf({ approvals: { nodes } }: RevisionContentsQuery, revision: number) {
  const told = nodes.filter(({ content }) => content !== null)
  const now = told.find((one) => one.revision === revision)
  const [before] = told
    .filter((one) => one.revision < revision)
    .toSorted((one, other) => other.revision - one.revision)
  // The API names the schema that both follow.
  return now && before
    ? { now: now.content as SubmittedOrder, before: before.content as SubmittedOrder }
    : null
}

const labelsOf = (order: Order) => {
  const asked = order.lines.flatMap(({ offer }) => offer?.productInformation.parameters ?? [])
  return (key: string) => asked.find((one) => one.key === key)?.label ?? key
}

/** What is not as it was when the order was last decided on, and what was asked for then. */
export function WhatChanged({ order, revision }: WhatChangedProps) {
  return (
    <Section title={t('approvals.changed')}>
      <Stack gap="sm">
        <AskedBefore order={order} revision={revision} />
        <Difference order={order} revision={revision} />
      </Stack>
    </Section>
  )
}

function AskedBefore({ order, revision }: WhatChangedProps) {
  const before = order.approvals
    .filter((one) => one.revision < revision)
    .flatMap(({ steps }) => steps.flatMap(({ decisions }) => decisions))
    .filter(({ kind }) => kind === 'REQUEST_CHANGES')
  return before.map((one) => (
    <Text key={one.id} size="sm">
      {t('approvals.askedFor', {
        name: one.decidedByName,
        moment: formatMoment(one.decidedAt),
        said: saidWith(one),
      })}
    </Text>
  ))
}

function Difference({ order, revision }: WhatChangedProps) {
  const [{ data, error }, again] = useQuery({
    query: RevisionContentsDocument,
    variables: { orderId: order.id },
    // Another revision may have been submitted since.
    requestPolicy: 'cache-and-network',
  })
  const both = data && revisionsOf(data, revision)
  const changes = both ? revisionChanges(both.before, both.now, labelsOf(order)) : []
  if (error) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={3} />
  if (!both) return <Text c="dimmed">{t('approvals.notTold')}</Text>
  return changes.length === 0 ? <Text>{t('approvals.unchanged')}</Text> : <ChangeTable changes={changes} />
}

function ChangeTable({ changes }: { changes: readonly RevisionChange[] }) {
  return (
    <WideTable label={t('approvals.changed')} minWidth={480}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('approvals.what')}</Table.Th>
          <Table.Th>{t('approvals.before')}</Table.Th>
          <Table.Th>{t('approvals.now')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ what, before, now }) => (
          <Table.Tr key={what}>
            <Table.Th scope="row" fw={500}>
              {what}
            </Table.Th>
            <Table.Td>{before || t('approvals.nothing')}</Table.Td>
            <Table.Td>{now || t('approvals.nothing')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
