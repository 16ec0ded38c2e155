/** Counts what workers do. Names come from fixed lists: queues, states, codes. */
export interface WorkMeter {
  /** A job ended: DONE, is run AGAIN, or was GIVEN_UP. */
  job(queue: string, outcome: 'DONE' | 'AGAIN' | 'GIVEN_UP', seconds: number): void
  /** A webhook was sent: the class of the answer's status (`2xx`), or why there was none. */
  attempt(result: string, seconds: number): void
  /** A webhook message moved on after an attempt. */
  delivery(state: 'SUCCEEDED' | 'RETRYING' | 'FAILED'): void
  /** The reconciler ran, and started so much of each kind again. */
  reconciled(repairs: ReadonlyMap<string, number>): void
}
