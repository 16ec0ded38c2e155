import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { EndpointUpdateDocument, type EndpointFieldsFragment } from '../generated/operations.ts'
import { t } from '../strings.ts'
import { ActState } from './act-state.tsx'
import { EndpointForm } from './endpoint-form.tsx'
import { inputOf, wishOf } from './endpoint-wish.ts'
import { useAct } from './use-act.ts'

interface EditEndpointProps {
  endpoint: EndpointFieldsFragment
  close: () => void
}

/** Changes an endpoint; refused when somebody else changed it meanwhile. */
export function EditEndpoint({ endpoint, close }: EditEndpointProps) {
  const [wish, setWish] = useState(() => wishOf(endpoint))
  // What was read when the dialog opened is what the person looks at.
  const [expectedVersion] = useState(endpoint.version)
  const act = useAct()
  const [, update] = useMutation(EndpointUpdateDocument)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { expiresAt, ...wanted } = inputOf(wish)
    const input = {
      ...wanted,
      // An end that is past may stay as it is, and would be refused as a new one.
      ...(expiresAt === endpoint.expiresAt ? {} : { expiresAt }),
      endpointId: endpoint.id,
      expectedVersion,
    }
    const answer = await act.run(async () => {
      const { data, error } = await update({ input })
      return { error, payload: data?.webhookEndpointUpdate }
    })
    if (answer) close()
  }
  return (
    <Modal opened onClose={close} title={t('webhooks.edit')} size="lg" centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <EndpointForm wish={wish} set={setWish} refusals={act.refusals} isNew={false} />
          <ActState act={act} />
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={act.isBusy}>
              {t('items.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
