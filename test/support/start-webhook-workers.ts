import type { JobDefinition } from '../../jobs/job.ts'
import { startWorkers } from '../../jobs/start-workers.ts'
import type { Config } from '../../src/platform/config.ts'
import type { Resources } from '../../src/resources.ts'

/** Starts the product's own workers on these jobs alone, told to call loopback; answers with what stops them. */
export function startWebhookWorkers(
  { orm, queues, pubsub, keys, clock, ids, log }: Resources,
  { auditExportFile, draftLife, renewalNoticeDays }: Config,
  definitions: JobDefinition[],
): Promise<() => Promise<void>> {
  const parts = { queues, pubsub, keys, clock, ids, log, auditExportFile, draftLife, renewalNoticeDays }
  return startWorkers(
    {
      ...parts,
      root: orm.em.fork(),
      providers: new Map(),
      loopbackWebhooks: true,
      eventsCommitted: () => undefined,
    },
    definitions,
  )
}
