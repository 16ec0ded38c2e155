import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import type { JobDefinition } from '../../jobs/job.ts'
import type { JobParts } from '../../jobs/parts.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { startWorkers } from '../../jobs/start-workers.ts'
import { defineEvent } from '../../src/events/event.ts'
import { record } from '../../src/events/record.ts'
import { outboxChannel } from '../../src/events/live-channels.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { postgresPubSub } from '../../src/platform/pubsub.ts'
import { postgresQueues, redisQueues, type Queues } from '../../src/platform/queues.ts'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { deleteWebhookEndpoint } from '../../src/webhooks/delete-webhook-endpoint.ts'
import type { WebhookEndpointCreateInput } from '../../src/webhooks/webhooks.inputs.ts'
import { z } from 'zod'
import type { Backend } from './app.ts'
import { addSeller } from './seller.ts'
import { actorOf, openVerbs, type VerbHarness } from './verbs.ts'
import { startReceiver, type Behavior, type WebhookReceiver } from './webhook-receiver.ts'

/** Stands for any event that is offered: the catalog knows its name. */
const told = defineEvent({
  type: 'terms.recorded',
  subjectType: 'order',
  description: 'For tests.',
  since: '0.1',
  schema: z.object({ note: z.string() }),
  example: { note: 'x' },
  offeredToWebhooks: true,
})

const adminOf = (sellerId: string) => actorOf(sellerId, ['RESELLER_ADMIN'], { id: `usr_${sellerId}` })

/** Something that happened: about what, and to which version of it. */
export interface Fact {
  subject: string
  version: number
}

interface SceneOptions {
  backend: Backend
  /** Those that run in this process; absent: fan-out and pump. */
  definitions?: unknown[]
  sellers?: string[]
}

let scenes = 0

/** Real workers on real queues, with sellers whose events endpoints hear. */
export class PumpScene {
  readonly receivers: WebhookReceiver[] = []
  #stopWorkers: (() => Promise<void>) | null = null
  #made = 0

  private constructor(
    readonly verbs: VerbHarness,
    readonly parts: JobParts,
    private readonly definitions: JobDefinition[],
    readonly prefix: string,
  ) {}

  get queues(): Queues {
    return this.parts.queues
  }

  static async open(options: SceneOptions): Promise<PumpScene> {
    const verbs = await openVerbs()
    const log = createLogger('silent')
    const redisUrl = inject('redisUrl')
    const prefix = `{pump-${process.pid}-${(scenes += 1)}}`
    const queues =
      options.backend === 'redis' && redisUrl
        ? redisQueues(redisUrl, prefix, log)
        : postgresQueues(verbs.database.url, log)
    const pubsub = await postgresPubSub(verbs.database.url, log)
    const parts: JobParts = {
      root: verbs.orm.em.fork(),
      clock: systemClock,
      ids: systemIds(systemClock),
      log,
      keys: verbs.keys,
      pubsub,
      queues,
      providers: new Map(),
      auditExportFile: '/dev/null',
      draftLife: { days: 30, noticeDays: 3 },
      renewalNoticeDays: 30,
      loopbackWebhooks: true,
      eventsCommitted: () => void pubsub.publish(outboxChannel, '1').catch(() => undefined),
    }
    for (const seller of options.sellers ?? ['org_a']) await addSeller(verbs, seller)
    const definitions = (options.definitions ?? [
      fanOutBatchJob,
      fanOutWebhooksJob,
      pumpWebhooksJob,
    ]) as JobDefinition[]
    for (const { name } of definitions) queues.queue(name)
    return new PumpScene(verbs, parts, definitions, prefix)
  }

  /** Starts relay, reconciler and workers in this process. */
  async work(): Promise<void> {
    this.#stopWorkers = await startWorkers(this.parts, this.definitions)
  }

  async receiver(behavior?: Behavior): Promise<WebhookReceiver> {
    const receiver = await startReceiver(behavior)
    this.receivers.push(receiver)
    return receiver
  }

  async endpoint(
    receiver: WebhookReceiver,
    given: Partial<WebhookEndpointCreateInput> & { seller?: string; path?: string } = {},
  ): Promise<string> {
    const { seller = 'org_a', path = '/hook', ...input } = given
    const { webhookEndpoint } = await this.verbs.run(adminOf(seller), (ctx) =>
      createWebhookEndpoint(ctx, {
        url: `${receiver.url}${path}`,
        eventTypes: ['terms.*'],
        idempotencyKey: `endpoint-${(this.#made += 1)}`,
        ...input,
      }),
    )
    return webhookEndpoint.id
  }

  async removeEndpoint(endpointId: string, seller = 'org_a'): Promise<void> {
    await this.verbs.run(adminOf(seller), (ctx) => deleteWebhookEndpoint(ctx, { endpointId }))
  }

  /**
   * Records facts in one transaction, as a verb would; answers the ids of the events. The note `roll me back` fails it
   * after it has written.
   */
  async tell(facts: readonly Fact[], seller = 'org_a', note = ''): Promise<string[]> {
    const ids = await this.verbs.run(adminOf(seller), async (ctx) => {
      const made = facts.map(
        ({ subject: id, version }) =>
          record(ctx, told, {
            subject: { id, sellerId: seller, organizationId: null, version },
            data: { note },
          }).id,
      )
      await ctx.em.flush()
      if (note === 'roll me back') throw new Error('rolled back')
      return made
    })
    this.parts.eventsCommitted()
    return ids
  }

  /** How many messages are in which state. */
  async counts(): Promise<Record<string, number>> {
    const rows = await this.verbs.sql<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM webhook_message GROUP BY status',
    )
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
  }

  /** Waits until so many messages have succeeded; answers how long it took, in milliseconds. */
  async delivered(count: number, withinMs = 60_000): Promise<number> {
    const from = performance.now()
    while (performance.now() - from < withinMs) {
      const { SUCCEEDED = 0 } = await this.counts()
      if (SUCCEEDED >= count) return performance.now() - from
      await sleep(100)
    }
    throw new Error(`${JSON.stringify(await this.counts())} after ${withinMs} ms, not ${count} delivered.`)
  }

  async close(): Promise<void> {
    await this.#stopWorkers?.()
    await this.queues.close()
    await this.parts.pubsub.close()
    for (const receiver of this.receivers) await receiver.close()
    await this.verbs.close()
  }
}
