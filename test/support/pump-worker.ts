import 'reflect-metadata'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { startWorkers } from '../../jobs/start-workers.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openResources } from '../../src/resources.ts'
import { carelessPumps } from './careless-pumps.ts'

const carelessPump = Object.entries(carelessPumps).find(([name]) => name === process.env['CARELESS_PUMP'])

/**
 * A worker process for webhook faults: the product's own workers, on webhooks alone, and told to call loopback. A control
 * names another pump.
 */
const config = readConfig(process.env)
const { orm, queues, pubsub, keys, clock, ids, log } = await openResources(config)
await startWorkers(
  {
    root: orm.em.fork(),
    queues,
    pubsub,
    keys,
    clock,
    ids,
    log,
    providers: new Map(),
    loopbackWebhooks: true,
    auditExportFile: config.auditExportFile,
    draftLife: config.draftLife,
    renewalNoticeDays: config.renewalNoticeDays,
    eventsCommitted: () => undefined,
  },
  [fanOutBatchJob, fanOutWebhooksJob, carelessPump?.[1] ?? pumpWebhooksJob],
)
process.send?.('ready')
process.once('disconnect', () => process.exit(0))
