import { Anchor, Group, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { EndingSubscriptionsDocument } from '../generated/operations.ts'
import { formatDay, formatNumber } from '../format.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { t } from '../strings.ts'
import { useSession } from '../use-session.ts'
import { DashboardSection } from './dashboard-section.tsx'

const daysAhead = 60
const shown = 5

/** What is committed for the next weeks only: one renews or changes it before its day. */
export function EndingSubscriptions() {
  const organizationId = useSession()?.organization?.id ?? null
  const commitmentEndsBy = useMemo(
    () => new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10),
    [],
  )
  const [{ data, error }, again] = useQuery({
    query: EndingSubscriptionsDocument,
    variables: { organizationId, commitmentEndsBy },
    requestPolicy: 'cache-and-network',
  })
  const list = data?.cloudSubscriptions.nodes.toSorted((one, other) =>
    (one.commitmentEndDate ?? '').localeCompare(other.commitmentEndDate ?? ''),
  )
  return (
    <DashboardSection title={t('dashboard.ending')}>
      <AnswerState
        list={list}
        error={error}
        again={again}
        none={t('dashboard.noneEnding', { count: daysAhead })}
        rows={2}
      />
      {list?.slice(0, shown).map(({ id, item, quantity, organization, commitmentEndDate, autoRenew }) => (
        <Group key={id} justify="space-between" wrap="nowrap" py={6}>
          <div>
            {organization && (
              <Anchor component={Link} href={`/organizations/${organization.id}`} size="sm">
                {organization.name}
              </Anchor>
            )}
            <Text size="sm" c="dimmed">
              {formatNumber(quantity)} × {item.productName}
            </Text>
          </div>
          <Text size="sm" ta="right">
            {t(autoRenew ? 'dashboard.renews' : 'dashboard.ends', { day: formatDay(commitmentEndDate) })}
          </Text>
        </Group>
      ))}
      {list && list.length > shown && (
        <Text size="sm" c="dimmed">
          {t('dashboard.andMore', { count: list.length - shown })}
        </Text>
      )}
    </DashboardSection>
  )
}
