import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { FailedMessagesDocument } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { AnswerState } from '../parts/answer-state.tsx'
import { t } from '../strings.ts'
import { DashboardSection } from './dashboard-section.tsx'

/** Webhook messages that no receiver took, however often they were tried. */
export function FailedDeliveries() {
  const [{ data, error }, again] = useQuery({
    query: FailedMessagesDocument,
    requestPolicy: 'cache-and-network',
  })
  const list = data?.webhookMessages.nodes
  return (
    <DashboardSection title={t('dashboard.failedMessages')} href="/integrations/webhooks">
      <AnswerState list={list} error={error} again={again} none={t('dashboard.noFailedMessages')} rows={2} />
      {list?.map(({ id, eventType, endpoint, updatedAt }) => (
        <Group key={id} justify="space-between" wrap="nowrap" py={6}>
          <Stack gap={0} miw={0}>
            <Anchor component={Link} href={`/integrations/messages/${id}`} size="sm">
              {eventType}
            </Anchor>
            <Text size="sm" c="dimmed" truncate>
              {endpoint?.url}
            </Text>
          </Stack>
          <Text size="sm" c="dimmed">
            {formatMoment(updatedAt)}
          </Text>
        </Group>
      ))}
    </DashboardSection>
  )
}
