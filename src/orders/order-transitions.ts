import type { OrderAction, OrderLineStatus, OrderStatus } from './order-status.ts'

/** In what capacity someone acts on an order. One person may act in several. */
export type ActorKind =
  'REQUESTER' | 'ADMINISTRATOR' | 'ORDER_DESK' | 'APPROVER' | 'CUSTOMER' | 'INTEGRATION' | 'SYSTEM'

/** A condition beyond the state that the verb checks before it moves the order. */
export type GuardName =
  | 'VERSION_MATCHES'
  | 'STAGES_COMPLETE'
  | 'PRICES_VALID'
  | 'TERMS_ACCEPTED'
  | 'ACCOUNT_CAN_ORDER'
  | 'APPROVER_RESOLVABLE'
  | 'NO_BLOCKING_POLICY'
  | 'HAS_NO_NUMBER'
  | 'HAS_NUMBER'
  | 'APPROVAL_REQUIRED'
  | 'NO_APPROVAL_REQUIRED'
  | 'MANUAL_APPROVAL_SUBMISSION'
  | 'NOT_SELF'
  | 'STEP_ACTIVE'
  | 'LAST_NEEDED_APPROVAL'
  | 'REASON_GIVEN'
  | 'NO_LINE_QUEUED'
  | 'DEADLINE_PASSED'
  | 'NOT_ON_HOLD'
  | 'START_DATE_REACHED'
  | 'OFFERS_FOR_SALE'
  | 'LINE_AWAITS_INFORMATION'
  | 'PARAMETERS_VALID'
  | 'RETRYABLE_OR_OVERRIDDEN'
  | 'OUTCOME_KNOWN'
  | 'LINES_SAY_SO'

/** Commands of people are named like their mutation; those of the system carry a dot. */
export type OrderCommand =
  | 'orderSelectItems'
  | 'orderSetContacts'
  | 'orderSetProvisioning'
  | 'orderSubmit'
  | 'orderSubmitForApproval'
  | 'orderWithdraw'
  | 'orderCancel'
  | 'approvalApprove'
  | 'approvalReject'
  | 'approvalRequestChanges'
  | 'orderProvideInformation'
  | 'orderRetry'
  | 'orderCancelRemainingLines'
  | 'draft.expire'
  | 'number.issue'
  | 'routing.require'
  | 'routing.approve'
  | 'approval.expire'
  | 'approval.timeoutReject'
  | 'approval.timeoutReturn'
  | 'approval.timeoutApprove'
  | 'fulfillment.start'
  | 'lines.resume'
  | 'lines.await'
  | 'lines.fulfil'
  | 'lines.fulfilPartly'
  | 'lines.fail'
  | 'lines.cancel'

/** One row of the order's state table. A command leads from one state to exactly one other. */
export type OrderTransition = {
  command: OrderCommand
  from: readonly OrderStatus[]
  to: OrderStatus | 'SAME'
  actors: readonly ActorKind[]
  guards: readonly GuardName[]
  /** What the row is called in `allowedActions`; null for the system's own. */
  action: OrderAction | null
}

const row = (
  command: OrderCommand,
  [from, to]: readonly [readonly OrderStatus[], OrderStatus | 'SAME'],
  rest: Omit<OrderTransition, 'command' | 'from' | 'to'>,
): OrderTransition => ({ command, from, to, ...rest })

const system = (...guards: GuardName[]): Omit<OrderTransition, 'command' | 'from' | 'to'> => ({
  actors: ['SYSTEM'],
  guards,
  action: null,
})

const can = (
  action: OrderAction,
  actors: readonly ActorKind[],
  ...guards: GuardName[]
): Omit<OrderTransition, 'command' | 'from' | 'to'> => ({ action, actors, guards })

const EDITORS: readonly ActorKind[] = ['REQUESTER', 'ADMINISTRATOR']
const EDITABLE: readonly OrderStatus[] = ['DRAFT', 'CHANGES_REQUESTED']
const RUNNING: readonly OrderStatus[] = ['IN_FULFILLMENT', 'AWAITING_INFORMATION']
const SUBMIT_GUARDS: readonly GuardName[] = [
  'VERSION_MATCHES',
  'STAGES_COMPLETE',
  'PRICES_VALID',
  'TERMS_ACCEPTED',
  'ACCOUNT_CAN_ORDER',
  'APPROVER_RESOLVABLE',
  'NO_BLOCKING_POLICY',
]

