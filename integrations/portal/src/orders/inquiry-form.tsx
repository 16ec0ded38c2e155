import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useRef, useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { OrderProvideInformationDocument, type OrderDetailQuery } from '../generated/operations.ts'
import { newKey } from '../new-key.ts'
import { Fault, Refusals, type Refusal } from '../parts/fault.tsx'
import { t } from '../strings.ts'
import { QuestionList } from '../wizard/question-list.tsx'
import { provisioningFormOf, type ProvisioningForm } from '../wizard/questions.ts'
import { refusedAt } from '../wizard/refused-at.ts'
import { problemAt } from '../wizard/stages.ts'
import {
  answersOf,
  askedOfLine,
  askedOfOrder,
  askingLines,
  saidOf,
  type AskingLine,
} from './asked-answers.ts'
import { Section } from './order-sections.tsx'

interface InquiryFormProps {
  order: NonNullable<OrderDetailQuery['order']>
}

/** Sends the answers; a repeat after a lost answer gives them once. */
function useProvideInformation({ order }: InquiryFormProps) {
  const key = useRef(newKey())
  const [{ fetching, error }, provide] = useMutation(OrderProvideInformationDocument)
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const send = async (form: ProvisioningForm) => {
    const sent = answersOf(order, form)
    const { id: orderId, version: expectedVersion } = order
    const idempotencyKey = `${key.current}-${expectedVersion}`
    const { data } = await provide({ input: { orderId, expectedVersion, idempotencyKey, ...sent } })
    const refused = data?.orderProvideInformation.userErrors ?? []
    setRefusals(refused.map((one) => ({ ...one, path: refusedAt(one, sent) })))
  }
  return { send, refusals, isBusy: fetching, error }
}

/** What whoever delivers still needs to know, as a form. Once it is answered the order goes on by itself. */
export function InquiryForm({ order }: InquiryFormProps) {
  const [form, setForm] = useState(() => provisioningFormOf(order))
  const { send, refusals, isBusy, error } = useProvideInformation({ order })
  const lines = askingLines(order)
  const ofOrder = askedOfOrder(order)
  if (lines.length === 0) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send(form)
  }
  const wrong = (at: readonly string[], of: readonly AskingLine[]) => (key: string) =>
    problemAt(refusals, [...at, key]) ?? (refusals.length === 0 ? saidOf(of, key) : undefined)
  return (
    <Section title={t('inquiry.title')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Asked lines={lines} />
          {error && <Fault error={error} />}
          <Refusals list={refusals} />
          {ofOrder.length > 0 && (
            <QuestionList
              questions={ofOrder}
              answers={form.order}
              stored={order.provisioning}
              set={(answers) => setForm((before) => ({ ...before, order: answers }))}
              wrong={wrong(['order'], lines)}
            />
          )}
          {lines
            .filter((line) => askedOfLine(line).length > 0)
            .map((line) => (
              <Stack key={line.id} gap="sm">
                <Title order={3} size="h5">
                  {line.item.productName}
                </Title>
                <QuestionList
                  questions={askedOfLine(line)}
                  answers={form.lines[line.lineNumber] ?? {}}
                  beside={form.order}
                  stored={line.provisioning}
                  set={(answers) =>
                    setForm((before) => ({
                      ...before,
                      lines: { ...before.lines, [line.lineNumber]: answers },
                    }))
                  }
                  wrong={wrong(['lines', String(line.lineNumber)], [line])}
                />
              </Stack>
            ))}
          <Group>
            <Button type="submit" loading={isBusy}>
              {t('inquiry.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}

function Asked({ lines }: { lines: readonly AskingLine[] }) {
  return (
    <Alert color="orange" variant="outline" title={t('inquiry.asked')} role="note">
      {lines.map(({ id, item, informationRequest }) => (
        <Text key={id} size="sm">
          {item.productName}: {informationRequest?.message}
        </Text>
      ))}
    </Alert>
  )
}
