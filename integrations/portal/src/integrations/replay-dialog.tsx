import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import {
  ReplaySinceDocument,
  type EndpointFieldsFragment,
  type ReplayFieldsFragment,
  type WebhookReplayStatus,
} from '../generated/operations.ts'
import { MomentField } from '../parts/moment-field.tsx'
import { t } from '../strings.ts'
import { useIntentKey } from '../use-intent-key.ts'
import { ActState } from './act-state.tsx'
import { EventPatterns } from './event-patterns.tsx'
import { ReplayProgress } from './replay-progress.tsx'
import { useAct, type Act } from './use-act.ts'

const statuses = ['FAILED', 'SKIPPED', 'NEVER_ATTEMPTED'] as const satisfies readonly WebhookReplayStatus[]
const dayMs = 24 * 3_600_000

interface Choice {
  since: string | null
  until: string | null
  eventTypes: string[]
  statuses: WebhookReplayStatus[]
}

const yesterday = (): Choice => ({
  since: new Date(Date.now() - dayMs).toISOString(),
  until: null,
  eventTypes: [],
  statuses: ['FAILED', 'SKIPPED'],
})

/** Counts what a choice would send, and sends it. */
function useReplay(endpointId: string, act: Act) {
  const keyOf = useIntentKey()
  const [, replay] = useMutation(ReplaySinceDocument)
  return (choice: Choice, dryRun: boolean) =>
    act.run(async () => {
      const { since, until, eventTypes, statuses } = choice
      const input = {
        endpointId,
        dryRun,
        statuses,
        since: since ?? '',
        until,
        eventTypes: eventTypes.length === 0 ? null : eventTypes,
        idempotencyKey: dryRun ? null : keyOf(choice),
      }
      const { data, error } = await replay({ input })
      return { error, payload: data?.webhookReplaySince }
    })
}

interface ReplayDialogProps {
  endpoint: EndpointFieldsFragment
  close: () => void
}

/** Sends again what an endpoint missed: counted first, then sent, with its progress and a way to stop it. */
export function ReplayDialog({ endpoint, close }: ReplayDialogProps) {
  const [choice, setChoice] = useState(yesterday)
  const [count, setCount] = useState<number | null>(null)
  const [begun, setBegun] = useState<ReplayFieldsFragment | null>(null)
  const act = useAct()
  const replay = useReplay(endpoint.id, act)
  const choose = (change: Partial<Choice>) => {
    setChoice({ ...choice, ...change })
    // What was counted was another choice.
    setCount(null)
  }
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    setCount((await replay(choice, true))?.replayedCount ?? null)
  }
  const send = async () => setBegun((await replay(choice, false))?.activity ?? null)
  return (
    <Modal opened onClose={close} title={t('webhooks.action.REPLAY')} size="lg" centered>
      {begun ? (
        <Stack>
          <ReplayProgress begun={begun} />
          <Text size="sm" c="dimmed">
            {t('replay.goesOn')}
          </Text>
          <Group justify="end">
            <Button onClick={close}>{t('close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={(event) => void ask(event)}>
          <Stack>
            <ActState act={act} />
            <ReplayFields choice={choice} choose={choose} act={act} />
            <Text role="status">{count !== null && t('replay.count', { count })}</Text>
            <Group justify="end">
              <Button variant="default" onClick={close}>
                {t('cancel')}
              </Button>
              <Button type="submit" variant="light" loading={act.isBusy}>
                {t('replay.ask')}
              </Button>
              {count !== null && count > 0 && (
                <Button disabled={act.isBusy} onClick={() => void send()}>
                  {t('replay.send', { count })}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}

interface ReplayFieldsProps {
  choice: Choice
  choose: (change: Partial<Choice>) => void
  act: Act
}

function ReplayFields({ choice, choose, act: { refusals } }: ReplayFieldsProps) {
  const wrong = (name: string) => refusals.find(({ path }) => path[0] === name)?.message
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <MomentField
          label={t('replay.since')}
          required
          data-autofocus
          value={choice.since}
          error={wrong('since')}
          set={(since) => choose({ since })}
        />
        <MomentField
          label={t('replay.until')}
          description={t('replay.untilHint')}
          value={choice.until}
          error={wrong('until')}
          set={(until) => choose({ until })}
        />
      </SimpleGrid>
      <EventPatterns
        label={t('replay.events')}
        description={t('replay.eventsHint')}
        value={choice.eventTypes}
        error={wrong('eventTypes')}
        onChange={(eventTypes) => choose({ eventTypes })}
      />
      <Checkbox.Group
        label={t('replay.statuses')}
        value={choice.statuses}
        error={wrong('statuses')}
        onChange={(chosen) => choose({ statuses: statuses.filter((one) => chosen.includes(one)) })}
      >
        <Stack gap="xs" mt="xs">
          {statuses.map((one) => (
            <Checkbox key={one} value={one} label={t(`replay.status.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </>
  )
}
