import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import {
  EndpointDeleteDocument,
  EndpointDisableDocument,
  EndpointEnableDocument,
  type EndpointFieldsFragment,
} from '../generated/operations.ts'
import { AskFirst } from '../parts/ask-first.tsx'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { EditEndpoint } from './edit-endpoint.tsx'
import { PayloadPreview } from './payload-preview.tsx'
import { ReplayDialog } from './replay-dialog.tsx'
import { RotateSecret } from './rotate-secret.tsx'
import { useAct, type Act } from './use-act.ts'
import { usePing } from './use-ping.ts'

type Dialog = 'EDIT' | 'ROTATE' | 'REPLAY' | 'PREVIEW' | 'DELETE'
const dialogs = ['EDIT', 'PREVIEW', 'REPLAY', 'ROTATE', 'DELETE'] as const satisfies readonly Dialog[]

interface EndpointActionsProps {
  endpoint: EndpointFieldsFragment
  /** Told the id of the ping that is on its way. */
  pinged: (messageId: string) => void
}

function usePause({ id, status }: EndpointFieldsFragment, act: Act) {
  const [, disable] = useMutation(EndpointDisableDocument)
  const [, enable] = useMutation(EndpointEnableDocument)
  const input = { endpointId: id }
  const pause = async () => {
    const { data, error } = await disable({ input })
    return { error, payload: data?.webhookEndpointDisable }
  }
  const resume = async () => {
    const { data, error } = await enable({ input })
    return { error, payload: data?.webhookEndpointEnable }
  }
  return () => act.run(status === 'ACTIVE' ? pause : resume)
}

/** What can be done with an endpoint. */
export function EndpointActions({ endpoint, pinged }: EndpointActionsProps) {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const act = useAct()
  const ping = usePing(endpoint.id, act)
  const pause = usePause(endpoint, act)
  const close = () => setDialog(null)
  const sendPing = async () => {
    const id = await ping()
    if (id) pinged(id)
  }
  return (
    <Stack>
      <ActState act={act} />
      <Group gap="xs">
        <Button size="sm" disabled={act.isBusy} onClick={() => void sendPing()}>
          {t('webhooks.ping')}
        </Button>
        <Button size="sm" variant="default" disabled={act.isBusy} onClick={() => void pause()}>
          {t(endpoint.status === 'ACTIVE' ? 'webhooks.pause' : 'webhooks.enable')}
        </Button>
        {dialogs.map((one) => (
          <Button
            key={one}
            size="sm"
            variant={one === 'DELETE' ? 'outline' : 'default'}
            {...(one === 'DELETE' ? { color: 'red' } : {})}
            onClick={() => setDialog(one)}
          >
            {t(`webhooks.action.${one}`)}
          </Button>
        ))}
      </Group>
      {dialog === 'EDIT' && <EditEndpoint endpoint={endpoint} close={close} />}
      {dialog === 'ROTATE' && <RotateSecret endpoint={endpoint} close={close} />}
      {dialog === 'REPLAY' && <ReplayDialog endpoint={endpoint} close={close} />}
      {dialog === 'PREVIEW' && <PayloadPreview endpointId={endpoint.id} close={close} />}
      {dialog === 'DELETE' && <DeleteEndpoint endpoint={endpoint} close={close} />}
    </Stack>
  )
}

function DeleteEndpoint({ endpoint, close }: { endpoint: EndpointFieldsFragment; close: () => void }) {
  const [, go] = useLocation()
  const act = useAct()
  const [, remove] = useMutation(EndpointDeleteDocument)
  const confirm = async () => {
    const answer = await act.run(async () => {
      const { data, error } = await remove({ input: { endpointId: endpoint.id } })
      return { error, payload: data?.webhookEndpointDelete }
    })
    if (answer) go('/integrations/webhooks')
  }
  return (
    <AskFirst
      title={t('webhooks.deleteTitle')}
      text={t('webhooks.deleteText', { url: endpoint.url })}
      action={t('webhooks.action.DELETE')}
      busy={act.isBusy}
      error={act.error}
      refusals={act.refusals}
      act={() => void confirm()}
      close={close}
    />
  )
}
