import { OrderLineStatus, OrderStatus, type OrderOutcome } from './order-status.ts'
import {
  LINE_TRANSITIONS,
  ORDER_TRANSITIONS,
  type LineCommand,
  type OrderCommand,
  type OrderTransition,
} from './order-transitions.ts'

/** A command that the state does not permit, and those that it does. */
export type InvalidTransition<Status extends string, Command extends string> = {
  code: 'ORDER_INVALID_TRANSITION'
  message: string
  from: Status
  command: Command
  /** Commands of people and integrations that this state permits. */
  allowed: Command[]
}

export type NextStatus =
  | { ok: true; status: OrderStatus; transition: OrderTransition }
  | { ok: false; problem: InvalidTransition<OrderStatus, OrderCommand> }

/** Where a command leads from a state. Guards and actors of the returned row are still to be checked by the verb. */
export function nextStatus(from: OrderStatus, command: OrderCommand): NextStatus {
  const transition = ORDER_TRANSITIONS.find((one) => one.command === command && one.from.includes(from))
  if (transition) return { ok: true, status: target(transition, from), transition }
  const allowed = [
    ...new Set(
      ORDER_TRANSITIONS.filter((one) => one.action !== null && one.from.includes(from)).map(
        (one) => one.command,
      ),
    ),
  ]
  return { ok: false, problem: invalid({ subject: 'An order', from, command, allowed }) }
}

export type NextLineStatus =
  | { ok: true; status: OrderLineStatus }
  | { ok: false; problem: InvalidTransition<OrderLineStatus, LineCommand> }

/** Where a command leads a line. */
export function nextLineStatus(from: OrderLineStatus, command: LineCommand): NextLineStatus {
  const transition = LINE_TRANSITIONS.find((one) => one.command === command && one.from.includes(from))
  if (transition) return { ok: true, status: transition.to }
  const allowed = LINE_TRANSITIONS.filter((one) => one.from.includes(from) && !one.command.includes('.')).map(
    (one) => one.command,
  )
  return { ok: false, problem: invalid({ subject: 'A line', from, command, allowed }) }
}

/** What the lines say about the order. `outcome` is set with FULFILLED only. */
export type HeaderStatus = { status: OrderStatus; outcome: OrderOutcome | null }

/**
 * The order's fulfillment state from its lines (each a line's status, in any order).
 * Work that runs wins; then what waits for data; then the results. PENDING lines are add-ons that wait for their
 * parent: next to fulfilled lines alone they are about to be queued, next to a failure they are blocked by it.
 * All PENDING means that nothing has begun: APPROVED.
 */
export function deriveHeaderStatus(lines: readonly OrderLineStatus[]): HeaderStatus {
  const has = (status: OrderLineStatus): boolean => lines.includes(status)
  const is = (status: OrderStatus, outcome: OrderOutcome | null = null): HeaderStatus => ({ status, outcome })
  if (has('QUEUED') || has('IN_PROGRESS')) return is('IN_FULFILLMENT')
  if (has('AWAITING_INFORMATION')) return is('AWAITING_INFORMATION')
  if (has('FAILED')) return is(has('FULFILLED') ? 'PARTIALLY_FULFILLED' : 'FULFILLMENT_FAILED')
  if (has('FULFILLED')) {
    if (has('PENDING')) return is('IN_FULFILLMENT')
    return is('FULFILLED', has('CANCELLED') ? 'PARTIAL' : 'COMPLETE')
  }
  return is(lines.length === 0 || has('PENDING') ? 'APPROVED' : 'CANCELLED')
}

export type FollowedLines =
  | { ok: true; status: OrderStatus; outcome: OrderOutcome | null }
  | { ok: false; problem: InvalidTransition<OrderStatus, OrderCommand> }

/**
 * Where a running order (IN_FULFILLMENT or AWAITING_INFORMATION) goes after one of its lines moved.
 * It never goes back to APPROVED: lines that are left PENDING are still to be queued.
 */
