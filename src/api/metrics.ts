import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

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
}

/** The metrics of one process, in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
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
  }
}
