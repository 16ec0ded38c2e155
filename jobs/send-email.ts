import { z } from 'zod'
import { beginNotification } from '../src/notifications/begin-notification.ts'
import { endNotification } from '../src/notifications/end-notification.ts'
import type { JobToAdd } from './add-jobs.ts'
import { defineJob } from './job.ts'

const name = 'email-delivery'

/** The mail server does not take the mail now. Its fault, not the mail's: it is tried again for hours. */
class MailDeferred extends Error {
  override name = 'MailDeferred'
  readonly code = 'MAIL_DEFERRED'
}

/** The job that sends a notification's mail. One id per notification: adding it again changes nothing. */
export function emailJobOf(notification: { id: string; sellerId: string }): JobToAdd {
  const { id, sellerId } = notification
  return { job: { name }, data: { sellerId, subjectId: id }, options: { jobId: `${id}.${name}` } }
}

/**
 * Sends one mail: takes it up, sends outside any transaction, stores what came of it. The notification's state and lease
 * under its lock are the fence. A crash between sending and storing sends again, under the same Message-ID.
 */
export const sendEmailJob = defineJob({
  name,
  data: z.object({
    sellerId: z.string(),
    /** The notification. */
    subjectId: z.string(),
  }),
  concurrency: 8,
  mode: 'conducts',
  async run(_ctx, { subjectId: notificationId }, { transact, jobId: runId, mail }) {
    const { mailer = null, linkDays = 0 } = mail ?? {}
    const asked = { notificationId, runId, canSend: mailer !== null, linkDays }
    const written = await transact((unit) => beginNotification(unit, asked))
    if (!written || !mailer) return
    const outcome = await mailer.send(written)
    await transact((unit) => endNotification(unit, { notificationId, outcome }))
    if (outcome.kind === 'DEFERRED') throw new MailDeferred(outcome.message)
  },
  async buried(ctx, { subjectId: notificationId }) {
    const message = 'No attempt to send it succeeded. The dead letter of its job says why; retry that.'
    await endNotification(ctx, { notificationId, outcome: { kind: 'GAVE_UP', message } })
  },
})
