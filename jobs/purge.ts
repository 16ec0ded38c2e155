import { z } from 'zod'
import { defineJob } from './job.ts'

const dayMs = 86_400_000

/** THE table: what is kept for how many days, and the gate's function that lets the rest go. The audit chain is kept for good. */
const retention = [
  { what: 'published events: the pull feed reaches back that far', days: 30, purge: 'gate.purge_events' },
  { what: 'jobs that are done; dead letters stay', days: 7, purge: 'gate.purge_job_runs' },
  { what: 'what jobs have done, so that none does it twice', days: 30, purge: 'gate.purge_job_effects' },
  {
    what: 'idempotency keys, after the 30 days that they hold',
    days: 0,
    purge: 'gate.purge_idempotency_keys',
  },
  { what: 'sessions, after they ended', days: 30, purge: 'gate.purge_sessions' },
  { what: 'one-time links, after they expired', days: 0, purge: 'gate.purge_user_tokens' },
  { what: 'failed sign-ins', days: 1, purge: 'gate.purge_sign_in_attempts' },
  {
    what: 'webhook messages that are final, and their attempts',
    days: 90,
    purge: 'gate.purge_webhook_messages',
  },
  { what: 'notifications that wait for nothing', days: 90, purge: 'gate.purge_notifications' },
] as const

const perBatch = 1000
const mostBatches = 10

/** Lets go what has served its time: of each kind at most ten thousand rows a run, the oldest first. */
export const purgeJob = defineJob({
  name: 'purge',
  data: z.object({ sellerId: z.string() }),
  concurrency: 1,
  mode: 'wake',
  async run(ctx) {
    const now = ctx.clock.now().getTime()
    for (const { what, days, purge } of retention) {
      let gone = 0
      for (let batch = 1, last = perBatch; batch <= mostBatches && last === perBatch; batch++) {
        const [row] = await ctx.em.execute<Array<{ gone: number }>>(`SELECT ${purge}(?, ?) AS gone`, [
          new Date(now - days * dayMs),
          perBatch,
        ])
        last = row?.gone ?? 0
        gone += last
      }
      if (gone > 0) ctx.log.info({ gone, what }, 'purge')
    }
  },
})
