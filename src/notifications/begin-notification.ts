import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { ApprovalDecision } from '../approvals/approval-decision.entity.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { ApprovalStep } from '../approvals/approval-step.entity.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { findPeople, type Person } from '../identity/find-people.ts'
import { decisionLinkPath } from '../orders/decision-link.ts'
import { composeMail } from './compose-mail.ts'
import { endpointContent } from './endpoint-texts.ts'
import { findToldApproval } from './find-told-approval.ts'
import type { Mail } from './mail-port.ts'
import { mailTexts } from './mail-texts.ts'
import { Notification } from './notification.entity.ts'
import { askingKinds, reasonOfStatus, reasonToSkip } from './standing.rules.ts'
import { isAboutEndpoint, readToldEndpoint } from './told-endpoint.ts'
import type { ToldApproval } from './told-approval.ts'

/** What a mail is written from. */
interface Written {
  told: ToldApproval
  /** The name of whoever did what is told. */
  by: string
  linkDays: number
}

/** How long nobody else sends the same mail: longer than an attempt can take. */
const leaseMs = 120_000
const dayMs = 86_400_000

/** Which notification, and what its mail needs. */
export interface NotificationAsked {
  notificationId: string
  /** The run that sends it. */
  runId: string
  /** False: this installation has no mail server. */
  canSend: boolean
  /** How long links in mails work. */
  linkDays: number
}

/** A notification under its lock, with who it is for and what it is about. */
interface Taken {
  notification: Notification
  person: Person | undefined
  request: ApprovalRequest
  /** The step that still asks the recipient. */
  step: ApprovalStep | null
}

/** What was given up may be asked for again: a dead letter that somebody retries. */
function isOpen({ status, reason }: Notification): boolean {
  return status === 'PENDING' || (status === 'FAILED' && (reason?.startsWith('GAVE_UP') ?? false))
}

function isTaken({ takenBy, takenUntil }: Notification, runId: string, now: Date): boolean {
  return takenBy !== runId && takenUntil !== null && takenUntil > now
}

function skip(ctx: Ctx, notification: Notification, reason: string): null {
  Object.assign(notification, { status: 'SKIPPED', reason, updatedAt: ctx.clock.now() })
  return null
}

/** The step of a notification, when it still asks the recipient. */
async function stepThatAsks(
  ctx: Ctx,
  { stepId, recipientId }: Notification,
  { status }: ApprovalRequest,
): Promise<ApprovalStep | null> {
  if (!stepId || status !== 'PENDING') return null
  const step = await ctx.em.findOne(ApprovalStep, { id: stepId, status: 'ACTIVE' })
  if (!step?.approverIds.includes(recipientId)) return null
  return (await ctx.em.count(ApprovalDecision, { stepId, decidedBy: recipientId })) > 0 ? null : step
}

async function wasAsked(ctx: Ctx, { subjectId, recipientId }: Notification): Promise<boolean> {
  const asking = {
    subjectId,
    recipientId,
    kind: { $in: [...askingKinds] },
    status: { $in: ['PENDING', 'SENT'] },
  } as const
  return (await ctx.em.count(Notification, asking)) > 0
}

function linkFor(ctx: Ctx, notification: Notification, of: { contentHash: string; until: Date }): string {
  const link = {
    request: notification.subjectId,
    step: notification.stepId ?? '',
    approver: notification.recipientId,
    content: of.contentHash,
    expires: of.until.getTime(),
  }
  return `${ctx.publicUrl ?? ''}${decisionLinkPath(link, ctx.keys.signing)}`
}

/** Why the mail of a notification is not sent (any more); null when it is. */
async function reasonNow(ctx: Ctx, { notification, person, request, step }: Taken): Promise<string | null> {
  if (isAboutEndpoint(notification.kind)) return null
  return reasonToSkip({
    kind: notification.kind,
    recipientStatus: person?.status ?? null,
    isCustomer: person !== undefined && person.actor.organizationScope !== null,
    isPending: request.status === 'PENDING',
    isAsked: step !== null,
    wasAsked: await wasAsked(ctx, notification),
  })
}

/** The same each time, the link included. */
function write(ctx: Ctx, { notification, request, step }: Taken, of: Written): Mail {
  const { id, kind, recipientName: name, recipientAddress: address, subjectId: thread } = notification
  if (isAboutEndpoint(kind)) throw new Error(`${id} is about an endpoint, not about an approval.`)
  const until = new Date(notification.createdAt.getTime() + of.linkDays * dayMs)
  const decideUrl = step ? linkFor(ctx, notification, { contentHash: request.contentHash, until }) : null
  const { told, by } = of
  const waitingSince = step?.activatedAt ?? null
  const texts = composeMail(mailTexts[kind]({ told, by, decideUrl, decideUntil: until, waitingSince }))
  return { id, to: { name, address }, thread, ...texts }
}

/** What the mail of a notification is about; null: about a webhook endpoint. */
async function takenOf(
  ctx: Ctx,
  notification: Notification,
  person: Person | undefined,
): Promise<Taken | null> {
  if (isAboutEndpoint(notification.kind)) return null
  const request = await ctx.em.findOneOrFail(ApprovalRequest, { id: notification.subjectId })
  return { notification, person, request, step: await stepThatAsks(ctx, notification, request) }
}

function reasonToSkipNow(ctx: Ctx, taken: Taken | null, person: Person | undefined): Promise<string | null> {
  return taken ? reasonNow(ctx, taken) : Promise.resolve(reasonOfStatus(person?.status ?? null))
}

function writeEndpointMail(notification: Notification, event: OutboxEvent): Mail | null {
  const { id, kind, recipientName: name, recipientAddress: address, subjectId: thread } = notification
  if (!isAboutEndpoint(kind)) return null
  return {
    id,
    to: { name, address },
    thread,
    ...composeMail(endpointContent(kind, readToldEndpoint(event.data))),
  }
}

/**
 * Takes up a mail under its notification's lock, or answers null when there is nothing to send: it was sent, another run
 * sends it, its recipient has left, or what it asks is decided, which skips it. Nothing is sent here. The mail of a
 * notification is the same each time, its link included.
 */
export async function beginNotification(ctx: Ctx, asked: NotificationAsked): Promise<Mail | null> {
  const lockMode = LockMode.PESSIMISTIC_WRITE
  const notification = await ctx.em.findOne(Notification, { id: asked.notificationId }, { lockMode })
  const now = ctx.clock.now()
  if (!notification || !isOpen(notification) || isTaken(notification, asked.runId, now)) return null

  const [person] = await findPeople(ctx, [notification.recipientId])
  const taken = await takenOf(ctx, notification, person)
  const reason = await reasonToSkipNow(ctx, taken, person)
  if (reason) return skip(ctx, notification, reason)
  if (!asked.canSend) return skip(ctx, notification, 'NO_MAIL_SERVER: Set SMTP_URL and MAIL_FROM.')
  const event = await ctx.em.findOne(OutboxEvent, { id: notification.eventId })
  if (!event) return skip(ctx, notification, 'EVENT_GONE: It was kept for 30 days.')

  Object.assign(notification, {
    status: 'PENDING',
    reason: null,
    recipientAddress: person?.email ?? notification.recipientAddress,
    attempts: notification.attempts + 1,
    takenBy: asked.runId,
    takenUntil: new Date(now.getTime() + leaseMs),
    updatedAt: now,
  })
  if (!taken) return writeEndpointMail(notification, event)
  const told = await findToldApproval(ctx, event)
  return write(ctx, taken, { told, by: event.actor.name, linkDays: asked.linkDays })
}
