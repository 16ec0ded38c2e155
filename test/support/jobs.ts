import { tmpdir } from 'node:os'
import path from 'node:path'
import type { JobDefinition } from '../../jobs/job.ts'
import type { JobParts } from '../../jobs/parts.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { runJob } from '../../jobs/run-job.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { postgresPubSub } from '../../src/platform/pubsub.ts'
import { postgresQueues, type Job } from '../../src/platform/queues.ts'
import type { VerbHarness } from './verbs.ts'

/** Relay and jobs, run when the test says so: real queues, real events, no worker that runs on its own. */
export interface JobHarness {
  parts: JobParts
  /** Publishes what was recorded and runs every waiting job of the given kinds, until nothing waits. */
  settle(): Promise<void>
  /** Runs the jobs that wait for a time, without waiting for it; then settles. */
  runDelayed(): Promise<void>
  close(): Promise<void>
}

const mostRounds = 50

export async function openJobs(
  verbs: VerbHarness,
  given: Pick<JobParts, 'clock'> & Partial<JobParts> & { definitions: unknown[] },
): Promise<JobHarness> {
  const definitions = given.definitions as JobDefinition[]
  const log = createLogger('silent')
  const queues = postgresQueues(verbs.database.url, log)
  const pubsub = await postgresPubSub(verbs.database.url, log)
  const parts: JobParts = {
    root: verbs.orm.em.fork(),
    ids: systemIds(given.clock),
    log,
    keys: verbs.keys,
    pubsub,
    queues,
    providers: new Map(),
    auditExportFile: path.join(tmpdir(), 'countersign-no-anchors-expected.jsonl'),
    draftLife: { days: 30, noticeDays: 3 },
    renewalNoticeDays: 30,
    loopbackWebhooks: true,
    eventsCommitted: () => undefined,
    ...given,
  }
  const done = new Set<string>()
  const runAll = async (state: 'waiting' | 'delayed'): Promise<number> => {
    let ran = 0
    for (const definition of definitions) {
      const jobs = (await queues.queue(definition.name).getJobs([state])) as Job[]
      for (const job of jobs.filter((one) => !done.has(`${definition.name} ${one.id}`))) {
        done.add(`${definition.name} ${job.id}`)
        // A worker would take it out of the queue: as long as it waits there, it swallows every other wake.
        if (definition.mode === 'pump') await job.remove()
        await runJob(parts, definition, job)
        ran += 1
      }
    }
    return ran
  }
  const settle = async (): Promise<void> => {
    for (let round = 0; round < mostRounds; round++) {
      const published = await relayOnce(parts)
      if ((await runAll('waiting')) + published === 0) return
    }
    throw new Error(`Jobs still start jobs after ${mostRounds} rounds.`)
  }
  return {
    parts,
    settle,
    async runDelayed() {
      await runAll('delayed')
      await settle()
    },
    async close() {
      await queues.close()
      await pubsub.close()
    },
  }
}
