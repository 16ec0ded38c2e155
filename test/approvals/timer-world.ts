import path from 'node:path'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { approvalTimersJob } from '../../jobs/approval-timers.ts'
import type { JobDefinition } from '../../jobs/job.ts'
import type { JobParts } from '../../jobs/parts.ts'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { runJob } from '../../jobs/run-job.ts'
import { timerQueue } from '../../jobs/timer-job.ts'
import type { StepSla } from '../../src/approvals/policy-definition.schema.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { postgresPubSub } from '../../src/platform/pubsub.ts'
import { postgresQueues, redisQueues, type Queues } from '../../src/platform/queues.ts'
import { FaultRedis } from '../faults/kit/fault-redis.ts'
import { openOrderWorld, pendingOrder, type OrderWorld } from '../orders/order-fixture.ts'
import type { Backend } from '../support/app.ts'
import { plantUser } from '../support/small-world.ts'
import { role, saying, user } from './routing-fixture.ts'

/** The instant at which every order of this world reaches its approvers, unless the clock was moved before. */
const opened = '2026-11-23T09:00:00.000Z'

/** Who is escalated to. */
export const boss = 'usr_up_boss'

const log = createLogger('silent')
const timers = approvalTimersJob as unknown as JobDefinition

/** Orders that wait for approvers, real queues of one backend, and workers that take up timers; the clock is the test's. */
export class TimerWorld {
  private readonly closing: Array<() => Promise<unknown>> = []

  private constructor(
    readonly orders: OrderWorld,
    readonly backend: Backend,
    private readonly redis: FaultRedis | null,
  ) {}

  static async open(backend: Backend): Promise<TimerWorld> {
    const orders = await openOrderWorld()
    await plantUser(orders.verbs, { id: boss, sellerId: 'org_up', roles: ['APPROVER'] })
    return new TimerWorld(orders, backend, backend === 'redis' ? await FaultRedis.start() : null)
  }

  /** Another process: queues of its own, and a worker for timers, unless it only asks. */
  async process({ works = true, definition = timers } = {}): Promise<JobParts> {
    const { verbs, clock } = this.orders
    const queues: Queues = this.redis
      ? redisQueues(this.redis.url, '{timers}', log)
      : postgresQueues(verbs.database.url, log)
    const pubsub = await postgresPubSub(verbs.database.url, log)
    const parts: JobParts = {
      root: verbs.orm.em.fork(),
      clock,
      renewalNoticeDays: 30,
      ids: systemIds(clock),
      log,
      keys: verbs.keys,
      pubsub,
      queues,
      providers: new Map(),
      auditExportFile: path.join(tmpdir(), 'countersign-no-anchors-expected.jsonl'),
      draftLife: { days: 30, noticeDays: 3 },
      loopbackWebhooks: true,
      eventsCommitted: () => undefined,
    }
    if (works) queues.worker(timerQueue, (job) => runJob(parts, definition, job), definition)
    this.closing.push(() => queues.close().then(() => pubsub.close()))
    return parts
  }

  /** An order that waits for one of its reseller's administrators, and its request; `steps` of these times. */
  async pending(
    ...slas: StepSla[]
  ): Promise<{ orderId: string; approvalId: string; state: () => Promise<string> }> {
    const { verbs, clock } = this.orders
    clock.set(opened)
    const definition = saying({
      steps: slas.map((sla, index) => ({
        position: index + 1,
        allOf: [{ anyOf: [role('RESELLER_ADMIN')], minimumApprovals: 1 }],
        sla: { escalateTo: user(boss), ...sla },
      })),
    })
    await verbs.sql(`INSERT INTO approval_policy (id, seller_id, name, status, created_at, updated_at)
      VALUES ('app_1', 'org_up', 'Times', 'ACTIVE', now(), now()) ON CONFLICT (id) DO NOTHING`)
    await verbs.sql(
      `INSERT INTO approval_policy_version (id, seller_id, policy_id, version, definition, saved_by, saved_by_name, saved_at)
       VALUES ('apv_1', 'org_up', 'app_1', 1, $1, 'usr_up_a', 'A', now())
       ON CONFLICT (id) DO UPDATE SET definition = excluded.definition`,
      [JSON.stringify(definition)],
    )
    const made = await pendingOrder(verbs)
    return { ...made, state: () => this.stateOf(made.approvalId) }
  }

  /** Status of the order, the request and its steps, in one line. */
  async stateOf(approvalId: string): Promise<string> {
    const [row] = await this.orders.verbs.sql<{ state: string }>(
      `SELECT o.status || ' ' || r.status || ': ' ||
         (SELECT string_agg(s.status, ' ' ORDER BY s.position) FROM approval_step s WHERE s.request_id = r.id) AS state
       FROM approval_request r JOIN orders o ON o.id = r.order_id WHERE r.id = $1`,
      [approvalId],
    )
    return row?.state ?? ''
  }

  /** What was told of a request after it was opened, oldest first. The clock is set back between tests, and ids are not. */
  async told(approvalId: string): Promise<string[]> {
    const rows = await this.orders.verbs.sql<{ type: string }>(
      `SELECT type FROM outbox_event WHERE subject_id = $1
         AND type NOT IN ('approval.requested', 'approval.step_activated') ORDER BY occurred_at, id`,
      [approvalId],
    )
    return rows.map(({ type }) => type.replace('approval.', ''))
  }

  /** Hands committed events to the queues. */
  async relay(parts: JobParts): Promise<void> {
    while ((await relayOnce(parts)) > 0);
  }

  /** The delayed jobs of timers, by id. */
  async delayed(parts: JobParts): Promise<string[]> {
    const jobs = await parts.queues.queue(timerQueue).getDelayed()
    return jobs.map(({ id }) => String(id)).toSorted()
  }

  /** The time comes: what waits in the queue for an instant up to then is handed to the workers, and they rest again. */
  async comes(parts: JobParts, instant: string): Promise<void> {
    this.orders.clock.set(instant)
    const now = this.orders.clock.now().getTime()
    for (const job of await parts.queues.queue(timerQueue).getDelayed())
      if (Number(String(job.id).split('.').at(-1)) <= now) await job.promote()
    await this.rest(parts)
  }

  /** As a worker that starts: whatever is overdue is taken up. */
  async reconcile(parts: JobParts, patienceMs = 0): Promise<number> {
    const count = await reconcileOnce(parts, patienceMs)
    await this.rest(parts)
    return count
  }

  /** Waits until no timer waits or runs. */
  async rest(parts: JobParts): Promise<void> {
    for (let tries = 0, calm = 0; calm < 2; tries++) {
      if (tries > 1200) throw new Error('The timers did not come to rest within a minute.')
      const { waiting = 0, active = 0 } = await parts.queues
        .queue(timerQueue)
        .getJobCounts('waiting', 'active')
      calm = waiting + active === 0 ? calm + 1 : 0
      await sleep(50)
    }
  }

  /** FLUSHALL; on PostgreSQL, every job of every queue. */
  async wipe(): Promise<void> {
    if (this.redis) return this.redis.flushAll()
    await this.orders.verbs.sql('TRUNCATE bullmq.job CASCADE')
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close()
    await this.redis?.stop()
    await this.orders.verbs.close()
  }
}
