import { Anchor, Button, Card, Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { Link } from 'wouter'
import { EndpointCreateDocument, EndpointListDocument } from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import { Fault } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { PingOutcome } from './ping-outcome.tsx'
import { useAct } from './use-act.ts'
import { usePing } from './use-ping.ts'

const withoutQuery = (url: string) => url.split('?')[0]

/** The endpoint that is sent to the inspector: made by one press, tried by the next. */
export function InspectedEndpoint({ address }: { address: string }) {
  const [{ data, error }, again] = useQuery({
    query: EndpointListDocument,
    requestPolicy: 'cache-and-network',
  })
  const refresh = () => again({ requestPolicy: 'network-only' })
  if (error) return <Fault error={error} again={again} />
  if (!data) return null
  const endpoint = data.webhookEndpoints.find(({ url }) => withoutQuery(url) === address)
  return endpoint ? (
    <TryEndpoint id={endpoint.id} isActive={endpoint.status === 'ACTIVE'} />
  ) : (
    <MakeEndpoint address={address} made={refresh} />
  )
}

function MakeEndpoint({ address: url, made }: { address: string; made: () => void }) {
  const key = useRef(newKey())
  const act = useAct()
  const [, create] = useMutation(EndpointCreateDocument)
  const make = async () => {
    const description = t('inspector.description')
    const answer = await act.run(async () => {
      const { data, error } = await create({
        input: { url, eventTypes: ['*'], description, source: 'PORTAL', idempotencyKey: key.current },
      })
      return { error, payload: data?.webhookEndpointCreate }
    })
    if (answer) made()
  }
  return (
    <Card withBorder>
      <Stack>
        <ActState act={act} />
        <Text>{t('inspector.noEndpoint')}</Text>
        <Group>
          <Button loading={act.isBusy} onClick={() => void make()}>
            {t('inspector.make')}
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

function TryEndpoint({ id, isActive }: { id: string; isActive: boolean }) {
  const [pingId, setPingId] = useState<string | null>(null)
  const act = useAct()
  const ping = usePing(id, act)
  const send = async () => {
    const sent = await ping()
    if (sent) setPingId(sent)
  }
  return (
    <Card withBorder>
      <Stack>
        <ActState act={act} />
        <Text>{t(isActive ? 'inspector.endpoint' : 'inspector.endpointPaused')}</Text>
        <Group>
          <Button loading={act.isBusy} onClick={() => void send()}>
            {t('webhooks.ping')}
          </Button>
          <Anchor component={Link} href={`/integrations/webhooks/${id}`} size="sm">
            {t('inspector.toEndpoint')}
          </Anchor>
        </Group>
        {pingId && <PingOutcome key={pingId} messageId={pingId} ended={() => undefined} />}
      </Stack>
    </Card>
  )
}
