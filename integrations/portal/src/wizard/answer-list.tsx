import { Button, Fieldset, Group, Stack, Text } from '@mantine/core'
import { t } from '../strings.ts'
import { AnswerField, type AnswerFieldProps } from './answer-field.tsx'
import type { Question } from './questions.ts'

/** Several answers to one question, as many as its capacity allows. */
export function AnswerList({ question, value, set, error, isKept = false }: AnswerFieldProps<Question>) {
  const given: unknown[] = Array.isArray(value) ? value : []
  const least = Math.max(1, question.capacity?.min ?? 1)
  const entries = [...given, ...Array.from({ length: Math.max(0, least - given.length) }, () => undefined)]
  const put = (at: number, one: unknown) => set(entries.map((before, place) => (place === at ? one : before)))
  return (
    <Fieldset legend={question.label}>
      <Stack gap="sm">
        {question.hint && (
          <Text size="sm" c="dimmed">
            {question.hint}
          </Text>
        )}
        {entries.map((entry, at) => (
          <AnswerField
            key={at}
            question={{ ...question, hint: null, label: t('provisioning.entry', { number: at + 1 }) }}
            value={entry}
            set={(one) => put(at, one)}
            isKept={isKept}
          />
        ))}
        {error && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
        <Group>
          {entries.length < (question.capacity?.max ?? 1) && (
            <Button size="compact-sm" variant="default" onClick={() => set([...entries, ''])}>
              {t('provisioning.add')}
            </Button>
          )}
          {entries.length > least && (
            <Button size="compact-sm" variant="default" onClick={() => set(entries.slice(0, -1))}>
              {t('provisioning.remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </Fieldset>
  )
}
