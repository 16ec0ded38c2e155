import 'reflect-metadata'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openResources } from '../../src/resources.ts'
import { carelessPumps } from './careless-pumps.ts'
import { startWebhookWorkers } from './start-webhook-workers.ts'

const carelessPump = Object.entries(carelessPumps).find(([name]) => name === process.env['CARELESS_PUMP'])

/**
 * A worker process for webhook faults: the product's own workers, on webhooks alone, and told to call loopback. A control
 * names another pump.
 */
const config = readConfig(process.env)
const jobs = [fanOutBatchJob, fanOutWebhooksJob, carelessPump?.[1] ?? pumpWebhooksJob]
await startWebhookWorkers(await openResources(config), config, jobs)
process.send?.('ready')
process.once('disconnect', () => process.exit(0))
