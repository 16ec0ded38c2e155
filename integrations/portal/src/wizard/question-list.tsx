import { Fieldset, Stack } from '@mantine/core'
import type { WizardOrderFragment } from '../generated/operations.ts'
import { AnswerField } from './answer-field.tsx'
import { AnswerList } from './answer-list.tsx'
import { isAsked, type Answers } from './is-asked.ts'
import type { Question } from './questions.ts'

interface QuestionListProps {
  questions: readonly Question[]
  answers: Answers
  beside?: Answers
  stored: WizardOrderFragment['provisioning']
  set: (answers: Answers) => void
  /** What is wrong with the answer to this question. */
  wrong: (key: string) => string | undefined
}

/** The questions that are asked beside the answers so far, under their headings. */
export function QuestionList({ questions, answers, beside = {}, stored, set, wrong }: QuestionListProps) {
  const asked = questions.filter(({ visibleIf }) => isAsked(visibleIf, { ...beside, ...answers }))
  const groups = [...new Set(asked.map(({ group }) => group))]
  const field = (question: Question) => {
    const { key, capacity } = question
    const Field = capacity ? AnswerList : AnswerField
    return (
      <Field
        key={key}
        question={question}
        value={answers[key]}
        set={(value) => set({ ...answers, [key]: value })}
        error={wrong(key)}
        isKept={stored.some((one) => one.key === key && one.isSensitive)}
      />
    )
  }
  return (
    <Stack>
      {groups.map((group) => {
        const fields = asked.filter((one) => one.group === group).map(field)
        return group ? (
          <Fieldset key={group} legend={group}>
            <Stack gap="sm">{fields}</Stack>
          </Fieldset>
        ) : (
          <Stack key="" gap="sm">
            {fields}
          </Stack>
        )
      })}
    </Stack>
  )
}
