import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { EndpointRotateSecretDocument, type EndpointFieldsFragment } from '../generated/operations.ts'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { EndpointSecret } from './endpoint-secret.tsx'
import { useAct } from './use-act.ts'

interface RotateSecretProps {
  endpoint: EndpointFieldsFragment
  close: () => void
}

/** Replaces the secret; for a day the old one signs beside it, so that no receiver misses anything. */
export function RotateSecret({ endpoint, close }: RotateSecretProps) {
  const [made, setMade] = useState<{ secret: string | null } | null>(null)
  const act = useAct()
  const [, rotate] = useMutation(EndpointRotateSecretDocument)
  const confirm = async () => {
    const answer = await act.run(async () => {
      const { data, error } = await rotate({ input: { endpointId: endpoint.id } })
      return { error, payload: data?.webhookEndpointRotateSecret }
    })
    if (answer) setMade({ secret: answer.secret })
  }
  if (made) return <EndpointSecret secret={made.secret} isNext close={close} />
  return (
    <Modal opened onClose={close} title={t('webhooks.action.ROTATE')} centered>
      <Stack>
        <ActState act={act} />
        <Text>{t('webhooks.rotateText')}</Text>
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={act.isBusy} onClick={() => void confirm()}>
            {t('webhooks.rotateNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
