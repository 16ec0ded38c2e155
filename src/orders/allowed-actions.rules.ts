import { OrderAction, type OrderLineStatus, type OrderStatus } from './order-status.ts'
import {
  LINE_TRANSITIONS,
  ORDER_TRANSITIONS,
  type ActorKind,
  type GuardName,
  type LineCommand,
} from './order-transitions.ts'

/** Who looks at an order, and what the answer depends on besides its state. */
export type ViewerFacts = {
  status: OrderStatus
  /** The viewer's roles at the order's seller; for a customer's user, at the customer. */
  roles: readonly string[]
  /** The viewer started the order. */
  isRequester: boolean
  /** The viewer may decide a step of the approval request that is open now. */
  isEligibleApprover: boolean
  hasNumber: boolean
  /** Any line was ever handed to fulfillment. */
  anyLineQueued: boolean
  /** The seller's setting: does a submitted order wait for someone to send it to approval? */
  approvalSubmission: 'AUTOMATIC' | 'MANUAL'
  /** Of the order's lines; needed for the actions on lines. */
  lineStatuses?: readonly OrderLineStatus[]
}

const KIND_OF_ROLE: Readonly<Record<string, ActorKind>> = {
  RESELLER_ADMIN: 'ADMINISTRATOR',
  ORDER_DESK: 'ORDER_DESK',
  CUSTOMER_ADMIN: 'CUSTOMER',
  CUSTOMER_USER: 'CUSTOMER',
  INTEGRATION: 'INTEGRATION',
}

const LINE_ACTION_OF: ReadonlyMap<LineCommand, OrderAction> = new Map([
  ['orderLineFulfil', 'FULFIL_LINE'],
  ['orderLineFail', 'FAIL_LINE'],
  ['orderLineRequestInformation', 'REQUEST_INFORMATION'],
])

/** In what capacities the viewer acts. */
function actorKinds(
  viewer: Pick<ViewerFacts, 'roles' | 'isRequester' | 'isEligibleApprover'>,
): Set<ActorKind> {
  const kinds = new Set<ActorKind>()
  for (const role of viewer.roles) {
    const kind = Object.hasOwn(KIND_OF_ROLE, role) ? KIND_OF_ROLE[role] : undefined
    if (kind) kinds.add(kind)
  }
  if (viewer.isRequester) kinds.add('REQUESTER')
  if (viewer.isEligibleApprover) kinds.add('APPROVER')
  return kinds
}

/**
 * What the viewer may do with the order now, in the order of {@link OrderAction}.
 * SUBMIT is listed while stages are incomplete too: their problems say what is missing.
 */
export function allowedActions(viewer: ViewerFacts): OrderAction[] {
  const kinds = actorKinds(viewer)
  const isOneOf = (actors: readonly ActorKind[]): boolean => actors.some((actor) => kinds.has(actor))
  const moves = ORDER_TRANSITIONS.filter(
    ({ from, actors, guards }) =>
      from.includes(viewer.status) &&
      isOneOf(actors) &&
      !guards.some((guard) => isKnownToFail(guard, viewer)),
  ).flatMap(({ action }) => action ?? [])
  const onLines = (isRunning(viewer.status) ? LINE_TRANSITIONS : [])
    .filter(({ from, actors }) => isOneOf(actors) && viewer.lineStatuses?.some((one) => from.includes(one)))
    .flatMap(({ command }) => LINE_ACTION_OF.get(command) ?? [])
  const allowed = new Set<OrderAction>([...moves, ...onLines])
  if (viewer.roles.includes('SALES_AGENT') || isOneOf(['REQUESTER', 'ADMINISTRATOR'])) allowed.add('CLONE')
  if (isOneOf(['REQUESTER', 'ADMINISTRATOR', 'APPROVER', 'ORDER_DESK'])) allowed.add('COMMENT')
  return Object.values(OrderAction).filter((action) => allowed.has(action))
}

function isRunning(status: OrderStatus): boolean {
  return status === 'IN_FULFILLMENT' || status === 'AWAITING_INFORMATION'
}

function isKnownToFail(guard: GuardName, viewer: ViewerFacts): boolean {
  switch (guard) {
    case 'HAS_NUMBER':
      return !viewer.hasNumber
    case 'NO_LINE_QUEUED':
      return viewer.anyLineQueued
    case 'MANUAL_APPROVAL_SUBMISSION':
      return viewer.approvalSubmission !== 'MANUAL'
    case 'NOT_SELF':
      return viewer.isRequester
    case 'LINE_AWAITS_INFORMATION':
      return (
        viewer.status !== 'AWAITING_INFORMATION' && !viewer.lineStatuses?.includes('AWAITING_INFORMATION')
      )
    default:
      return false
  }
}
