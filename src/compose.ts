import type { Express } from 'express'
import { startSandboxCloud } from '../integrations/providers/sandbox-cloud.ts'
import { sandboxProvider } from '../integrations/providers/sandbox-provider.ts'
import type { JobParts } from '../jobs/parts.ts'
import { jobDefinitions, startWorkers } from '../jobs/start-workers.ts'
import { createSchema } from './api/schema.ts'
import { startApiServer, type ApiServer } from './api/server.ts'
import type { ApiParts } from './api/request-context.ts'
import { outboxChannel } from './events/live-channels.ts'
import { isLoopbackHost } from './platform/config.ts'
import type { Resources } from './resources.ts'

/** A running process: the API, the workers, or both. */
export interface Running {
  /** Null in a pure worker. */
  api: ApiServer | null
  /** Drains: no new requests, no new jobs, running ones end. Resources stay open. */
  stop(): Promise<void>
}

function partsOf(resources: Resources): ApiParts & Omit<JobParts, 'providers'> {
  const { config, orm, queues, pubsub, keys, clock, ids, log } = resources
  const hint = () =>
    void pubsub.publish(outboxChannel, '1').catch((error: unknown) => log.warn({ err: error }, 'relay hint'))
  return {
    root: orm.em.fork(),
    queues,
    pubsub,
    keys,
    clock,
    ids,
    log,
    orderNumberWaitMs: config.orderNumberWaitMs,
    loopbackWebhooks: config.demo && isLoopbackHost(config.host),
    ...(config.publicUrl ? { publicUrl: config.publicUrl.replace(/\/+$/, '') } : {}),
    eventsCommitted: hint,
  }
}

/** The pages and probes beside the API. */
function serveRoutes(_app: Express, _resources: Resources): void {}

/** Starts what the process's role asks for; the one place where API, jobs and adapters meet. */
export async function compose(resources: Resources): Promise<Running> {
  const { config, queues } = resources
  const parts = partsOf(resources)
  const stops: Array<() => Promise<void>> = []
  for (const { name } of jobDefinitions) queues.queue(name)
  let api: ApiServer | null = null
  if (config.role !== 'api') {
    const cloud = await startSandboxCloud({ host: '127.0.0.1' })
    stops.push(() => cloud.close())
    const providers = new Map([['default', sandboxProvider({ baseUrl: cloud.url })]])
    stops.push(await startWorkers({ ...parts, providers }))
  }
  if (config.role !== 'worker') {
    api = await startApiServer({
      parts,
      schema: await createSchema(),
      host: config.host,
      port: config.port,
      introspection: !config.production,
      routes: (app) => serveRoutes(app, resources),
    })
    const { close } = api
    stops.push(close)
  }
  return {
    api,
    async stop() {
      for (const stop of stops.splice(0).reverse()) await stop()
    },
  }
}
