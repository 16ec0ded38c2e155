import { Fault, Refusals } from '../parts/fault.tsx'
import type { Act } from './use-act.ts'

/** What went wrong with the last thing that was asked for; nothing when nothing did. */
export function ActState({ act: { error, refusals } }: { act: Act }) {
  return (
    <>
      {error && <Fault error={error} />}
      <Refusals list={refusals} />
    </>
  )
}
