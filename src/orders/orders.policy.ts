import type { Actor } from '../access/actor.ts'
import { may } from '../access/allow.ts'
import { refuse } from '../platform/errors.ts'
import { nextLineStatus, nextStatus } from './lifecycle.rules.ts'
import type { OrderLineStatus, OrderStatus } from './order-status.ts'
import { LINE_TRANSITIONS, type ActorKind, type LineCommand, type OrderCommand } from './order-transitions.ts'

/** What the policy needs to know of an order. */
export interface OrderOwnership {
  status: OrderStatus
  requestedById: string
}

/**
 * In what capacities an actor stands to an order. Own orders need ORDER_CREATE; ORDER_EDIT_ANY makes an administrator,
 * ORDER_FULFIL the order desk (for an API key: an integration too).
 */
export function capacities(actor: Actor, order: Pick<OrderOwnership, 'requestedById'>): Set<ActorKind> {
  const kinds = new Set<ActorKind>()
  if (actor.kind === 'SYSTEM') return kinds.add('SYSTEM')
  if (actor.id === order.requestedById && may(actor, 'ORDER_CREATE')) kinds.add('REQUESTER')
  if (may(actor, 'ORDER_EDIT_ANY')) kinds.add('ADMINISTRATOR')
  if (may(actor, 'ORDER_FULFIL') || may(actor, 'ORDER_CANCEL_ANY')) kinds.add('ORDER_DESK')
  if (actor.kind === 'API_KEY' && may(actor, 'ORDER_FULFIL')) kinds.add('INTEGRATION')
  if (actor.roles.includes('CUSTOMER_ADMIN') || actor.kind === 'LINK') kinds.add('CUSTOMER')
  return kinds
}

function forbidden(what: string, actors: readonly ActorKind[]) {
  const who = actors.map((one) => one.toLowerCase().replaceAll('_', ' ')).join(' or ')
  return refuse('FORBIDDEN', `${what} is for the ${who} of this order.`, { details: { requiredScopes: [] } })
}

/** Refuses ORDER_INVALID_TRANSITION when the state does not permit the command, FORBIDDEN when the actor may not. */
export function requireCommand(actor: Actor, order: OrderOwnership, command: OrderCommand): void {
  const next = nextStatus(order.status, command)
  if (!next.ok) {
    const { message, from, allowed } = next.problem
    throw refuse('ORDER_INVALID_TRANSITION', message, { details: { from, command, allowed } })
  }
  const { actors } = next.transition
  const kinds = capacities(actor, order)
  if (!actors.some((one) => kinds.has(one))) throw forbidden(command, actors)
}

/** As {@link requireCommand}, for a command on one line; answers the line's next status. */
export function requireLineCommand(
  actor: Actor,
  subject: { order: OrderOwnership; line: { status: OrderLineStatus } },
  command: LineCommand,
): OrderLineStatus {
  const next = nextLineStatus(subject.line.status, command)
  if (!next.ok) {
    const { message, from, allowed } = next.problem
    throw refuse('ORDER_INVALID_TRANSITION', message, { details: { from, command, allowed } })
  }
  const row = LINE_TRANSITIONS.find(
    (one) => one.command === command && one.from.includes(subject.line.status),
  )
  const kinds = capacities(actor, subject.order)
  if (row && !row.actors.some((one) => kinds.has(one))) throw forbidden(command, row.actors)
  return next.status
}