export function followLines(from: OrderStatus, lines: readonly OrderLineStatus[]): FollowedLines {
  const { status, outcome } = deriveHeaderStatus(lines)
  const next = nextStatus(from, LINES_COMMAND[status] ?? 'lines.resume')
  return next.ok ? { ok: true, status: next.status, outcome } : next
}

const LINES_COMMAND: Readonly<Partial<Record<OrderStatus, OrderCommand>>> = {
  AWAITING_INFORMATION: 'lines.await',
  FULFILLED: 'lines.fulfil',
  PARTIALLY_FULFILLED: 'lines.fulfilPartly',
  FULFILLMENT_FAILED: 'lines.fail',
  CANCELLED: 'lines.cancel',
}

/** True when nothing can happen to the order any more. */
export function isFinal(status: OrderStatus): boolean {
  return !ORDER_TRANSITIONS.some((one) => one.from.includes(status))
}

/** True when the four stages may be edited. */
export function isEditable(status: OrderStatus): boolean {
  return status === OrderStatus.DRAFT || status === OrderStatus.CHANGES_REQUESTED
}

/** A state table reduced to what its consistency depends on. */
export type StateTable = {
  states: readonly string[]
  start: string
  final: readonly string[]
  rows: ReadonlyArray<{ command: string; from: readonly string[]; to: string }>
}

const TABLES: Readonly<Record<string, StateTable>> = {
  order: {
    states: Object.values(OrderStatus),
    start: OrderStatus.DRAFT,
    final: [OrderStatus.FULFILLED, OrderStatus.REJECTED, OrderStatus.CANCELLED, OrderStatus.EXPIRED],
    rows: ORDER_TRANSITIONS,
  },
  line: {
    states: Object.values(OrderLineStatus),
    start: OrderLineStatus.PENDING,
    final: [OrderLineStatus.FULFILLED, OrderLineStatus.CANCELLED],
    rows: LINE_TRANSITIONS,
  },
}

/** Faults of the state tables, one sentence each; empty when they are sound. Run at start, so that a bad edit never serves. */
export function validateTransitions(tables: Readonly<Record<string, StateTable>> = TABLES): string[] {
  return Object.entries(tables).flatMap(([name, table]) =>
    tableFaults(table).map((fault) => `${name}: ${fault}`),
  )
}

function tableFaults({ states, start, final, rows }: StateTable): string[] {
  const edges = rows.flatMap((one) =>
    one.from.map((from) => ({ command: one.command, from, to: one.to === 'SAME' ? from : one.to })),
  )
  const reached = closure([start], (state) => edges.filter((e) => e.from === state).map((e) => e.to))
  const ending = closure(final, (state) => edges.filter((e) => e.to === state).map((e) => e.from))
  const keys = edges.map((edge) => `${edge.command} from ${edge.from}`)
  const isFinalState = (state: string): boolean => final.includes(state)
  return [
    ...states.filter((state) => !reached.has(state)).map((state) => `${state} cannot be reached.`),
    ...states.filter((state) => !ending.has(state)).map((state) => `${state} is a dead end.`),
    ...edges.filter((e) => isFinalState(e.from)).map((e) => `${e.command} leaves the final state ${e.from}.`),
    ...keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${key} is listed twice.`),
  ]
}

function closure(start: readonly string[], next: (state: string) => string[]): Set<string> {
  const seen = new Set(start)
  for (const state of seen) for (const one of next(state)) seen.add(one)
  return seen
}

function target(transition: OrderTransition, from: OrderStatus): OrderStatus {
  return transition.to === 'SAME' ? from : transition.to
}

function invalid<Status extends string, Command extends string>(facts: {
  subject: string
  from: Status
  command: Command
  allowed: Command[]
}): InvalidTransition<Status, Command> {
  const { subject, from, command, allowed } = facts
  const hint =
    allowed.length === 0 ? 'Nothing can be done with it any more.' : `Possible now: ${allowed.join(', ')}.`
  return {
    code: 'ORDER_INVALID_TRANSITION',
    message: `${subject} that is ${from} does not permit ${command}. ${hint}`,
    from,
    command,
    allowed,
  }
}
