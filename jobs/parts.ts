import type { Keys } from '../src/access/ctx.ts'
import type { Erp } from '../src/erp/erp-port.ts'
import type { Clock } from '../src/platform/clock.ts'
import type { EntityManager } from '../src/platform/database.ts'
import type { Ids } from '../src/platform/ids.ts'
import type { Logger } from '../src/platform/logger.ts'
import type { PubSub } from '../src/platform/pubsub.ts'
import type { Queues } from '../src/platform/queues.ts'
import type { Tracing } from '../src/platform/tracing.ts'
import type { WorkMeter } from '../src/platform/work-meter.ts'
import type { CloudProvider } from '../src/subscriptions/cloud-provider.ts'
import type { EventQueries } from '../src/webhooks/event-query-port.ts'
import type { Company } from './company.ts'
import type { MailParts } from './job.ts'
import type { EarlierStarts, NextStart } from './next-start.rules.ts'

/** What the workers of one process share. */
export interface JobParts {
  /** Without tenant: only for `forkFor` and the gate. */
  root: EntityManager
  clock: Clock
  ids: Ids
  log: Logger
  keys: Keys
  pubsub: PubSub
  queues: Queues
  /** The clouds that lines are provisioned in, by vendor key; `default` takes what no other does. */
  providers: ReadonlyMap<string, CloudProvider>
  /** Where signed heads of audit chains are appended. */
  auditExportFile: string
  /** Days that an untouched draft lives, and days before its end that it is announced. */
  draftLife: { days: number; noticeDays: number }
  /** Days before its day that a renewal is told. */
  renewalNoticeDays: number
  /** The API, as the stored queries of webhook endpoints ask it; absent: they are told ids alone. */
  eventQueries?: EventQueries
  /** The ERPs that orders are pushed into; absent: nothing is pushed. */
  erp?: Erp
  /** Who sends mails, and how many days links in them work; absent: nobody is told by mail. */
  mail?: MailParts
  /** Where people reach the server, without a trailing slash; asked for each job. */
  publicUrl?: string
  /** Where spans are begun; absent: nothing is traced. */
  tracing?: Tracing
  /** Counts what is done; absent: nobody asks. */
  meter?: WorkMeter
  loopbackWebhooks: boolean
  eventsCommitted: () => void
  /** The jobs that run in this process now; absent: each runs as if there were no other. */
  company?: Company
  /** What happens to a job that was started before; absent: as next-start.rules.ts says. */
  nextStart?: (earlier: EarlierStarts) => NextStart
}
