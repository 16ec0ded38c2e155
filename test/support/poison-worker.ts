import 'reflect-metadata'
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { defineJob } from '../../jobs/job.ts'
import type { EarlierStarts, NextStart } from '../../jobs/next-start.rules.ts'
import { startWorkers } from '../../jobs/start-workers.ts'
import { readConfig } from '../../src/platform/config.ts'
import { startWatchdog } from '../../src/platform/watchdog.ts'
import { openResources } from '../../src/resources.ts'

/** A worker process for poison-jobs.long.ts: the product's own workers, on one kind of job that may be poison. */
const { STARTS_LOG: log = '', CONTAINMENT: containment, GOOD_MS: goodMs = '100' } = process.env

/** Work in vain until the heap is full. */
function exhaustMemory(): never {
  const kept: unknown[] = []
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })))
}

const poisons: Record<string, () => unknown> = {
  throws: () => {
    throw new Error('This job always throws.')
  },
  hangs: () => sleep(600_000, undefined, { ref: false }),
  blocks: () => {
    for (;;);
  },
  memory: exhaustMemory,
  kills: () => process.kill(process.pid, 'SIGKILL'),
}

const proofJob = defineJob({
  name: 'proof',
  data: z.object({ sellerId: z.string(), subjectId: z.string(), kind: z.string() }),
  concurrency: 8,
  mode: 'once',
  deadlineMs: 3000,
  lockMs: 3000,
  firstRetryMs: 300,
  async run(ctx, { subjectId, kind }, { starts }) {
    appendFileSync(log, `${subjectId} ${starts}\n`)
    await sleep(kind === 'good' ? Number(goodMs) : 40)
    await poisons[kind]?.()
    await ctx.em.execute('INSERT INTO proof (subject_id, start) VALUES (?, ?)', [subjectId, starts])
  },
})

/** Containment switched off: nobody is a suspect, or nobody is ever given up. */
const controls: Record<string, (earlier: EarlierStarts) => NextStart> = {
  'no-lane': ({ status, starts }) => {
    if (status === 'DONE') return 'SKIP'
    if (status === 'DEAD') return 'REFUSE'
    return starts >= 3 ? 'BURY' : 'FREELY'
  },
  'no-end': ({ status }) => (status === 'DONE' ? 'SKIP' : 'FREELY'),
}

const config = readConfig(process.env)
const { orm, queues, pubsub, keys, clock, ids, log: logger } = await openResources(config)
const nextStart = controls[containment ?? '']
startWatchdog(1500)
await startWorkers(
  {
    root: orm.em.fork(),
    queues,
    pubsub,
    keys,
    clock,
    ids,
    log: logger,
    providers: new Map(),
    loopbackWebhooks: false,
    auditExportFile: config.auditExportFile,
    draftLife: config.draftLife,
    renewalNoticeDays: config.renewalNoticeDays,
    eventsCommitted: () => undefined,
    ...(nextStart ? { nextStart } : {}),
  },
  [proofJob],
)
process.send?.('ready')
process.once('disconnect', () => process.exit(0))
