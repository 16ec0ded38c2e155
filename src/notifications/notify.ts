import type { Ctx } from '../access/ctx.ts'
import { ApprovalDecision } from '../approvals/approval-decision.entity.ts'
import { ApprovalStep } from '../approvals/approval-step.entity.ts'
import { findPersonBehind } from '../approvals/find-person-behind.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { findPeople, type Person } from '../identity/find-people.ts'
import { Notification } from './notification.entity.ts'
import { addressedBy, notifiedEvents, type Addressed } from './notified.rules.ts'
import { reasonToSkip } from './standing.rules.ts'
import { readToldApproval } from './told-approval.ts'

/** What is known of the request beside the event. */
interface Known {
  event: OutboxEvent
  requestId: string
  people: ReadonlyMap<string, Person>
  steps: readonly ApprovalStep[]
  /** Who was asked to decide this request, and has not. */
  silent: ReadonlySet<string>
}

async function askedAndSilent(ctx: Ctx, requestId: string): Promise<Set<string>> {
  const asked = await ctx.em.find(Notification, {
    subjectId: requestId,
    kind: 'APPROVAL_NEEDED',
    status: { $in: ['PENDING', 'SENT'] },
  })
  const decisions = await ctx.em.find(ApprovalDecision, { requestId })
  const spoken = new Set(decisions.map(({ decidedBy }) => decidedBy))
  return new Set(asked.map(({ recipientId }) => recipientId).filter((id) => !spoken.has(id)))
}

function notificationFor(ctx: Ctx, known: Known, to: { kind: Addressed['kind']; person: Person }) {
  const { kind, person } = to
  const now = ctx.clock.now()
  const step =
    kind === 'APPROVAL_NEEDED'
      ? known.steps.find((one) => one.status === 'ACTIVE' && one.approverIds.includes(person.id))
      : undefined
  const reason = reasonToSkip({
    kind,
    recipientStatus: person.status,
    isAsked: step !== undefined,
    wasAsked: known.silent.has(person.id),
  })
  return Object.assign(new Notification(), {
    id: ctx.ids.next('ntf'),
    sellerId: known.event.sellerId,
    eventId: known.event.id,
    eventType: known.event.type,
    kind,
    recipientId: person.id,
    recipientName: person.name,
    recipientAddress: person.email,
    subjectId: known.requestId,
    stepId: step?.id ?? null,
    status: reason ? 'SKIPPED' : 'PENDING',
    reason,
    createdAt: now,
    updatedAt: now,
  } as const)
}

async function addressed(ctx: Ctx, event: OutboxEvent, told: ReturnType<typeof readToldApproval>) {
  const wanted = addressedBy({ type: event.type, actorId: event.actor.id, told })
  const { requesterId } = told.approval
  const behind = await findPersonBehind(ctx, requesterId)
  return wanted.map((one) => ({
    ...one,
    recipientIds: one.recipientIds.map((id) => (id === requesterId ? behind : id)),
  }))
}

function notificationsOf(ctx: Ctx, known: Known, wanted: readonly Addressed[]): Notification[] {
  return wanted.flatMap(({ kind, recipientIds, onlyAsked }) =>
    recipientIds
      .filter((id) => !onlyAsked || known.silent.has(id))
      .flatMap((id) => known.people.get(id) ?? [])
      .map((person) => notificationFor(ctx, known, { kind, person })),
  )
}

/**
 * Makes one notification per person whom the event is told to; who is not active gets a SKIPPED one. From the same
 * commit on the reconciler knows that this is done. Answers those of the event that wait for their first attempt.
 * A repeat adds nothing.
 */
export async function notify(ctx: Ctx, eventId: string): Promise<Notification[]> {
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event || !notifiedEvents.has(event.type)) return []
  const told = readToldApproval(event.data)
  const requestId = told.approval.id
  const wanted = await addressed(ctx, event, told)
  const people = await findPeople(
    ctx,
    wanted.flatMap(({ recipientIds }) => recipientIds),
  )
  const known = {
    event,
    requestId,
    people: new Map(people.map((person) => [person.id, person])),
    steps: await ctx.em.find(ApprovalStep, { requestId }),
    silent: await askedAndSilent(ctx, requestId),
  }
  const notifications = notificationsOf(ctx, known, wanted)
  if (notifications.length > 0)
    await ctx.em.upsertMany(Notification, notifications, {
      onConflictFields: ['sellerId', 'eventId', 'recipientId', 'kind'],
      onConflictAction: 'ignore',
    })
  await ctx.em.execute('SELECT gate.event_notified(?, ?)', [event.sellerId, event.id])
  return ctx.em.find(
    Notification,
    { sellerId: event.sellerId, eventId, status: 'PENDING', attempts: 0 },
    { disableIdentityMap: true },
  )
}
