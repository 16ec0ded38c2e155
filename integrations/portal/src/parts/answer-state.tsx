import { Text } from '@mantine/core'
import type { CombinedError } from 'urql'
import { Fault } from './fault.tsx'
import { Loading } from './loading.tsx'

interface AnswerStateProps {
  list: readonly unknown[] | undefined
  error: CombinedError | undefined
  again: () => void
  /** What to say of an empty list. */
  none: string
  rows?: number
}

/** In place of a list that failed, is not there yet, or is empty. */
export function AnswerState({ list, error, again, none, rows = 6 }: AnswerStateProps) {
  if (error) return <Fault error={error} again={again} />
  if (!list) return <Loading rows={rows} />
  return list.length === 0 ? <Text c="dimmed">{none}</Text> : null
}
