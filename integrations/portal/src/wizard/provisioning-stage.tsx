import { Card, Stack, Text, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import { useMutation } from 'urql'
import { OrderSetProvisioningDocument } from '../generated/operations.ts'
import { t } from '../strings.ts'
import type { Answers } from './is-asked.ts'
import { QuestionList } from './question-list.tsx'
import {
  changedValues,
  lineQuestions,
  orderQuestions,
  provisioningFormOf,
  type ProvisioningForm,
} from './questions.ts'
import { refusedAt, type SentAnswers } from './refused-at.ts'
import { StageBar } from './stage-bar.tsx'
import { problemAt, stageOf } from './stages.ts'
import { useAutosave } from './use-autosave.ts'
import type { StageProps } from './wizard-page.tsx'

function inputOf(order: StageProps['order'], now: ProvisioningForm): SentAnswers {
  const before = provisioningFormOf(order)
  return {
    values: changedValues({ questions: orderQuestions(order), before: before.order, now: now.order }),
    lines: order.lines
      .map((line) => ({
        lineNumber: line.lineNumber,
        values: changedValues({
          questions: lineQuestions(line),
          before: before.lines[line.lineNumber] ?? {},
          now: now.lines[line.lineNumber] ?? {},
          beside: now.order,
        }),
      }))
      .filter(({ values }) => values.length > 0),
  }
}

function useProvisioning({ order, saving }: Pick<StageProps, 'order' | 'saving'>) {
  const [form, setForm] = useState(() => provisioningFormOf(order))
  const [, setProvisioning] = useMutation(OrderSetProvisioningDocument)
  const sent = useRef<SentAnswers>({})
  const flush = useAutosave(form, (now: ProvisioningForm) =>
    saving.run(async () => {
      sent.current = inputOf(order, now)
      const { data, error } = await setProvisioning({ input: { orderId: order.id, ...sent.current } })
      const refusals = data?.orderSetProvisioning.userErrors ?? []
      return { error, refusals: refusals.map((one) => ({ ...one, path: refusedAt(one, sent.current) })) }
    }),
  )
  return { form, setForm, flush }
}

/** Stage 3: what each product needs to be delivered, as its definitions ask. */
export function ProvisioningStage({ order, saving, move }: StageProps) {
  const { form, setForm, flush } = useProvisioning({ order, saving })
  const { problems, state } = stageOf(order, 'PROVISIONING')
  const ofOrder = orderQuestions(order)
  const asking = order.lines.filter((line) => lineQuestions(line).length > 0)
  const wrong = (at: readonly string[]) => (key: string) =>
    problemAt(saving.refusals, [...at, key]) ??
    (state === 'NOT_STARTED' ? undefined : problemAt(problems, ['provisioning', ...at, key]))
  const setLine = (lineNumber: number, answers: Answers) =>
    setForm((before) => ({ ...before, lines: { ...before.lines, [lineNumber]: answers } }))
  const leave = async (by: 1 | -1) => {
    if (await flush(by === 1)) move(by)
  }
  return (
    <Stack>
      {ofOrder.length + asking.length === 0 && <Text c="dimmed">{t('provisioning.nothing')}</Text>}
      {ofOrder.length > 0 && (
        <Card withBorder component="section" aria-labelledby="for-order">
          <Title order={2} size="h4" id="for-order" mb="sm">
            {t('provisioning.ofOrder')}
          </Title>
          <QuestionList
            questions={ofOrder}
            answers={form.order}
            stored={order.provisioning}
            set={(answers) => setForm((before) => ({ ...before, order: answers }))}
            wrong={wrong(['order'])}
          />
        </Card>
      )}
      {asking.map((line) => (
        <Card withBorder component="section" key={line.id} aria-labelledby={line.id}>
          <Title order={2} size="h4" id={line.id} mb="sm">
            {line.item.productName}
          </Title>
          <QuestionList
            questions={lineQuestions(line)}
            answers={form.lines[line.lineNumber] ?? {}}
            beside={form.order}
            stored={line.provisioning}
            set={(answers) => setLine(line.lineNumber, answers)}
            wrong={wrong(['lines', String(line.lineNumber)])}
          />
        </Card>
      ))}
      <StageBar saving={saving} back={() => void leave(-1)} proceed={() => void leave(1)} />
    </Stack>
  )
}
