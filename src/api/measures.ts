import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '../platform/clock.ts'
import type { EntityManager } from '../platform/database.ts'

/** One figure that PostgreSQL counts over all sellers: the same from whichever process it is asked. */
export interface Measure {
  measure: string
  label: string
  value: number
}

/** Asks for all of them at once. */
export function readMeasures({ root, clock }: { root: EntityManager; clock: Clock }): Promise<Measure[]> {
  return root.fork().execute<Measure[]>('SELECT * FROM gate.measures(?)', [clock.now()])
}

/** THE table: under which name each is told to Prometheus, and what its label is. */
const told: Record<string, { name: string; help: string; label?: string }> = {
  outbox_events: {
    name: 'countersign_outbox_events',
    help: 'Recorded events that wait, by what for: publication, jobs, webhook messages, mails.',
    label: 'waits_for',
  },
  approvals_waiting: {
    name: 'countersign_approvals_waiting',
    help: 'Approval requests that wait for a decision; blocked: too few people can decide.',
    label: 'state',
  },
  approvals_oldest: {
    name: 'countersign_approvals_oldest_seconds',
    help: 'Age of the approval request that has waited longest; 0 when none waits.',
  },
  webhook_messages: {
    name: 'countersign_webhook_messages',
    help: 'Webhook messages that are not delivered yet: PENDING has had no attempt, RETRYING at least one.',
    label: 'status',
  },
  webhook_endpoints: {
    name: 'countersign_webhook_endpoints',
    help: 'Webhook endpoints by the state of their breaker; open: nothing is sent for a while.',
    label: 'breaker',
  },
  webhook_endpoints_failing: {
    name: 'countersign_webhook_endpoints_failing',
    help: 'Active webhook endpoints of which every attempt has failed since some time.',
  },
  orders_in_motion: {
    name: 'countersign_orders_in_motion',
    help: 'Orders that the machine has to move on, by status.',
    label: 'status',
  },
  erp_pushes: {
    name: 'countersign_erp_pushes',
    help: 'Orders on their way into an ERP; FAILED ones are tried again.',
    label: 'status',
  },
}

/** Registers a gauge for each; the function it gives sets them all. What was not answered is unknown, not zero. */
export function measureGauges(registry: Registry): (measures: readonly Measure[] | null) => void {
  const gauges = new Map(
    Object.entries(told).map(([measure, { name, help, label }]) => [
      measure,
      { label, gauge: new Gauge({ name, help, labelNames: label ? [label] : [], registers: [registry] }) },
    ]),
  )
  return (measures) => {
    for (const { gauge } of gauges.values()) gauge.reset()
    if (!measures) for (const { gauge, label } of gauges.values()) if (!label) gauge.set(Number.NaN)
    for (const { measure, label: value, value: figure } of measures ?? []) {
      const { gauge, label } = gauges.get(measure) ?? {}
      gauge?.set(label ? { [label]: value } : {}, figure)
    }
  }
}
