import type { Backend } from '../../support/app.ts'
import type { Station } from './site.ts'
import type { Watch } from './tcp-proxy.ts'

/** A place in the product's code where a process dies, found by what it says to its servers at that moment. */
export interface NamedPoint {
  name: string
  role: 'api' | 'worker'
  server: 'database' | 'redis'
  watch: Pick<Watch, 'says' | 'moment' | 'onlyAfter'>
  backends?: Backend[]
}

const commit = 'commit\0'

/** Before the commit is passed on, and when PostgreSQL has answered it: the same statement, both sides of it. */
function aroundCommit(role: NamedPoint['role'], name: string, onlyAfter: string): NamedPoint[] {
  return [
    {
      name: `${role}: before the commit of ${name}`,
      role,
      server: 'database',
      watch: { says: commit, onlyAfter, moment: 'before' },
    },
    {
      name: `${role}: after the commit of ${name}`,
      role,
      server: 'database',
      watch: { says: commit, onlyAfter, moment: 'answer' },
    },
  ]
}

const at = (
  role: NamedPoint['role'],
  name: string,
  [server, says, moment]: [NamedPoint['server'], string, Watch['moment']],
): NamedPoint => ({ name: `${role}: ${name}`, role, server, watch: { says, moment } })

const only = (backend: Backend, point: NamedPoint): NamedPoint => ({ ...point, backends: [backend] })

/** Every door through which an order goes, from both sides. */
export const namedPoints: NamedPoint[] = [
  at('api', 'before the idempotency key is written', ['database', 'INSERT INTO idempotency_key', 'before']),
  ...aroundCommit('api', 'a keyed mutation', 'INSERT INTO idempotency_key'),
  ...aroundCommit('api', 'a decision', 'insert into "countersign"."approval_decision"'),
  at('worker', 'relay, events claimed', ['database', 'gate.claim_events', 'answer']),
  only('redis', at('worker', 'relay, before jobs are added', ['redis', ':id\r\n', 'before'])),
  only('redis', at('worker', 'relay, jobs added', ['redis', ':id\r\n', 'answer'])),
  only(
    'postgres',
    at('worker', 'relay, before jobs are added', ['database', 'Fast set-based bulk', 'before']),
  ),
  only('postgres', at('worker', 'relay, jobs added', ['database', 'Fast set-based bulk', 'answer'])),
  at('worker', 'relay, before events are published', ['database', 'gate.publish_events', 'before']),
  ...aroundCommit('worker', 'a publication', 'gate.publish_events'),
  at('worker', 'assigner, before the counter moves', ['database', 'INSERT INTO number_counter', 'before']),
  ...aroundCommit('worker', 'numbers', 'INSERT INTO number_counter'),
  ...aroundCommit('worker', 'routing', 'insert into "countersign"."approval_request"'),
  ...aroundCommit('worker', 'sealed evidence', 'update "countersign"."terms_chain"'),
  ...aroundCommit('worker', 'a line claimed for the vendor', `"status" = 'IN_PROGRESS'`),
  ...aroundCommit('worker', 'a delivered line', 'insert into "countersign"."cloud_subscription"'),
  ...aroundCommit('worker', 'webhook messages', 'insert into "countersign"."webhook_message"'),
  ...aroundCommit('worker', 'a webhook attempt', 'INSERT INTO webhook_attempt ('),
  ...aroundCommit('worker', 'a job marked done', `UPDATE job_run SET status = 'DONE'`),
]

/** The points that exist on a backend. */
export function pointsOn(backend: Backend): NamedPoint[] {
  return namedPoints.filter(({ backends }) => !backends || backends.includes(backend))
}

/** Waits until one of the processes reaches the point, and kills that one there; null when none comes by in time. */
export async function killAt(
  stations: readonly Station[],
  point: NamedPoint,
  withinMs: number,
): Promise<Station | null> {
  return new Promise((resolve, reject) => {
    const disarm: Array<() => void> = []
    const settle = (killed: Station | null) => {
      clearTimeout(timer)
      for (const end of disarm) end()
      if (killed) killed.process.gone().then(() => resolve(killed), reject)
      else resolve(null)
    }
    const timer = setTimeout(() => settle(null), withinMs)
    for (const station of stations) {
      const proxy = station[point.server]
      if (!proxy) throw new Error(`${station.process.name} has no proxy to ${point.server}.`)
      const act = () => {
        station.process.killNow()
        settle(station)
      }
      const watch = proxy.watch({
        name: point.name,
        from: 'client',
        cut: true,
        act,
        times: 1,
        ...point.watch,
      })
      disarm.push(() => proxy.unwatch(watch))
    }
  })
}
