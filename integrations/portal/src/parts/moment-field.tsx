import { TextInput } from '@mantine/core'
import { useState } from 'react'

interface MomentFieldProps {
  label: string
  description?: string
  required?: boolean
  'data-autofocus'?: boolean
  error?: string | undefined
  /** ISO 8601, or null for none. */
  value: string | null
  set: (value: string | null) => void
}

/** In the reader's time zone, as the browser's own field wants it. */
function localOf(value: string | null): string {
  if (!value) return ''
  const moment = new Date(value)
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** A day and a time of day in the reader's time zone. */
export function MomentField({ value, set, ...field }: MomentFieldProps) {
  const [text, setText] = useState(() => localOf(value))
  return (
    <TextInput
      {...field}
      type="datetime-local"
      value={text}
      onChange={(event) => {
        const given = event.currentTarget.value
        setText(given)
        const moment = new Date(given)
        set(Number.isNaN(moment.getTime()) ? null : moment.toISOString())
      }}
    />
  )
}
