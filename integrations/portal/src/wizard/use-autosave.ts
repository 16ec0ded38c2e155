import { useCallback, useEffect, useRef } from 'react'

const pauseMs = 900

/**
 * Saves what was entered after a pause, and at once when the stage is left. Answers with what saves at once; `force` saves
 * an untouched form too, which is how a stage is confirmed as it stands.
 */
export function useAutosave<Value>(value: Value, save: (value: Value) => Promise<boolean>) {
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
    saved.current = now
    return send(now)
  }, [])
  useEffect(() => {
    if (value === saved.current) return
    timer.current = window.setTimeout(() => void flush(), pauseMs)
    return () => clearTimeout(timer.current)
  }, [value, flush])
  useEffect(() => () => void flush(), [flush])
  return flush
}
