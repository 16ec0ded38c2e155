import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { useLocation } from 'wouter'
import { EndpointCreateDocument } from '../generated/operations.ts'
import { t } from '../strings.ts'
import { useIntentKey } from '../use-intent-key.ts'
import { ActState } from './act-state.tsx'
import { EndpointForm } from './endpoint-form.tsx'
import { inputOf, newWish } from './endpoint-wish.ts'
import { EndpointSecret } from './endpoint-secret.tsx'
import { useAct } from './use-act.ts'

/** Adds an endpoint, shows its secret this once, and goes to it. */
export function CreateEndpoint({ close }: { close: () => void }) {
  const keyOf = useIntentKey()
  const [, go] = useLocation()
  const [wish, setWish] = useState(newWish)
  const [made, setMade] = useState<{ id: string; secret: string | null } | null>(null)
  const act = useAct()
  const [, create] = useMutation(EndpointCreateDocument)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { signatureScheme } = wish
    const wanted = { ...inputOf(wish), signatureScheme, source: 'PORTAL' } as const
    const input = { ...wanted, idempotencyKey: keyOf(wanted) }
    const answer = await act.run(async () => {
      const { data, error } = await create({ input })
      return { error, payload: data?.webhookEndpointCreate }
    })
    if (answer?.webhookEndpoint) setMade({ id: answer.webhookEndpoint.id, secret: answer.secret })
  }
  if (made)
    return <EndpointSecret secret={made.secret} close={() => go(`/integrations/webhooks/${made.id}`)} />
  return (
    <Modal opened onClose={close} title={t('webhooks.add')} size="lg" centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <EndpointForm wish={wish} set={setWish} refusals={act.refusals} isNew />
          <ActState act={act} />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={act.isBusy}>
              {t('webhooks.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
