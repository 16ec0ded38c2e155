import { useCallback, useEffect, useRef } from 'react'
import type { SaveEnd } from './use-saving.ts'

const pauseMs = 900

/**
 * Saves what was entered after a pause, at once when the stage is left, and again when the connection is back. Answers with
 * what saves at once, true when nothing is left to save; `force` saves an untouched form too, which is how a stage is
 * confirmed as it stands.
 */
export function useAutosave<Value>(value: Value, save: (value: Value) => Promise<SaveEnd>) {
  const latest = useRef({ value, save })
  const saved = useRef(value)
  const timer = useRef<number>(undefined)
  useEffect(() => {
    latest.current = { value, save }
  })
  const flush = useCallback(async (force = false): Promise<boolean> => {
    clearTimeout(timer.current)
    const { value: now, save: send } = latest.current
    if (!force && now === saved.current) return true
    const before = saved.current
    saved.current = now
    const end = await send(now)
    // What got lost on the way is not saved, however often the stage is left. A later value has its own save.
    if (end === 'LOST' && saved.current === now) saved.current = before
    return end === 'SAVED'
  }, [])
  useEffect(() => {
    if (value === saved.current) return
    timer.current = window.setTimeout(() => void flush(), pauseMs)
    return () => clearTimeout(timer.current)
  }, [value, flush])
  useEffect(() => {
    const saveNow = () => void flush()
    addEventListener('online', saveNow)
    return () => {
      removeEventListener('online', saveNow)
      saveNow()
    }
  }, [flush])
  return flush
}
