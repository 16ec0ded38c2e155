import type { Station } from './site.ts'

/** Connections between API and PostgreSQL that break between a commit and its answer. */
export interface Cuts {
  made: () => number
  stop: () => void
}

/**
 * Cuts the connection on which an order was just committed, when PostgreSQL's answer comes back and before the API
 * hears it: the order is there, and neither the API nor its client can know.
 */
export function cutAfterCommit(stations: readonly Station[], how: { times: number; did: () => void }): Cuts {
  const watches = stations.map(({ database }) => ({
    database,
    watch: database.watch({
      name: 'cut after COMMIT',
      says: 'commit\0',
      from: 'client',
      onlyAfter: 'INSERT INTO idempotency_key',
      moment: 'answer',
      cut: true,
      act: how.did,
      times: how.times,
    }),
  }))
  return {
    made: () => watches.reduce((sum, { watch }) => sum + watch.hits, 0),
    stop: () => {
      for (const { database, watch } of watches) database.unwatch(watch)
    },
  }
}