/** The life of an order, as data. States without a row are final. */
export const ORDER_TRANSITIONS: readonly OrderTransition[] = [
  row('orderSelectItems', [EDITABLE, 'SAME'], can('SELECT_ITEMS', EDITORS, 'VERSION_MATCHES')),
  row('orderSetContacts', [EDITABLE, 'SAME'], can('SET_CONTACTS', EDITORS, 'VERSION_MATCHES')),
  row('orderSetProvisioning', [EDITABLE, 'SAME'], can('SET_PROVISIONING', EDITORS, 'VERSION_MATCHES')),
  row('draft.expire', [['DRAFT'], 'EXPIRED'], system('DEADLINE_PASSED')),
  row('orderCancel', [['DRAFT'], 'CANCELLED'], can('CANCEL', EDITORS)),
  row('orderSubmit', [['DRAFT'], 'SUBMITTED'], can('SUBMIT', ['REQUESTER'], ...SUBMIT_GUARDS)),
  row('number.issue', [['SUBMITTED'], 'SAME'], system('HAS_NO_NUMBER')),
  row('routing.require', [['SUBMITTED'], 'PENDING_APPROVAL'], system('HAS_NUMBER', 'APPROVAL_REQUIRED')),
  row(
    'orderSubmitForApproval',
    [['SUBMITTED'], 'PENDING_APPROVAL'],
    can('SUBMIT_FOR_APPROVAL', EDITORS, 'HAS_NUMBER', 'MANUAL_APPROVAL_SUBMISSION', 'APPROVAL_REQUIRED'),
  ),
  row('routing.approve', [['SUBMITTED'], 'APPROVED'], system('HAS_NUMBER', 'NO_APPROVAL_REQUIRED')),
  row(
    'approvalApprove',
    [['PENDING_APPROVAL'], 'APPROVED'],
    can('APPROVE', ['APPROVER'], 'VERSION_MATCHES', 'NOT_SELF', 'STEP_ACTIVE', 'LAST_NEEDED_APPROVAL'),
  ),
  row(
    'approvalReject',
    [['PENDING_APPROVAL'], 'REJECTED'],
    can('REJECT', ['APPROVER'], 'VERSION_MATCHES', 'NOT_SELF', 'STEP_ACTIVE', 'REASON_GIVEN'),
  ),
  row(
    'approvalRequestChanges',
    [['PENDING_APPROVAL'], 'CHANGES_REQUESTED'],
    can('REQUEST_CHANGES', ['APPROVER'], 'VERSION_MATCHES', 'NOT_SELF', 'STEP_ACTIVE', 'REASON_GIVEN'),
  ),
  row('orderWithdraw', [['PENDING_APPROVAL'], 'CHANGES_REQUESTED'], can('WITHDRAW', EDITORS)),
  row(
    'orderSubmitForApproval',
    [['CHANGES_REQUESTED'], 'SUBMITTED'],
    can('SUBMIT_FOR_APPROVAL', ['REQUESTER'], ...SUBMIT_GUARDS),
  ),
  row(
    'orderCancel',
    [['SUBMITTED'], 'CANCELLED'],
    can('CANCEL', EDITORS, 'REASON_GIVEN', 'HAS_NUMBER', 'MANUAL_APPROVAL_SUBMISSION'),
  ),
  row(
    'orderCancel',
    [['CHANGES_REQUESTED', 'PENDING_APPROVAL'], 'CANCELLED'],
    can('CANCEL', EDITORS, 'REASON_GIVEN'),
  ),
  row(
    'orderCancel',
    [['APPROVED'], 'CANCELLED'],
    can('CANCEL', ['ADMINISTRATOR', 'ORDER_DESK'], 'REASON_GIVEN', 'NO_LINE_QUEUED'),
  ),
  row('approval.expire', [['PENDING_APPROVAL'], 'EXPIRED'], system('DEADLINE_PASSED')),
  row('approval.timeoutReject', [['PENDING_APPROVAL'], 'REJECTED'], system('DEADLINE_PASSED')),
  row('approval.timeoutReturn', [['PENDING_APPROVAL'], 'CHANGES_REQUESTED'], system('DEADLINE_PASSED')),
  row('approval.timeoutApprove', [['PENDING_APPROVAL'], 'APPROVED'], system('DEADLINE_PASSED')),
  row(
    'fulfillment.start',
    [['APPROVED'], 'IN_FULFILLMENT'],
    system('NOT_ON_HOLD', 'START_DATE_REACHED', 'OFFERS_FOR_SALE'),
  ),
  row(
    'orderProvideInformation',
    [RUNNING, 'IN_FULFILLMENT'],
    can('PROVIDE_INFORMATION', ['REQUESTER', 'CUSTOMER'], 'LINE_AWAITS_INFORMATION', 'PARAMETERS_VALID'),
  ),
  row(
    'orderRetry',
    [['FULFILLMENT_FAILED', 'PARTIALLY_FULFILLED'], 'IN_FULFILLMENT'],
    can('RETRY', ['ADMINISTRATOR', 'ORDER_DESK'], 'RETRYABLE_OR_OVERRIDDEN', 'OUTCOME_KNOWN'),
  ),
  row(
    'orderCancelRemainingLines',
    [['PARTIALLY_FULFILLED'], 'FULFILLED'],
    can('CANCEL_REMAINING_LINES', ['ADMINISTRATOR', 'ORDER_DESK'], 'REASON_GIVEN'),
  ),
  row(
    'orderCancelRemainingLines',
    [['FULFILLMENT_FAILED'], 'CANCELLED'],
    can('CANCEL_REMAINING_LINES', ['ADMINISTRATOR', 'ORDER_DESK'], 'REASON_GIVEN'),
  ),
  row('lines.resume', [RUNNING, 'IN_FULFILLMENT'], system('LINES_SAY_SO')),
  row('lines.await', [RUNNING, 'AWAITING_INFORMATION'], system('LINES_SAY_SO')),
  row('lines.fulfil', [RUNNING, 'FULFILLED'], system('LINES_SAY_SO')),
  row('lines.fulfilPartly', [RUNNING, 'PARTIALLY_FULFILLED'], system('LINES_SAY_SO')),
  row('lines.fail', [RUNNING, 'FULFILLMENT_FAILED'], system('LINES_SAY_SO')),
  row('lines.cancel', [RUNNING, 'CANCELLED'], system('LINES_SAY_SO')),
]

