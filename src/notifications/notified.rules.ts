import type { ToldApproval } from './told-approval.ts'

/** What a mail says. A new kind needs a row below and a text in `mail-texts.ts`. */
export type NotificationKind =
  | 'APPROVAL_NEEDED'
  | 'APPROVAL_REMINDER'
  | 'APPROVAL_ESCALATED'
  | 'APPROVAL_HANDED_OVER'
  | 'APPROVAL_TAKEN_OVER'
  | 'APPROVAL_OVER'
  | 'APPROVAL_DECIDED'
  | 'APPROVAL_WITHDRAWN'
  | 'APPROVAL_EXPIRED'
  | 'APPROVAL_PAUSED'
  | 'APPROVAL_RESUMED'
  | 'APPROVAL_COMMENTED'
  | 'APPROVAL_BLOCKED'
  | 'APPROVAL_WATCHED'
  | 'WATCHER_ADDED'

/** An event as far as it decides who hears of it. */
export type HeardEvent = {
  type: string
  actorId: string
  told: ToldApproval
  /** Of the request. */
  watcherIds: readonly string[]
  /** Who can see to it that somebody decides. */
  administratorIds: readonly string[]
}

/** Who is to be told, and how. */
export type Addressed = {
  kind: NotificationKind
  /** Users; an API key stands for who made it. */
  recipientIds: string[]
  /** True: only those of them who were asked to decide, and have not. */
  onlyAsked: boolean
}

type Row = {
  kind: NotificationKind
  to: (event: HeardEvent) => readonly string[]
  onlyAsked?: true
  /** Whoever did it is told as well: what was done asks that person for something new. */
  evenActor?: true
}

type Steps = ToldApproval['approval']['steps']

const idsOf = (people: ReadonlyArray<{ id: string }> = []) => people.map(({ id }) => id)
const approversOf = (steps: Steps) => steps.flatMap(({ approvers }) => idsOf(approvers))
const requester = ({ told }: HeardEvent) => [told.approval.requesterId]
const watchers = ({ watcherIds }: HeardEvent) => watcherIds
const approversOfStep = ({ told: { step } }: HeardEvent) => approversOf(step ? [step] : [])

const byTime = ({ told: { decision } }: HeardEvent) => decision?.kind === 'EXPIRE'
const withoutDecision = ({ told: { decision } }: HeardEvent) => !decision

/** Approvers whom a decision leaves nothing to decide: of the step that it ended, and of steps that it made needless. */
function othersOfDecidedSteps({ told: { approval, decision } }: HeardEvent): string[] {
  const ended = approval.steps.filter(
    ({ position, status }) =>
      status === 'SKIPPED' || (position === decision?.stepPosition && status !== 'ACTIVE'),
  )
  return approversOf(ended)
}

const approversOfOpenSteps = ({ told: { approval } }: HeardEvent) =>
  approversOf(approval.steps.filter(({ status }) => status !== 'APPROVED'))

/** Whose turn has come, or had. */
const approversOfBegunSteps = ({ told: { approval } }: HeardEvent) =>
  approversOf(approval.steps.filter(({ status }) => status !== 'WAITING' && status !== 'SKIPPED'))

/** Who joined the open step. Whoever is ADDED has a step of their own, and is asked when its turn comes. */
const joinedOpenStep = ({ told: { step, cause, added } }: HeardEvent) =>
  step?.status === 'ACTIVE' && cause !== 'ADDED' ? idsOf(added) : []

const handedAway = ({ told: { cause, removed } }: HeardEvent) =>
  cause === 'REASSIGNED' ? idsOf(removed) : []

/** Watchers who hear of a new request by no other mail. */
function onlyWatchers(event: HeardEvent): string[] {
  const { status, steps } = event.told.approval
  if (status !== 'PENDING') return []
  const asked = approversOf(steps.filter((step) => step.status === 'ACTIVE'))
  const others = new Set([...requester(event), ...asked])
  return event.watcherIds.filter((id) => !others.has(id))
}

