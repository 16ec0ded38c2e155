import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../strings.ts'
import { durationOf, lengthOf, units } from './durations.ts'
import { useProblems } from './problems.tsx'

interface DurationFieldProps {
  label: string
  /** Where it stands in what is sent. */
  place: string
  /** ISO 8601; empty for none. */
  value: string
  set: (value: string) => void
}

/** A time from the moment at which the turn of a step comes. */
export function DurationField({ label, place, value, set }: DurationFieldProps) {
  const [given, setGiven] = useState(() => lengthOf(value) ?? { amount: value, unit: 'hours' as const })
  const put = (next: typeof given) => {
    setGiven(next)
    set(durationOf(next.amount, next.unit))
  }
  return (
    <Group gap="xs" align="start" wrap="nowrap">
      <TextInput
        label={label}
        inputMode="numeric"
        w={170}
        error={useProblems(place)}
        value={given.amount}
        onChange={(event) => put({ ...given, amount: event.currentTarget.value.trim() })}
      />
      <NativeSelect
        label={t('sla.unit', { label })}
        value={given.unit}
        onChange={(event) => {
          const unit = units.find((one) => one === event.currentTarget.value)
          if (unit) put({ ...given, unit })
        }}
        data={units.map((one) => ({ value: one, label: t(`sla.${one}`) }))}
      />
    </Group>
  )
}
