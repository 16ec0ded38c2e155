import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useSubscription } from 'urql'
import {
  ReplayCancelDocument,
  ReplayProgressDocument,
  type ReplayFieldsFragment,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { StateBadge } from './state-badge.tsx'
import { useAct } from './use-act.ts'

/** How far a replay has come, told live; it can be stopped while it runs. */
export function ReplayProgress({ begun }: { begun: ReplayFieldsFragment }) {
  const [{ data }] = useSubscription({ query: ReplayProgressDocument, variables: { id: begun.id } })
  const act = useAct()
  const [, cancel] = useMutation(ReplayCancelDocument)
  const { status, progress, failure, errorCount, createdAt, beganByName } = data?.activityChanged ?? begun
  const isRunning = status === 'QUEUED' || status === 'RUNNING'
  const { done, total } = progress
  const stop = () =>
    act.run(async () => {
      const { data: answer, error } = await cancel({ input: { activityId: begun.id } })
      return { error, payload: answer?.activityCancel }
    })
  return (
    <Card withBorder component="section" aria-label={t('replay.running')}>
      <Stack gap="xs">
        <Group justify="space-between">
          <StateBadge state={status} />
          <Text size="sm" c="dimmed">
            {t('replay.begun', { name: beganByName, moment: formatMoment(createdAt) })}
          </Text>
        </Group>
        <Progress value={progress.percent ?? (isRunning ? 0 : 100)} aria-label={t('replay.progress')} />
        <Text size="sm" role="status">
          {t('replay.done', { done, total: total ?? '…' })}
          {errorCount > 0 && ` ${t('replay.leftOut', { count: errorCount })}`}
        </Text>
        {failure && <Text size="sm">{failure.message}</Text>}
        <ActState act={act} />
        {isRunning && (
          <Group justify="end">
            <Button size="sm" color="red" variant="outline" loading={act.isBusy} onClick={() => void stop()}>
              {t('replay.cancel')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  )
}