const newWatchers = ({ told: { approval, added } }: HeardEvent) =>
  approval.status === 'PENDING' ? idsOf(added) : []

const when = (applies: (event: HeardEvent) => boolean, to: Row['to']) => (event: HeardEvent) =>
  applies(event) ? to(event) : []

/** THE table: which event tells whom what. If it is not here, nobody gets a mail. Of several rows the first one counts. */
const table: Readonly<Record<string, readonly Row[]>> = {
  'approval.requested': [{ kind: 'APPROVAL_WATCHED', to: onlyWatchers }],
  'approval.step_activated': [{ kind: 'APPROVAL_NEEDED', to: approversOfStep, evenActor: true }],
  'approval.reminder_due': [{ kind: 'APPROVAL_REMINDER', to: ({ told }) => idsOf(told.waitingFor) }],
  'approval.escalated': [{ kind: 'APPROVAL_ESCALATED', to: ({ told }) => idsOf(told.joined) }],
  'approval.approvers_changed': [
    { kind: 'APPROVAL_HANDED_OVER', to: joinedOpenStep },
    { kind: 'APPROVAL_TAKEN_OVER', to: handedAway },
  ],
  'approval.decision_recorded': [
    { kind: 'APPROVAL_EXPIRED', to: when(byTime, requester) },
    { kind: 'APPROVAL_DECIDED', to: when((event) => !byTime(event), requester) },
    { kind: 'APPROVAL_OVER', to: othersOfDecidedSteps, onlyAsked: true },
    { kind: 'APPROVAL_WATCHED', to: watchers },
  ],
  // Where somebody or the time decided, that was told.
  'approval.completed': [
    { kind: 'APPROVAL_DECIDED', to: when(withoutDecision, requester) },
    { kind: 'APPROVAL_WATCHED', to: when(withoutDecision, watchers) },
  ],
  'approval.withdrawn': [
    { kind: 'APPROVAL_WITHDRAWN', to: requester },
    { kind: 'APPROVAL_OVER', to: approversOfOpenSteps, onlyAsked: true },
    { kind: 'APPROVAL_WATCHED', to: watchers },
  ],
  'approval.paused': [
    { kind: 'APPROVAL_PAUSED', to: requester },
    { kind: 'APPROVAL_PAUSED', to: approversOfStep, onlyAsked: true },
  ],
  'approval.resumed': [
    { kind: 'APPROVAL_RESUMED', to: requester },
    { kind: 'APPROVAL_RESUMED', to: approversOfStep, onlyAsked: true },
  ],
  'approval.comment_added': [
    {
      kind: 'APPROVAL_COMMENTED',
      to: (event) => [...requester(event), ...approversOfBegunSteps(event), ...event.watcherIds],
    },
  ],
  'approval.watchers_changed': [{ kind: 'WATCHER_ADDED', to: newWatchers }],
  'approval.blocked': [{ kind: 'APPROVAL_BLOCKED', to: ({ administratorIds }) => administratorIds }],
}

/** The events that somebody may be told of. */
export const notifiedEvents: ReadonlySet<string> = new Set(Object.keys(table))

/** Whether somebody may be told of an event of an approval. An end that was decided is told as the decision. */
export function isNotified({ type, data }: { type: string; data: Record<string, unknown> }): boolean {
  return notifiedEvents.has(type) && !(type === 'approval.completed' && data['decision'])
}

/** Whom an event tells what; nobody twice by the same row, and nobody of what they did themselves. */
export function addressedBy(event: HeardEvent): Addressed[] {
  return (table[event.type] ?? []).map(({ kind, to, onlyAsked = false, evenActor = false }) => ({
    kind,
    recipientIds: [...new Set(to(event))].filter((id) => evenActor || id !== event.actorId),
    onlyAsked,
  }))
}
