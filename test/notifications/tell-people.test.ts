import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { smtpMailer } from '../../integrations/mail/smtp-mailer.ts'
import { fanOutNotificationsJob } from '../../jobs/fan-out-notifications.ts'
import { reconcileOnce } from '../../jobs/reconcile.ts'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { sendEmailJob } from '../../jobs/send-email.ts'
import { systemActor } from '../../src/access/actor.ts'
import { withdrawApproval } from '../../src/approvals/withdraw-approval.ts'
import type { Mailer } from '../../src/notifications/mail-port.ts'
import { ApprovalWorld, up } from '../approvals/approval-world.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { plantUser, standingClock } from '../support/small-world.ts'
import { startSmtp, type MailServer } from '../support/smtp.ts'

const from = 'Countersign <orders@shop.example>'
const addressOf = (id: string) => `${id}@demo.example`

interface Row {
  kind: string
  recipient_id: string
  status: string
  reason: string | null
  attempts: number
}

describe('people are told by mail', () => {
  let world: ApprovalWorld
  let jobs: JobHarness
  let smtp: MailServer
  let mailer: Mailer
  /** What happens to each mail on its way; the mail server by itself unless a test says so. */
  let way: (next: Mailer['send']) => Mailer['send'] = (next) => next
  beforeAll(async () => {
    world = await ApprovalWorld.plant()
    const people = { id: 'usr_up_sales', sellerId: 'org_up', roles: ['SALES_AGENT'] }
    await plantUser(world.verbs, people)
    await plantUser(world.verbs, { id: 'usr_far_sales', sellerId: 'org_far', roles: ['SALES_AGENT'] })
  })
  afterAll(() => world.verbs.close())
  beforeEach(async () => {
    smtp = await startSmtp()
    mailer = smtpMailer({ url: smtp.url, from })
    jobs = await openJobs(world.verbs, {
      clock: standingClock('2026-11-23T09:00:00.000Z'),
      definitions: [fanOutNotificationsJob, sendEmailJob],
      publicUrl: 'https://shop.example',
      mail: { mailer: { ...mailer, send: (mail) => way(mailer.send)(mail) }, linkDays: 7 },
    })
  })
  afterEach(async () => {
    way = (next) => next
    await jobs.close()
    await mailer.close()
    await smtp.close()
  })

  const rows = (approvalId: string) =>
    world.verbs.sql<Row>(
      'SELECT kind, recipient_id, status, reason, attempts FROM notification WHERE subject_id = $1 ORDER BY kind, recipient_id',
      [approvalId],
    )
  const brief = async (approvalId: string) =>
    (await rows(approvalId)).map(({ kind, recipient_id, status }) => `${kind} ${recipient_id} ${status}`)
  const subjects = (id: string) => smtp.mailsTo(addressOf(id)).map(({ subject }) => subject)

  it('approvers are asked once each, with a stable id and a link of their own', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    await jobs.settle()
    expect(await brief(id)).toEqual(['APPROVAL_NEEDED usr_up_a SENT', 'APPROVAL_NEEDED usr_up_b SENT'])
    const [first, ...more] = smtp.mailsTo(addressOf('usr_up_a'))
    expect(more).toEqual([])
    const [{ notification }] = (await world.verbs.sql(
      `SELECT id AS notification FROM notification WHERE subject_id = $1 AND recipient_id = 'usr_up_a'`,
      [id],
    )) as [{ notification: string }]
    expect(first?.messageId).toBe(`<${notification}@shop.example>`)
    expect(first?.from?.text).toBe('"Countersign" <orders@shop.example>')
    expect(first?.headers.get('auto-submitted')).toBe('auto-generated')
    const linkIn = (text = '') => /https:\/\/shop\.example\/approvals\/decide\/\S+/.exec(text)?.[0]
    const [other] = smtp.mailsTo(addressOf('usr_up_b'))
    expect(linkIn(first?.text)).toBeDefined()
    expect(linkIn(first?.text)).not.toBe(linkIn(other?.text))
    expect(String(first?.html)).toContain(`href="${linkIn(first?.text)}"`)
  })

  it('the requester hears of each decision, and who was asked hears that it is over', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    await world.addStep(id)
    await jobs.settle()
    await world.decide(up.admin, id)
    await jobs.settle()
    expect(subjects('usr_up_sales').map((one) => one?.replace(/^Order \S+ /, ''))).toEqual([
      'has one more approval',
    ])
    await world.decide(up.other, id, { kind: 'REJECT', comment: 'Too much.', expectedVersion: 2 })
    await jobs.settle()
    const heard = smtp.mailsTo(addressOf('usr_up_sales'))
    expect(heard).toHaveLength(2)
    expect(heard[1]?.subject).toMatch(/was rejected$/)
    expect(heard[1]?.text).toContain('> Too much.')
    // Who has decided knows; nobody else was asked.
    expect((await brief(id)).filter((one) => one.startsWith('APPROVAL_OVER'))).toEqual([])
  })

  it('who need not decide any more is told so once', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    await jobs.settle()
    await world.decide(up.admin, id)
    await jobs.settle()
    expect(subjects('usr_up_b')).toEqual([
      expect.stringMatching(/^Approval needed/),
      expect.stringMatching(/^No decision needed any more/),
    ])
    expect(subjects('usr_up_a')).toHaveLength(1)
  })

  it('a withdrawal reaches who was asked, and a mail that comes too late is not sent', async () => {
    const { id, orderId } = await world.open('up', 'usr_up_sales')
    const worker = systemActor({ id: 'org_up', ancestors: ['org_top'] })
    await world.verbs.run(worker, (ctx) =>
      withdrawApproval(ctx, { orderId, sellerId: 'org_up', revision: 1 }),
    )
    await jobs.settle()
    expect(await brief(id)).toEqual([
      'APPROVAL_NEEDED usr_up_a SKIPPED',
      'APPROVAL_NEEDED usr_up_b SKIPPED',
      'APPROVAL_WITHDRAWN usr_up_sales SENT',
    ])
    expect((await rows(id))[0]?.reason).toMatch(/^OVERTAKEN/)
    expect(smtp.mails).toHaveLength(1)
  })

  it('an approver of the reseller above is told, and one who was deactivated is not', async () => {
    const above = await world.open('low', 'usr_low_a')
    await jobs.settle()
    expect(await brief(above.id)).toEqual(['APPROVAL_NEEDED usr_up_a SENT', 'APPROVAL_NEEDED usr_up_b SENT'])
    const { id } = await world.open('far', 'usr_far_sales')
    await world.verbs.sql("UPDATE app_user SET status = 'DEACTIVATED' WHERE id = 'usr_far_a'")
    await jobs.settle()
    await world.verbs.sql("UPDATE app_user SET status = 'ACTIVE' WHERE id = 'usr_far_a'")
    expect(await brief(id)).toEqual(['APPROVAL_NEEDED usr_far_a SKIPPED'])
    expect((await rows(id))[0]?.reason).toMatch(/^RECIPIENT_INACTIVE/)
    expect(smtp.mailsTo(addressOf('usr_far_a'))).toEqual([])
  })

  /** Adds the fan-out of the request's first event again, as a relay would that died before its commit. */
  async function fanOutAgain(approvalId: string, times: string): Promise<void> {
    const [event] = await world.verbs.sql<{ id: string; seller_id: string }>(
      `SELECT id, seller_id FROM outbox_event WHERE subject_id = $1 AND type = 'approval.step_activated'`,
      [approvalId],
    )
    const data = { sellerId: event?.seller_id, eventId: event?.id }
    await jobs.parts.queues
      .queue('notification-fan-out')
      .add('notification-fan-out', data, { jobId: `${times}.${event?.id}` })
    await jobs.settle()
  }

  it('an event that comes twice tells once; without the key of event, person and kind it would tell twice', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    await jobs.settle()
    await fanOutAgain(id, 'second')
    await fanOutAgain(id, 'third')
    expect(subjects('usr_up_a')).toHaveLength(1)
    expect(await rows(id)).toHaveLength(2)
    // The control: rows whose key does not name the event.
    await world.verbs.sql("UPDATE notification SET event_id = event_id || '_else' WHERE subject_id = $1", [
      id,
    ])
    await fanOutAgain(id, 'fourth')
    expect(subjects('usr_up_a')).toHaveLength(2)
  })

  it('two runs of one mail at once send it once', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    way = (next) => async (mail) => {
      way = (plain) => plain
      // While the first is under way, the reconciler starts all that waits again.
      await jobs.parts.queues
        .queue('email-delivery')
        .add('email-delivery', { sellerId: 'org_up', subjectId: mail.id }, { jobId: `again.${mail.id}` })
      await jobs.settle()
      return next(mail)
    }
    await jobs.settle()
    expect([subjects('usr_up_a'), subjects('usr_up_b')].map((one) => one.length)).toEqual([1, 1])
    expect((await rows(id)).map(({ attempts }) => attempts)).toEqual([1, 1])
  })

  it('what its queue has lost is found again', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    const lose = async () => {
      for (const name of ['notification-fan-out', 'email-delivery'])
        await jobs.parts.queues.queue(name).obliterate({ force: true })
    }
    await relayOnce(jobs.parts)
    await lose()
    await jobs.settle()
    expect(await brief(id)).toEqual([])
    await world.verbs.sql("UPDATE outbox_event SET published_at = '2026-11-23T08:00Z' WHERE notify_due")
    await reconcileOnce(jobs.parts, 30_000)
    await jobs.settle()
    expect(smtp.mails).toHaveLength(2)
    await world.verbs.sql(
      "UPDATE notification SET status = 'PENDING', sent_at = NULL, updated_at = '2026-11-23T08:00Z' WHERE subject_id = $1 AND recipient_id = 'usr_up_b'",
      [id],
    )
    await reconcileOnce(jobs.parts, 30_000)
    await jobs.settle()
    expect(subjects('usr_up_b')).toHaveLength(2)
    expect(new Set(smtp.mailsTo(addressOf('usr_up_b')).map(({ messageId }) => messageId)).size).toBe(1)
  })
})
