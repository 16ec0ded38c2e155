/** Starts before a job becomes a dead letter. */
const usualStarts = 3

/** What is known of a job's earlier starts. */
export interface EarlierStarts {
  status: 'RUNNING' | 'WAITING_RETRY' | 'DONE' | 'DEAD'
  starts: number
  /** Starts whose end nobody recorded. */
  crashes: number
}

/**
 * What happens to a job that a queue hands over:
 * `SKIP` it is done; `REFUSE` it is a dead letter; `BURY` it becomes one; or it starts: `FREELY` beside others, `IN_LANE`
 * as the only suspect of its queue, or `ALONE`: in the lane, and with the process to itself.
 */
export type NextStart = 'SKIP' | 'REFUSE' | 'BURY' | 'FREELY' | 'IN_LANE' | 'ALONE'

/**
 * A job that is still RUNNING when it is handed over again has lost its worker, and is a suspect from then on. It may be
 * the one that killed the worker, or only have run beside it. The last start of a suspect is therefore made alone: a job
 * that never failed by itself is buried only if it took down a process in which nothing else ran.
 */
export function nextStart(earlier: EarlierStarts, maxStarts: number = usualStarts): NextStart {
  const { status, starts, crashes } = earlier
  if (status === 'DONE') return 'SKIP'
  if (status === 'DEAD') return 'REFUSE'
  const crashed = status === 'RUNNING'
  if (starts >= maxStarts) return 'BURY'
  if (!crashed && crashes === 0) return 'FREELY'
  return starts + 1 >= maxStarts ? 'ALONE' : 'IN_LANE'
}
