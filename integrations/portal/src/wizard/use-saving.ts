import { useCallback, useRef, useState } from 'react'
import type { CombinedError } from 'urql'
import type { Refusal } from '../parts/fault.tsx'

/** What a save answers with. */
export interface Saved {
  error: CombinedError | undefined
  refusals: readonly Refusal[]
}

/** How a save ended. LOST: nobody knows whether it was carried out, and nobody said why not. */
export type SaveEnd = 'SAVED' | 'REFUSED' | 'LOST'

/** How the saving goes, as the bar below a stage tells it. */
export interface Saving {
  state: 'IDLE' | 'SAVING' | 'SAVED' | 'FAILED'
  error: CombinedError | undefined
  refusals: readonly Refusal[]
  /** Runs one save after the other. */
  run: (work: () => Promise<Saved>) => Promise<SaveEnd>
}

const calm = { state: 'IDLE', error: undefined, refusals: [] } as const

function endOf({ error, refusals }: Saved): SaveEnd {
  if (error) return 'LOST'
  return refusals.length > 0 ? 'REFUSED' : 'SAVED'
}

/** Saves one after the other, so that an earlier one never lands on a later one. */
export function useSaving(): Saving {
  const [outcome, setOutcome] = useState<Omit<Saving, 'run'>>(calm)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const run = useCallback(async (work: () => Promise<Saved>) => {
    setOutcome({ ...calm, state: 'SAVING' })
    const done = last.current.then(work)
    last.current = done
    const saved = await done
    const end = endOf(saved)
    setOutcome({ ...saved, state: end === 'SAVED' ? 'SAVED' : 'FAILED' })
    return end
  }, [])
  return { ...outcome, run }
}
