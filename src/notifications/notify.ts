import type { Ctx } from '../access/ctx.ts'
import { ApprovalDecision } from '../approvals/approval-decision.entity.ts'
import { approvalBlocked } from '../approvals/approval-people.events.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { ApprovalStep } from '../approvals/approval-step.entity.ts'
import { findPersonBehind } from '../approvals/find-person-behind.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { findPeople, type Person } from '../identity/find-people.ts'
import { findAdministrators } from './find-administrators.ts'
import { Notification } from './notification.entity.ts'
import { addressedBy, isNotified, type Addressed } from './notified.rules.ts'
import { askingKinds, linkingKinds, reasonToSkip } from './standing.rules.ts'
import { endpointKindOf } from './told-endpoint.ts'
import { notifyOwners } from './notify-owners.ts'
import { readToldApproval, type ToldApproval } from './told-approval.ts'

/** What is known of the request beside the event. */
interface Known {
  event: OutboxEvent
  request: ApprovalRequest
  people: ReadonlyMap<string, Person>
  steps: readonly ApprovalStep[]
  decisions: readonly ApprovalDecision[]
  /** Who was asked to decide this request, and has not. */
  silent: ReadonlySet<string>
}

type KnownRequest = Pick<Known, 'steps' | 'decisions' | 'silent'>

async function knownOf(ctx: Ctx, requestId: string): Promise<KnownRequest> {
  const asked = await ctx.em.find(Notification, {
    subjectId: requestId,
    kind: { $in: [...askingKinds] },
    status: { $in: ['PENDING', 'SENT'] },
  })
  const decisions = await ctx.em.find(ApprovalDecision, { requestId })
  const spoken = new Set(decisions.map(({ decidedBy }) => decidedBy))
  const silent = new Set(asked.map(({ recipientId }) => recipientId).filter((id) => !spoken.has(id)))
  return { steps: await ctx.em.find(ApprovalStep, { requestId }), decisions, silent }
}

/** The open step, when it asks this person and has no answer yet. */
function stepThatAsks({ steps, decisions }: Known, personId: string): ApprovalStep | undefined {
  return steps.find(
    ({ id, status, approverIds }) =>
      status === 'ACTIVE' &&
      approverIds.includes(personId) &&
      !decisions.some(({ stepId, decidedBy }) => stepId === id && decidedBy === personId),
  )
}

function notificationFor(ctx: Ctx, known: Known, to: { kind: Addressed['kind']; person: Person }) {
  const { kind, person } = to
  const now = ctx.clock.now()
  const step = linkingKinds.includes(kind) ? stepThatAsks(known, person.id) : undefined
  const reason = reasonToSkip({
    kind,
    recipientStatus: person.status,
    isCustomer: person.actor.organizationScope !== null,
    isPending: known.request.status === 'PENDING',
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
    subjectId: known.request.id,
    stepId: step?.id ?? null,
    status: reason ? 'SKIPPED' : 'PENDING',
    reason,
    createdAt: now,
    updatedAt: now,
  } as const)
}

type Heard = Pick<Known, 'event' | 'request'> & { told: ToldApproval }

async function addressed(ctx: Ctx, { event, request, told }: Heard): Promise<Addressed[]> {
  const { type, sellerId, actor } = event
  const administratorIds = type === approvalBlocked.type ? await findAdministrators(ctx, sellerId) : []
  const { watcherIds, requesterId } = request
  const behind = await findPersonBehind(ctx, requesterId)
  return addressedBy({ type, actorId: actor.id, told, watcherIds, administratorIds }).map((one) => ({
    ...one,
    recipientIds: one.recipientIds.map((id) => (id === requesterId ? behind : id)),
  }))
}

/** One each: whom an earlier row tells is not told by a later one. */
function notificationsOf(ctx: Ctx, known: Known, wanted: readonly Addressed[]): Notification[] {
  const told = new Set<string>()
  return wanted.flatMap(({ kind, recipientIds, onlyAsked }) => {
    const people = recipientIds
      .filter((id) => !told.has(id) && (!onlyAsked || known.silent.has(id)))
      .flatMap((id) => known.people.get(id) ?? [])
    for (const { id } of people) told.add(id)
    return people.map((person) => notificationFor(ctx, known, { kind, person }))
  })
}

async function notificationsAbout(ctx: Ctx, event: OutboxEvent): Promise<Notification[]> {
  const told = readToldApproval(event.data)
  const request = await ctx.em.findOneOrFail(ApprovalRequest, { id: told.approval.id })
  const wanted = await addressed(ctx, { event, request, told })
  const people = await findPeople(
    ctx,
    wanted.flatMap(({ recipientIds }) => recipientIds),
  )
  const known = {
    event,
    request,
    people: new Map(people.map((person) => [person.id, person])),
    ...(await knownOf(ctx, request.id)),
  }
  return notificationsOf(ctx, known, wanted)
}

/**
 * Makes one notification per person whom the event is told to; who is not active gets a SKIPPED one. From the same
 * commit on the reconciler knows that this is done. Answers those of the event that wait for their first attempt.
 * A repeat adds nothing.
 */
export async function notify(ctx: Ctx, eventId: string): Promise<Notification[]> {
  const event = await ctx.em.findOne(OutboxEvent, { id: eventId })
  if (!event) return []
  const endpointKind = endpointKindOf(event)
  if (!endpointKind && !isNotified(event)) return []
  const notifications = endpointKind
    ? await notifyOwners(ctx, event, endpointKind)
    : await notificationsAbout(ctx, event)
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
