import { MultiSelect } from '@mantine/core'
import { t } from '../strings.ts'
import type { Choice } from './use-approver-choices.ts'
import { useNames } from './use-names.ts'

/** A field of values that are chosen by words: there are more of them than a list can show. */
export interface FoundValuesField {
  label: string
  error: string | undefined
  value: string[]
  onChange: (ids: string[]) => void
  miw: number
  flex: number
}

interface FoundValuesProps extends FoundValuesField {
  found: Choice[]
  onSearchChange: (words: string) => void
}

/** Ids by their names: those that were chosen, and those that the words have found. */
export function FoundValues({ value, found, ...field }: FoundValuesProps) {
  const nameOf = useNames(value)
  const chosen = value.map((id) => ({ value: id, label: nameOf(id) }))
  return (
    <MultiSelect
      {...field}
      value={value}
      data={[...chosen, ...found.filter((one) => !value.includes(one.value))]}
      searchable
      hidePickedOptions
      filter={({ options }) => options}
      nothingFoundMessage={t('condition.nothingFound')}
    />
  )
}
