import { SimpleGrid, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useQuery } from 'urql'
import { OrderPointsDocument, type OrderPointsQuery, type OrderStatus } from '../generated/operations.ts'
import { formatDay } from '../format.ts'
import { BarChart, type Bar } from '../parts/bar-chart.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { t } from '../strings.ts'
import { useSession } from '../use-session.ts'

type Points = OrderPointsQuery['orders']

const dayMs = 86_400_000
const weeksShown = 8

/** Where orders stand, in as few words as tell what to do. */
const groups = {
  DRAFTS: ['DRAFT', 'CHANGES_REQUESTED'],
  WAITING: ['SUBMITTED', 'PENDING_APPROVAL', 'AWAITING_INFORMATION'],
  RUNNING: ['APPROVED', 'IN_FULFILLMENT'],
  DELIVERED: ['FULFILLED'],
  FAILED: ['FULFILLMENT_FAILED', 'PARTIALLY_FULFILLED'],
  ENDED: ['REJECTED', 'CANCELLED', 'EXPIRED'],
} as const satisfies Record<string, readonly OrderStatus[]>
const names = Object.keys(groups) as Array<keyof typeof groups>

const byState = ({ nodes }: Points): Bar[] =>
  names.map((name) => {
    const statuses: readonly OrderStatus[] = groups[name]
    const value = nodes.filter(({ status }) => statuses.includes(status)).length
    return { label: t(`dashboard.group.${name}`), value }
  })

/** The Monday of a moment's week, as a day without a time zone. */
function weekOf(moment: Date): string {
  const day = new Date(Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()))
  day.setTime(day.getTime() - ((day.getUTCDay() + 6) % 7) * dayMs)
  return day.toISOString().slice(0, 10)
}

/** Weeks of which all orders are known: where there are more orders than were read, the oldest week is cut. */
function byWeek({ nodes, pageInfo }: Points, now: Date): Bar[] {
  const weeks = Array.from({ length: weeksShown }, (_, ago) =>
    weekOf(new Date(now.getTime() - (weeksShown - 1 - ago) * 7 * dayMs)),
  )
  const oldest = nodes.at(-1)
  const cut = pageInfo.hasNextPage && oldest ? weekOf(new Date(oldest.createdAt)) : ''
  return weeks
    .filter((week) => week > cut)
    .map((week) => ({
      label: formatDay(week),
      value: nodes.filter(({ createdAt }) => weekOf(new Date(createdAt)) === week).length,
    }))
}

/** The latest orders in two small charts. */
export function OrderCharts() {
  const organizationId = useSession()?.organization?.id ?? null
  const now = useMemo(() => new Date(), [])
  const [{ data, error }, again] = useQuery({
    query: OrderPointsDocument,
    variables: { where: { organizationId } },
    requestPolicy: 'cache-and-network',
  })
  if (error) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={4} />
  if (data.orders.nodes.length === 0) return <Text c="dimmed">{t('orders.none')}</Text>
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <BarChart
        title={t('dashboard.byState', { count: data.orders.nodes.length })}
        bars={byState(data.orders)}
      />
      <BarChart title={t('dashboard.byWeek')} bars={byWeek(data.orders, now)} />
    </SimpleGrid>
  )
}
