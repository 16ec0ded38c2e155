import { useCallback, useRef, useState } from 'react'
import type { CombinedError } from 'urql'
import type { Refusal } from '../parts/fault.tsx'

/** What a save answers with. */
export interface Saved {
  error: CombinedError | undefined
  refusals: readonly Refusal[]
}

/** How the saving goes, as the bar below a stage tells it. */
export interface Saving {
  state: 'IDLE' | 'SAVING' | 'SAVED' | 'FAILED'
  error: CombinedError | undefined
  refusals: readonly Refusal[]
  /** Runs one save after the other; true when it was carried out. */
  run: (work: () => Promise<Saved>) => Promise<boolean>
}

const calm = { state: 'IDLE', error: undefined, refusals: [] } as const

/** Saves one after the other, so that an earlier one never lands on a later one. */
export function useSaving(): Saving {
  const [outcome, setOutcome] = useState<Omit<Saving, 'run'>>(calm)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const run = useCallback(async (work: () => Promise<Saved>) => {
    setOutcome({ ...calm, state: 'SAVING' })
    const done = last.current.then(work)
    last.current = done
    const saved = await done
    const isDone = !saved.error && saved.refusals.length === 0
    setOutcome({ ...saved, state: isDone ? 'SAVED' : 'FAILED' })
    return isDone
  }, [])
  return { ...outcome, run }
}
