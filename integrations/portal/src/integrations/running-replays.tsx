import { useQuery } from 'urql'
import { RunningReplaysDocument } from '../generated/operations.ts'
import { ReplayProgress } from './replay-progress.tsx'

/** Replays that run, whoever began them; nothing while none does. */
export function RunningReplays() {
  const [{ data }] = useQuery({ query: RunningReplaysDocument, requestPolicy: 'cache-and-network' })
  return data?.activities.nodes.map((one) => <ReplayProgress key={one.id} begun={one} />)
}
