import { useRef } from 'react'
import { newKey } from './new-key.ts'

/** Keys for what is sent: the same again is the same intent, and is done once; another text is another one. */
export function useIntentKey(): (sent: unknown) => string {
  const last = useRef({ text: '', key: '' })
  return (sent) => {
    const text = JSON.stringify(sent)
    if (last.current.text !== text) last.current = { text, key: newKey() }
    return last.current.key
  }
}
