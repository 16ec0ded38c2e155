import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useQuery } from 'urql'
import { MessageListDocument, PayloadPreviewDocument } from '../generated/operations.ts'
import { formatMoment } from '../format.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Facts } from '../parts/facts.tsx'
import { Fault } from '../parts/fault.tsx'
import { Loading } from '../parts/loading.tsx'
import { t } from '../strings.ts'
import { prettyOf } from './pretty-of.ts'

interface PayloadPreviewProps {
  endpointId: string
  close: () => void
}

/** The last events that were told to anybody, newest first, each once. */
function useRecentEvents() {
  const [{ data }] = useQuery({ query: MessageListDocument, variables: { first: 50 } })
  const messages = data?.webhookMessages.nodes ?? []
  return messages.filter(({ eventId }, at) => messages.findIndex((one) => one.eventId === eventId) === at)
}

/** What an endpoint would be sent for an event, to the byte. */
export function PayloadPreview({ endpointId, close }: PayloadPreviewProps) {
  const recent = useRecentEvents()
  const [chosen, setChosen] = useState('')
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const eventId = chosen || typed.trim()
  const ask = (event: FormEvent) => {
    event.preventDefault()
    setAsked(eventId)
  }
  return (
    <Modal opened onClose={close} title={t('webhooks.action.PREVIEW')} size="xl" centered>
      <Stack>
        <form onSubmit={ask}>
          <Stack>
            <NativeSelect
              label={t('preview.event')}
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
              data={[
                { value: '', label: t('preview.other') },
                ...recent.map(({ eventId: value, eventType, createdAt }) => ({
                  value,
                  label: `${eventType} · ${formatMoment(createdAt)}`,
                })),
              ]}
            />
            {chosen === '' && (
              <TextInput
                label={t('preview.id')}
                description={t('preview.idHint')}
                required
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            )}
            <Group justify="end">
              <Button variant="default" onClick={close}>
                {t('close')}
              </Button>
              <Button type="submit">{t('preview.show')}</Button>
            </Group>
          </Stack>
        </form>
        {asked && <Shown eventId={asked} endpointId={endpointId} />}
      </Stack>
    </Modal>
  )
}

function Shown({ eventId, endpointId }: { eventId: string; endpointId: string }) {
  const [{ data, error }, again] = useQuery({
    query: PayloadPreviewDocument,
    variables: { eventId, endpointId },
    requestPolicy: 'network-only',
  })
  if (error) return <Fault error={error} again={again} />
  if (!data) return <Loading rows={4} />
  const preview = data.webhookPayloadPreview
  if (!preview) return <Text role="status">{t('preview.unknown')}</Text>
  return (
    <Stack>
      {!preview.passesFilter && (
        <Alert color="orange" variant="outline" role="status">
          {t('preview.keptBack')}
        </Alert>
      )}
      <Facts list={Object.entries(preview.headers as Record<string, string>)} />
      <CodeBlock label={t('preview.body')} text={prettyOf(preview.body)} copied={preview.body} />
    </Stack>
  )
}
