import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { MailOutcome } from './mail-port.ts'
import { Notification } from './notification.entity.ts'
import { notificationFailed } from './notifications.events.ts'

const longestReason = 500

function fail(ctx: Ctx, notification: Notification, reason: string): void {
  const { id, kind, eventType, subjectId, attempts, sellerId, recipientId, recipientName } = notification
  const told = reason.slice(0, longestReason)
  Object.assign(notification, { status: 'FAILED', reason: told, updatedAt: ctx.clock.now() })
  const recipient = { id: recipientId, name: recipientName }
  record(ctx, notificationFailed, {
    subject: { id, sellerId, organizationId: null, version: attempts },
    data: { notification: { id, kind, eventType, subjectId, recipient, reason: told, attempts } },
  })
}

/** What came of sending. `GAVE_UP`: every attempt was in vain. */
export type NotificationEnd = MailOutcome | { kind: 'GAVE_UP'; message: string }

/**
 * Stores what came of sending a mail: SENT, FAILED (and `notification.failed`), or still PENDING when the server may
 * take it later. A mail that was sent meanwhile stays so.
 */
export async function endNotification(
  ctx: Ctx,
  { notificationId, outcome }: { notificationId: string; outcome: NotificationEnd },
): Promise<void> {
  const lockMode = LockMode.PESSIMISTIC_WRITE
  const notification = await ctx.em.findOne(Notification, { id: notificationId }, { lockMode })
  if (notification?.status !== 'PENDING') return
  const now = ctx.clock.now()
  Object.assign(notification, { takenBy: null, takenUntil: null, updatedAt: now })
  if (outcome.kind === 'SENT') Object.assign(notification, { status: 'SENT', sentAt: now })
  if (outcome.kind === 'REFUSED') fail(ctx, notification, `MAIL_REFUSED: ${outcome.message}`)
  if (outcome.kind === 'GAVE_UP') fail(ctx, notification, `GAVE_UP: ${outcome.message}`)
}
