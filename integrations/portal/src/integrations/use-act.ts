import { useState } from 'react'
import type { CombinedError } from 'urql'
import type { Refusal } from '../parts/fault.tsx'

/** What a mutation came back with. */
interface Outcome<Payload> {
  error: CombinedError | undefined
  payload: Payload | undefined
}

/** How it goes, for the page to show. */
export interface Act {
  isBusy: boolean
  error: CombinedError | undefined
  refusals: readonly Refusal[]
  /** Carries one thing out; answers with its payload, or with null when it failed or was refused. */
  run: <Payload extends { userErrors: readonly Refusal[] }>(
    work: () => Promise<Outcome<Payload>>,
  ) => Promise<Payload | null>
}

const calm = { isBusy: false, error: undefined, refusals: [] } as const

/** Carries out what a button asks for, and keeps what went wrong until the next try. */
export function useAct(): Act {
  const [state, setState] = useState<Omit<Act, 'run'>>(calm)
  const run: Act['run'] = async (work) => {
    setState({ ...calm, isBusy: true })
    const { error, payload } = await work()
    const refusals = payload?.userErrors ?? []
    setState({ isBusy: false, error, refusals })
    return error || !payload || refusals.length > 0 ? null : payload
  }
  return { ...state, run }
}
