import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'

/** Words that somebody types: what to ask for, null for none, a moment after the last key. */
export function useWords(): [asked: string | null, set: (words: string) => void] {
  const [words, set] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 250)
  return [asked || null, set]
}
