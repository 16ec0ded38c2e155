import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { WorkMeter } from '../platform/work-meter.ts'
import { measureGauges, type Measure } from './measures.ts'

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const longBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** What one process counts about itself. */
export interface Metrics {
  registry: Registry
  /** Seconds of HTTP requests by route, method and class of status; the routes are a fixed list. */
  requests: Histogram<'route' | 'method' | 'status'>
  /** Seconds of GraphQL operations by type, first root field (so the schema bounds the names) and outcome. */
  operations: Histogram<'type' | 'operation' | 'outcome'>
  /** Seconds since the oldest event was recorded that nobody has published yet. */
  outboxAge: Gauge
  /** Jobs that were given up and not retried since, by queue. */
  deadLetters: Gauge<'queue'>
  /** The mapper's connections, and who waits for one. */
  pool: Gauge<'state'>
  /** Sets what PostgreSQL counts over all sellers; null: it did not answer. */
  measured: (measures: readonly Measure[] | null) => void
  /** What the workers of this process do; empty in a process without. */
  work: WorkMeter
}

function meterIn(registers: Registry[]): WorkMeter {
  const jobs = new Histogram({
    name: 'countersign_job_duration_seconds',
    help: 'Starts of jobs by queue; outcome AGAIN: it failed or has to wait, GIVEN_UP: it is a dead letter.',
    labelNames: ['queue', 'outcome'],
    buckets: longBuckets,
    registers,
  })
  const attempts = new Histogram({
    name: 'countersign_webhook_attempt_duration_seconds',
    help: 'Requests to webhook endpoints by result: class of status, or why there was no answer.',
    labelNames: ['result'],
    buckets: longBuckets,
    registers,
  })
  const deliveries = new Counter({
    name: 'countersign_webhook_deliveries_total',
    help: 'What became of webhook messages after an attempt: SUCCEEDED, RETRYING or FAILED for good.',
    labelNames: ['state'],
    registers,
  })
  const repairs = new Counter({
    name: 'countersign_reconciler_repairs_total',
    help: 'Work that nobody did and that the reconciler started again, by kind.',
    labelNames: ['kind'],
    registers,
  })
  const runs = new Counter({
    name: 'countersign_reconciler_runs_total',
    help: 'Runs of the reconciler of this process.',
    registers,
  })
  for (const state of ['SUCCEEDED', 'RETRYING', 'FAILED']) deliveries.inc({ state }, 0)
  return {
    job: (queue, outcome, seconds) => jobs.observe({ queue, outcome }, seconds),
    attempt: (result, seconds) => attempts.observe({ result }, seconds),
    delivery: (state) => deliveries.inc({ state }),
    reconciled(found) {
      runs.inc()
      for (const [kind, count] of found) repairs.inc({ kind }, count)
    },
  }
}

/** The metrics of one process, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    work: meterIn(registers),
    measured: measureGauges(registry),
    requests: new Histogram({
      name: 'countersign_http_request_duration_seconds',
      help: 'HTTP requests by route, method and class of status.',
      labelNames: ['route', 'method', 'status'],
      buckets,
      registers,
    }),
    operations: new Histogram({
      name: 'countersign_graphql_operation_duration_seconds',
      help: 'GraphQL operations by type and first root field; outcome error: the answer has top-level errors.',
      labelNames: ['type', 'operation', 'outcome'],
      buckets,
      registers,
    }),
    deadLetters: new Gauge({
      name: 'countersign_dead_letters',
      help: 'Jobs that were given up and wait until somebody retries them, by queue; none: no series.',
      labelNames: ['queue'],
      registers,
    }),
    outboxAge: new Gauge({
      name: 'countersign_outbox_oldest_unpublished_seconds',
      help: 'Age of the oldest event that the relay has not published; 0 when none waits.',
      registers,
    }),
    pool: new Gauge({
      name: 'countersign_database_connections',
      help: 'Connections of this process to PostgreSQL: used, idle, waiting (requests that wait for one), limit.',
      labelNames: ['state'],
      registers,
    }),
  }
}
