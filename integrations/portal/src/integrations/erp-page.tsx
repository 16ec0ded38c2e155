import { Button, Group, SimpleGrid, Text } from '@mantine/core'
import { useMutation, useQuery } from 'urql'
import {
  ErpConnectionListDocument,
  ErpConnectionTestDocument,
  ErpConnectionUpdateDocument,
  type ErpConnectionFieldsFragment,
} from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { Section } from '../orders/order-sections.tsx'
import { AnswerState } from '../parts/answer-state.tsx'
import { Facts } from '../parts/facts.tsx'
import { Page } from '../parts/page.tsx'
import { useViewer } from '../shell/use-viewer.ts'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { ErpPushes } from './erp-pushes.tsx'
import { StateBadge } from './state-badge.tsx'
import { useAct } from './use-act.ts'
import { usePolling } from './use-polling.ts'

/** The ERPs that orders go into, and what did not get there. */
export function ErpPage() {
  const [{ data, error }, again] = useQuery({
    query: ErpConnectionListDocument,
    requestPolicy: 'cache-and-network',
  })
  const list = data?.erpConnections
  usePolling(again, list?.some(({ testStatus }) => testStatus === 'PENDING') ?? false, 1000)
  return (
    <Page title={t('erp.title')}>
      <Text c="dimmed">{t('erp.lead')}</Text>
      <AnswerState list={list} error={error} again={again} none={t('erp.none')} rows={3} />
      {list && list.length > 0 && (
        <>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {list.map((one) => (
              <Connection key={one.id} connection={one} />
            ))}
          </SimpleGrid>
          <ErpPushes connections={list} />
        </>
      )}
    </Page>
  )
}

function Connection({ connection }: { connection: ErpConnectionFieldsFragment }) {
  const { name, kind, url, database, username, pushFrom, confirms, status } = connection
  return (
    <Section title={name}>
      <Group gap="xs" mb="sm">
        <StateBadge state={status} />
        <Text size="sm" c="dimmed">
          {t(`erp.kind.${kind}`)}
        </Text>
      </Group>
      <Facts
        list={[
          [t('erp.url'), url],
          [t('erp.database'), database],
          [t('erp.username'), username],
          [t('erp.pushFrom'), t(`erp.from.${pushFrom}`)],
          [t('erp.confirms'), t(confirms ? 'yes' : 'no')],
        ]}
      />
      <Tested connection={connection} />
      <ConnectionActions connection={connection} />
    </Section>
  )
}

function Tested({ connection }: { connection: ErpConnectionFieldsFragment }) {
  const { testStatus, testMessage, testedAt } = connection
  if (!testStatus) return null
  return (
    <Group gap="xs" mt="sm" role="status">
      <Text size="sm">{t('erp.lastTest')}</Text>
      <StateBadge state={testStatus} />
      <Text size="sm" c="dimmed">
        {testedAt && formatMoment(testedAt)}
      </Text>
      <Text size="sm">{testMessage}</Text>
    </Group>
  )
}

function ConnectionActions({ connection }: { connection: ErpConnectionFieldsFragment }) {
  const { id: connectionId, name, status, version } = connection
  const { may } = useViewer()
  const act = useAct()
  const [, test] = useMutation(ErpConnectionTestDocument)
  const [, update] = useMutation(ErpConnectionUpdateDocument)
  if (!may('WEBHOOK_WRITE')) return null
  const isActive = status === 'ACTIVE'
  const runTest = () =>
    act.run(async () => {
      const { data, error } = await test({ input: { connectionId } })
      return { error, payload: data?.erpConnectionTest }
    })
  const change = () =>
    act.run(async () => {
      const input = {
        connectionId,
        expectedVersion: version,
        status: isActive ? 'PAUSED' : 'ACTIVE',
      } as const
      const { data, error } = await update({ input })
      return { error, payload: data?.erpConnectionUpdate }
    })
  return (
    <>
      <ActState act={act} />
      <Group mt="md" gap="xs">
        <Button
          size="sm"
          variant="default"
          disabled={act.isBusy}
          aria-label={t('erp.testOne', { name })}
          onClick={() => void runTest()}
        >
          {t('erp.test')}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={act.isBusy}
          aria-label={t(isActive ? 'erp.pauseOne' : 'erp.resumeOne', { name })}
          onClick={() => void change()}
        >
          {t(isActive ? 'erp.pause' : 'erp.resume')}
        </Button>
      </Group>
    </>
  )
}
