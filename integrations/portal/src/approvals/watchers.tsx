import { Button, Group, List, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import {
  ApprovalWatcherAddDocument,
  ApprovalWatcherRemoveDocument,
  type DecisionFieldsFragment,
} from '../generated/operations.ts'
import { Section } from '../orders/order-sections.tsx'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { usePeople } from './use-people.ts'

interface WatchersProps {
  approval: DecisionFieldsFragment
  /** The reseller whose request it is. */
  sellerId: string
}

function useWatching(approvalId: string) {
  const [adding, add] = useMutation(ApprovalWatcherAddDocument)
  const [removing, remove] = useMutation(ApprovalWatcherRemoveDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const watch = async (userId: string, wanted: boolean) => {
    const input = { approvalId, userId }
    const answer = wanted
      ? (await add({ input })).data?.approvalWatcherAdd
      : (await remove({ input })).data?.approvalWatcherRemove
    setRefusals(answer?.userErrors ?? [])
  }
  const error = adding.error ?? removing.error
  return { watch, refusals, error, isBusy: adding.fetching || removing.fetching }
}

/** Who is told of the request and decides nothing: oneself, and whom an administrator adds. */
export function Watchers({ approval: { id, watcherIds }, sellerId }: WatchersProps) {
  const { viewer, may } = useViewer()
  const { people, error: unread } = usePeople(sellerId, null)
  const { watch, refusals, error = unread, isBusy } = useWatching(id)
  if (!viewer) return null
  const isWatching = watcherIds.includes(viewer.id)
  const nameOf = (userId: string) => people?.find(({ value }) => value === userId)?.label ?? userId
  const others = watcherIds.filter((one) => one !== viewer.id)
  return (
    <Section title={t('approvals.watchers')}>
      <Stack gap="sm">
        {error && <Fault error={error} />}
        <Refusals list={refusals} />
        <Text size="sm">{t(isWatching ? 'approvals.youWatch' : 'approvals.youDoNotWatch')}</Text>
        <Group>
          <Button
            variant="default"
            size="sm"
            disabled={isBusy}
            onClick={() => void watch(viewer.id, !isWatching)}
          >
            {t(isWatching ? 'approvals.unwatch' : 'approvals.watch')}
          </Button>
        </Group>
        <List size="sm">
          {others.map((one) => (
            <List.Item key={one}>
              <Group gap="xs">
                {nameOf(one)}
                {may('APPROVAL_MANAGE') && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    disabled={isBusy}
                    aria-label={t('approvals.unwatchOf', { name: nameOf(one) })}
                    onClick={() => void watch(one, false)}
                  >
                    {t('approvals.remove')}
                  </Button>
                )}
              </Group>
            </List.Item>
          ))}
        </List>
        {may('APPROVAL_MANAGE') && people && (
          <NativeSelect
            label={t('approvals.addWatcher')}
            value=""
            disabled={isBusy}
            onChange={(event) => void watch(event.currentTarget.value, true)}
            data={[
              { value: '', label: t('provisioning.choose') },
              ...people.filter(({ value }) => value !== viewer.id && !watcherIds.includes(value)),
            ]}
          />
        )}
      </Stack>
    </Section>
  )
}
