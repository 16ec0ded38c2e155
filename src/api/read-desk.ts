import type { Actor } from '../access/actor.ts'
import { listLateOrders, type LateOrder } from '../orders/list-late-orders.ts'
import type { Clock } from '../platform/clock.ts'
import type { EntityManager } from '../platform/database.ts'
import { findOperationReports, type KeptReport } from '../platform/find-operation-reports.ts'
import { listTroubledEndpoints, type TroubledEndpoint } from '../webhooks/list-troubled-endpoints.ts'
import { readMeasures, type Measure } from './measures.ts'
import type { OperatorSessions, RequestOrigin } from './operator-sessions.ts'
import { outboxAge } from './readiness.ts'

/** A job that was given up, as the API tells of it. */
export interface ShownDeadLetter {
  id: string
  sellerId: string
  queue: string
  subjectId: string | null
  starts: number
  retries: number
  lastError: string | null
  lastFailedAt: string | null
}

/** What a run of the reconciler reported. */
export interface RepairReport {
  started: Record<string, number>
}

/** What `npm run verify-audit` reported. */
export interface VerificationReport {
  ok: boolean
  sellers: number
  entries: number
  numbers: number
  findings: number
}

/** Everything that the desk shows. Lists are cut; `more`: which were. */
export interface Desk {
  now: Date
  outboxAge: number
  measures: readonly Measure[]
  lateOrders: LateOrder[]
  deadLetters: ShownDeadLetter[]
  endpoints: TroubledEndpoint[]
  lastRun: KeptReport<RepairReport> | null
  repairs: Array<KeptReport<RepairReport>>
  verification: KeptReport<VerificationReport> | null
  more: { lateOrders: boolean; deadLetters: boolean; endpoints: boolean }
}

/** What it is read with. */
export interface DeskParts {
  sessions: OperatorSessions
  /** Without tenant: only the gate is asked. */
  root: EntityManager
  clock: Clock
}

const mostRows = 50
const mostRepairs = 10

const deadLettersDocument = `query DeadLetters($first: Int!) {
  jobDeadLetters(first: $first) {
    nodes { id sellerId queue subjectId starts retries lastError lastFailedAt }
    pageInfo { hasNextPage }
  }
}`

interface DeadLettersAnswer {
  jobDeadLetters: { nodes: ShownDeadLetter[]; pageInfo: { hasNextPage: boolean } }
}

async function readDeadLetters({ sessions }: DeskParts, actor: Actor, from: RequestOrigin) {
  const call = { source: deadLettersDocument, variableValues: { first: mostRows } }
  const { data, errors } = await sessions.ask(actor, from, call)
  const answered = data as DeadLettersAnswer | null | undefined
  if (!answered) throw errors?.[0] ?? new Error('Dead letters were not told.')
  return answered.jobDeadLetters
}

/** Reads the desk as the person who looks at it. */
export async function readDesk(parts: DeskParts, actor: Actor, from: RequestOrigin): Promise<Desk> {
  const { root, clock } = parts
  const [late, letters, endpoints, measures, age, runs, repairs, verifications] = await Promise.all([
    listLateOrders(parts, mostRows + 1),
    readDeadLetters(parts, actor, from),
    listTroubledEndpoints(parts, mostRows + 1),
    readMeasures(parts),
    outboxAge(parts),
    findOperationReports<RepairReport>(root, 'reconciler.run', 1),
    findOperationReports<RepairReport>(root, 'reconciler.repair', mostRepairs),
    findOperationReports<VerificationReport>(root, 'verification', 1),
  ])
  return {
    now: clock.now(),
    outboxAge: age,
    measures,
    lateOrders: late.slice(0, mostRows),
    deadLetters: letters.nodes,
    endpoints: endpoints.slice(0, mostRows),
    lastRun: runs[0] ?? null,
    repairs,
    verification: verifications[0] ?? null,
    more: {
      lateOrders: late.length > mostRows,
      deadLetters: letters.pageInfo.hasNextPage,
      endpoints: endpoints.length > mostRows,
    },
  }
}
