import { ActionIcon, Autocomplete, Group, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import type { WebhookFilterOperator } from '../generated/operations.ts'
import type { Refusal } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { t } from '../strings.ts'
import { needsNoValue, takesTexts, type FilterLine } from './filter-draft.ts'

const operators = [
  'ANY_OF',
  'NONE_OF',
  'LESS_THAN',
  'AT_MOST',
  'AT_LEAST',
  'MORE_THAN',
  'EXISTS',
] as const satisfies WebhookFilterOperator[]

interface FilterLineFieldsProps {
  line: FilterLine
  /** Where it stands, for people. */
  number: number
  /** Places that messages have. */
  places: string[]
  refusals: readonly Refusal[]
  set: (line: FilterLine) => void
  remove: () => void
}

/** A place of the message, how it compares, and with what. */
export function FilterLineFields({ line, number, places, refusals, set, remove }: FilterLineFieldsProps) {
  const wrong = (name: string) => refusals.find(({ path }) => path[3] === name)?.message
  return (
    <Group role="group" aria-label={t('filter.line', { number })} gap="xs" align="start">
      <Autocomplete
        id={line.id}
        label={t('filter.path')}
        placeholder="data.order.status"
        data={places}
        limit={50}
        miw={200}
        flex={1}
        value={line.path}
        error={wrong('path')}
        onChange={(path) => set({ ...line, path })}
      />
      <NativeSelect
        label={t('condition.operator')}
        value={line.operator}
        onChange={(event) => {
          const operator = operators.find((one) => one === event.currentTarget.value)
          if (operator) set({ ...line, operator, values: [] })
        }}
        data={operators.map((value) => ({ value, label: t(`filter.operators.${value}`) }))}
      />
      <LineValues line={line} error={wrong('values')} set={(values) => set({ ...line, values })} />
      <ActionIcon
        variant="subtle"
        size="lg"
        color="red"
        mt={24}
        aria-label={t('filter.remove', { number })}
        onClick={remove}
      >
        <Icon name="trash" />
      </ActionIcon>
    </Group>
  )
}

interface LineValuesProps {
  line: FilterLine
  error: string | undefined
  set: (values: string[]) => void
}

function LineValues({ line: { operator, values }, error, set }: LineValuesProps) {
  if (needsNoValue(operator)) return null
  if (!takesTexts(operator))
    return (
      <TextInput
        label={t('condition.value')}
        inputMode="decimal"
        w={130}
        value={values[0] ?? ''}
        error={error}
        onChange={(event) => set([event.currentTarget.value.trim()])}
      />
    )
  return (
    <TagsInput
      label={t('condition.values')}
      description={t('condition.tags')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maxTags={100}
      miw={120}
      flex={1}
      value={values}
      error={error}
      onChange={set}
    />
  )
}