/** Commands on one line. */
export type LineCommand =
  | 'line.queue'
  | 'line.start'
  | 'line.cancel'
  | 'orderLineFulfil'
  | 'orderLineFail'
  | 'orderLineRequestInformation'
  | 'orderProvideInformation'
  | 'orderRetry'

/** One row of a line's state table. */
export type LineTransition = {
  command: LineCommand
  from: readonly OrderLineStatus[]
  to: OrderLineStatus
  actors: readonly ActorKind[]
}

const DESKS: readonly ActorKind[] = ['SYSTEM', 'ORDER_DESK', 'ADMINISTRATOR', 'INTEGRATION']

/** The life of a line, as data. An integrator may report on a line that is still QUEUED. */
export const LINE_TRANSITIONS: readonly LineTransition[] = [
  { command: 'line.queue', from: ['PENDING'], to: 'QUEUED', actors: ['SYSTEM'] },
  { command: 'line.start', from: ['QUEUED'], to: 'IN_PROGRESS', actors: ['SYSTEM'] },
  { command: 'orderLineFulfil', from: ['QUEUED', 'IN_PROGRESS'], to: 'FULFILLED', actors: DESKS },
  {
    command: 'orderLineFail',
    from: ['QUEUED', 'IN_PROGRESS', 'AWAITING_INFORMATION'],
    to: 'FAILED',
    actors: DESKS,
  },
  {
    command: 'orderLineRequestInformation',
    from: ['QUEUED', 'IN_PROGRESS'],
    to: 'AWAITING_INFORMATION',
    actors: DESKS,
  },
  {
    command: 'orderProvideInformation',
    from: ['AWAITING_INFORMATION'],
    to: 'QUEUED',
    actors: ['REQUESTER', 'CUSTOMER'],
  },
  { command: 'orderRetry', from: ['FAILED'], to: 'QUEUED', actors: ['ADMINISTRATOR', 'ORDER_DESK'] },
  {
    command: 'line.cancel',
    from: ['PENDING', 'QUEUED', 'IN_PROGRESS', 'AWAITING_INFORMATION', 'FAILED'],
    to: 'CANCELLED',
    actors: ['SYSTEM', 'ADMINISTRATOR', 'ORDER_DESK'],
  },
]
