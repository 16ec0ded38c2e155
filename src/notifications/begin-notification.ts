import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { ApprovalStep } from '../approvals/approval-step.entity.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { findPeople } from '../identity/find-people.ts'
import { decisionLinkPath } from '../orders/decision-link.ts'
import { composeMail } from './compose-mail.ts'
import type { Mail } from './mail-port.ts'
import { mailTexts } from './mail-texts.ts'
import { Notification } from './notification.entity.ts'
import { reasonToSkip } from './standing.rules.ts'
import { readToldApproval } from './told-approval.ts'

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

/** A mail that is to be sent now. */
export interface NotificationDue {
  notificationId: string
  mail: Mail
}

/** What was given up may be asked for again: a dead letter that somebody retries. */
function isOpen({ status, reason }: Notification): boolean {
  return status === 'PENDING' || (status === 'FAILED' && (reason?.startsWith('GAVE_UP') ?? false))
}

function skip(ctx: Ctx, notification: Notification, reason: string): null {
  Object.assign(notification, { status: 'SKIPPED', reason, updatedAt: ctx.clock.now() })
  return null
}

/** The request, when its step still asks the recipient. */
async function openRequest(ctx: Ctx, { subjectId, stepId, recipientId }: Notification) {
  const request = await ctx.em.findOne(ApprovalRequest, { id: subjectId, status: 'PENDING' })
  if (!request || !stepId) return null
  const step = await ctx.em.findOne(ApprovalStep, { id: stepId, status: 'ACTIVE' })
  return step?.approverIds.includes(recipientId) ? request : null
}

async function wasAsked(ctx: Ctx, { subjectId, recipientId }: Notification): Promise<boolean> {
  const asking = {
    subjectId,
    recipientId,
    kind: 'APPROVAL_NEEDED',
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

/**
 * Takes up a mail under its notification's lock, or answers null when there is nothing to send: it was sent, another run
 * sends it, its recipient has left, or what it asks is decided, which skips it. Nothing is sent here. The mail of a
 * notification is the same each time, its link included.
 */
export async function beginNotification(ctx: Ctx, asked: NotificationAsked): Promise<NotificationDue | null> {
  const lockMode = LockMode.PESSIMISTIC_WRITE
  const notification = await ctx.em.findOne(Notification, { id: asked.notificationId }, { lockMode })
  if (!notification || !isOpen(notification)) return null
  const now = ctx.clock.now()
  const { takenBy, takenUntil, kind } = notification
  if (takenBy !== asked.runId && takenUntil && takenUntil > now) return null

  const [person] = await findPeople(ctx, [notification.recipientId])
  const request = await openRequest(ctx, notification)
  const reason = reasonToSkip({
    kind,
    recipientStatus: person?.status ?? null,
    isAsked: request !== null,
    wasAsked: await wasAsked(ctx, notification),
  })
  if (reason || !person) return skip(ctx, notification, reason ?? 'RECIPIENT_INACTIVE: The user is gone.')
  if (!asked.canSend) return skip(ctx, notification, 'NO_MAIL_SERVER: Set SMTP_URL and MAIL_FROM.')
  const event = await ctx.em.findOne(OutboxEvent, { id: notification.eventId })
  if (!event) return skip(ctx, notification, 'EVENT_GONE: It was kept for 30 days.')

  const until = new Date(notification.createdAt.getTime() + asked.linkDays * dayMs)
  const decideUrl =
    kind === 'APPROVAL_NEEDED' && request
      ? linkFor(ctx, notification, { contentHash: request.contentHash, until })
      : null
  const told = readToldApproval(event.data)
  const texts = composeMail(mailTexts[kind]({ told, decideUrl, decideUntil: until }))
  Object.assign(notification, {
    status: 'PENDING',
    reason: null,
    recipientAddress: person.email,
    attempts: notification.attempts + 1,
    takenBy: asked.runId,
    takenUntil: new Date(now.getTime() + leaseMs),
    updatedAt: now,
  })
  const { id: notificationId, recipientName: name, subjectId: thread } = notification
  const to = { name, address: person.email }
  return { notificationId, mail: { id: notificationId, to, thread, ...texts } }
}
