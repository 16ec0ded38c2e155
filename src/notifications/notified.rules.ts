import type { ToldApproval } from './told-approval.ts'

/** What a mail says. A new kind needs a row below and a text in `mail-texts.ts`. */
export type NotificationKind =
  'APPROVAL_NEEDED' | 'APPROVAL_OVER' | 'APPROVAL_DECIDED' | 'APPROVAL_WITHDRAWN' | 'APPROVAL_EXPIRED'

/** An event as far as it decides who hears of it. */
export type HeardEvent = { type: string; actorId: string; told: ToldApproval }

/** Who is to be told, and how. */
export type Addressed = {
  kind: NotificationKind
  /** Users; an API key stands for who made it. */
  recipientIds: string[]
  /** True: only those of them who were asked to decide, and have not. */
  onlyAsked: boolean
}

type Row = { kind: NotificationKind; to: (event: HeardEvent) => string[]; onlyAsked?: true }

const requester = ({ told }: HeardEvent) => [told.approval.requesterId]
const requesterOfAnother = (event: HeardEvent) => requester(event).filter((id) => id !== event.actorId)
const approversOf = (steps: ToldApproval['approval']['steps']) =>
  steps.flatMap(({ approvers }) => approvers.map(({ id }) => id))

/** Approvers of the step that this decision ended, but for who made it. */
function othersOfDecidedStep({ told: { approval, decision } }: HeardEvent): string[] {
  const ended = approval.steps.filter(
    ({ position, status }) => position === decision?.stepPosition && status !== 'ACTIVE',
  )
  return approversOf(ended).filter((id) => id !== decision?.decidedBy.id)
}

const approversOfOpenSteps = ({ told: { approval } }: HeardEvent) =>
  approversOf(approval.steps.filter(({ status }) => status !== 'APPROVED'))

/** THE table: which event tells whom what. If it is not here, nobody gets a mail. */
const table: Readonly<Record<string, readonly Row[]>> = {
  'approval.step_activated': [
    { kind: 'APPROVAL_NEEDED', to: ({ told }) => approversOf(told.step ? [told.step] : []) },
  ],
  'approval.decision_recorded': [
    { kind: 'APPROVAL_DECIDED', to: requester },
    { kind: 'APPROVAL_OVER', to: othersOfDecidedStep, onlyAsked: true },
  ],
  'approval.withdrawn': [
    { kind: 'APPROVAL_WITHDRAWN', to: requesterOfAnother },
    { kind: 'APPROVAL_OVER', to: approversOfOpenSteps, onlyAsked: true },
  ],
  'approval.expired': [
    { kind: 'APPROVAL_EXPIRED', to: requester },
    { kind: 'APPROVAL_OVER', to: approversOfOpenSteps, onlyAsked: true },
  ],
}

/** The events that somebody is told of. */
export const notifiedEvents: ReadonlySet<string> = new Set(Object.keys(table))

/** Whom an event tells what; nobody twice by the same kind. */
export function addressedBy(event: HeardEvent): Addressed[] {
  return (table[event.type] ?? []).map(({ kind, to, onlyAsked = false }) => ({
    kind,
    recipientIds: [...new Set(to(event))],
    onlyAsked,
  }))
}
