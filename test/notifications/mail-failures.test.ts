import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { smtpMailer } from '../../integrations/mail/smtp-mailer.ts'
import type { MailParts } from '../../jobs/job.ts'
import { runJob } from '../../jobs/run-job.ts'
import { fanOutNotificationsJob } from '../../jobs/fan-out-notifications.ts'
import type { JobDefinition } from '../../jobs/job.ts'
import { sendEmailJob } from '../../jobs/send-email.ts'
import type { Mail, MailOutcome } from '../../src/notifications/mail-port.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Job } from '../../src/platform/queues.ts'
import { ApprovalWorld } from '../approvals/approval-world.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { plantUser } from '../support/small-world.ts'
import { startSmtp, type MailServer } from '../support/smtp.ts'

const from = 'orders@shop.example'
const sendEmail = sendEmailJob as unknown as JobDefinition

describe('a mail that its server does not take', () => {
  let world: ApprovalWorld
  let jobs: JobHarness
  let smtp: MailServer
  let mail: MailParts
  let send: (mail: Mail) => Promise<MailOutcome>
  let notificationId: string
  beforeAll(async () => {
    world = await ApprovalWorld.plant()
    await plantUser(world.verbs, { id: 'usr_far_sales', sellerId: 'org_far', roles: ['SALES_AGENT'] })
  })
  afterAll(() => world.verbs.close())
  beforeEach(async () => {
    smtp = await startSmtp()
    const mailer = smtpMailer({ url: smtp.url, from })
    send = (one) => mailer.send(one)
    mail = { mailer: { ...mailer, send: (one) => send(one) }, linkDays: 7 }
    jobs = await openJobs(world.verbs, {
      clock: systemClock,
      definitions: [fanOutNotificationsJob],
      mail,
    })
    const { id } = await world.open('far', 'usr_far_sales')
    await jobs.settle()
    const [row] = await world.verbs.sql<{ id: string }>('SELECT id FROM notification WHERE subject_id = $1', [
      id,
    ])
    notificationId = row?.id ?? ''
  })
  afterEach(async () => {
    await jobs.close()
    await smtp.close()
  })

  const jobId = () => `${notificationId}.email-delivery`
  /** Hands the mail's job to a worker; answers what the queue is told. */
  const work = (id = jobId()): Promise<string> =>
    runJob(jobs.parts, sendEmail, {
      id,
      name: 'email-delivery',
      data: { sellerId: 'org_far', subjectId: notificationId },
      attemptsMade: 0,
    } as Job).then(
      () => 'done',
      (error: unknown) => (error as Error).name,
    )
  const state = async () => {
    const [row] = await world.verbs.sql<{ status: string; reason: string | null; attempts: number }>(
      'SELECT status, reason, attempts FROM notification WHERE id = $1',
      [notificationId],
    )
    return row
  }
  const run = async () => {
    const [row] = await world.verbs.sql<{ status: string; starts: number; given_back: number }>(
      'SELECT status, starts, given_back FROM job_run WHERE job_id = $1',
      [jobId()],
    )
    return row
  }
  const failures = () =>
    world.verbs.sql<{ data: { notification: object } }>(
      `SELECT data FROM outbox_event WHERE type = 'notification.failed' AND subject_id = $1`,
      [notificationId],
    )

  it('for now is sent later, however often it was put off', async () => {
    smtp.answer({ code: 451, text: 'Greylisted, come back' })
    expect(await work()).toBe('RunAgain')
    expect(await state()).toEqual({ status: 'PENDING', reason: null, attempts: 1 })
    expect(await run()).toEqual({ status: 'WAITING_RETRY', starts: 0, given_back: 1 })
    smtp.answer(null)
    expect(await work()).toBe('done')
    expect(await state()).toEqual({ status: 'SENT', reason: null, attempts: 2 })
    expect(smtp.mails).toHaveLength(1)
    expect(await work()).toBe('done')
    expect(await work('another run')).toBe('done')
    expect(smtp.mails).toHaveLength(1)
  })

  it('because nothing listens is sent later', async () => {
    await smtp.close()
    expect(await work()).toBe('RunAgain')
    expect(await run()).toMatchObject({ status: 'WAITING_RETRY', given_back: 1 })
    smtp = await startSmtp()
    send = smtpMailer({ url: smtp.url, from }).send
    expect(await work()).toBe('done')
    expect(smtp.mails).toHaveLength(1)
  })

  it('ever fails at once, and an integrator hears of it', async () => {
    smtp.answer({ code: 550, text: 'No such mailbox' })
    expect(await work()).toBe('done')
    const reason = "MAIL_REFUSED: Can't send mail - all recipients were rejected: 550 No such mailbox"
    expect(await state()).toEqual({ status: 'FAILED', reason, attempts: 1 })
    expect((await failures()).map(({ data }) => data.notification)).toEqual([
      expect.objectContaining({
        id: notificationId,
        kind: 'APPROVAL_NEEDED',
        recipient: { id: 'usr_far_a', name: 'Demo usr_far_a' },
        reason,
        attempts: 1,
      }),
    ])
    smtp.answer(null)
    await work('another run')
    expect(smtp.mails).toEqual([])
  })

  it('for hours becomes a dead letter, which may be retried', async () => {
    smtp.answer({ code: 421, text: 'Not today' })
    await work()
    await world.verbs.sql('UPDATE job_run SET given_back = 30, starts = 2 WHERE job_id = $1', [jobId()])
    expect(await work()).toBe('UnrecoverableError')
    expect((await run())?.status).toBe('DEAD')
    expect((await state())?.reason).toMatch(/^GAVE_UP: /)
    expect(await failures()).toHaveLength(1)
    smtp.answer(null)
    expect(await work(`${jobId()}.retry-1`)).toBe('done')
    expect(await state()).toEqual({ status: 'SENT', reason: null, attempts: 3 })
  })

  it('is sent again under the same id when the worker dies before it stored that it was sent', async () => {
    const really = send
    send = async (one) => {
      await really(one)
      throw new Error('the worker died')
    }
    expect(await work()).toBe('RunAgain')
    expect((await state())?.status).toBe('PENDING')
    send = really
    expect(await work()).toBe('done')
    expect(smtp.mails).toHaveLength(2)
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(1)
    expect(smtp.mails[0]?.text).toBe(smtp.mails[1]?.text)
  })

  it('is skipped, with the reason, where there is no server', async () => {
    delete jobs.parts.mail
    expect(await work()).toBe('done')
    expect(await state()).toEqual({
      status: 'SKIPPED',
      reason: 'NO_MAIL_SERVER: Set SMTP_URL and MAIL_FROM.',
      attempts: 0,
    })
  })

  it('keeps its headers, whatever its words say', async () => {
    const outcome = await send({
      id: 'ntf_1',
      thread: 'apr_1',
      to: { name: 'Eve\r\nBcc: all@evil.example', address: 'eve@demo.example' },
      subject: 'Hello\r\nX-Evil: yes',
      text: 'text',
      html: '<p>html</p>',
    })
    expect(outcome).toEqual({ kind: 'SENT' })
    const [got] = smtp.mails
    expect([...(got?.headers.keys() ?? [])]).not.toContain('x-evil')
    expect([...(got?.headers.keys() ?? [])]).not.toContain('bcc')
    expect(got?.headers.get('references')).toBe('<apr_1@shop.example>')
  })
})
