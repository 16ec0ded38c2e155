import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { smtpMailer } from '../../integrations/mail/smtp-mailer.ts'
import { fanOutNotificationsJob } from '../../jobs/fan-out-notifications.ts'
import { sendEmailJob } from '../../jobs/send-email.ts'
import { systemActor } from '../../src/access/actor.ts'
import { actOnTimers } from '../../src/approvals/act-on-timers.ts'
import { addApprover } from '../../src/approvals/add-approver.ts'
import { addComment } from '../../src/approvals/add-comment.ts'
import { changeWatchers } from '../../src/approvals/change-watchers.ts'
import { pauseApproval } from '../../src/approvals/pause-approval.ts'
import { reassignApproval } from '../../src/approvals/reassign-approval.ts'
import { repairApprovals } from '../../src/approvals/repair-approvals.ts'
import { resumeApproval } from '../../src/approvals/resume-approval.ts'
import type { Mailer } from '../../src/notifications/mail-port.ts'
import { ApprovalWorld, up } from '../approvals/approval-world.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { plantUser, standingClock } from '../support/small-world.ts'
import { startSmtp, type MailServer } from '../support/smtp.ts'
import { actorOf } from '../support/verbs.ts'

const link = /https:\/\/shop\.example\/approvals\/decide\/\S+/
const worker = systemActor({ id: 'org_up', ancestors: ['org_top'] })
const next = actorOf('org_up', ['APPROVER'], { id: 'usr_up_next' })
const past = '2026-11-23T08:00:00Z'

describe('people are told by mail of what time and others do to a request', () => {
  let world: ApprovalWorld
  let jobs: JobHarness
  let smtp: MailServer
  let mailer: Mailer
  let keys = 0
  beforeAll(async () => {
    world = await ApprovalWorld.plant()
    const people = [
      ['usr_up_sales', 'SALES_AGENT'],
      ['usr_up_boss', 'APPROVER'],
      ['usr_up_next', 'APPROVER'],
      ['usr_up_desk', 'ORDER_DESK'],
    ]
    for (const [id = '', role = ''] of people)
      await plantUser(world.verbs, { id, sellerId: 'org_up', roles: [role] })
    const gone = { sellerId: 'org_up', roles: ['ORDER_DESK'], status: 'DEACTIVATED' }
    await plantUser(world.verbs, { id: 'usr_up_gone', ...gone })
    await plantUser(world.verbs, { id: 'usr_far_sales', sellerId: 'org_far', roles: ['SALES_AGENT'] })
  })
  afterAll(() => world.verbs.close())
  beforeEach(async () => {
    smtp = await startSmtp()
    mailer = smtpMailer({ url: smtp.url, from: 'Countersign <orders@shop.example>' })
    jobs = await openJobs(world.verbs, {
      clock: standingClock('2026-11-23T09:00:00.000Z'),
      definitions: [fanOutNotificationsJob, sendEmailJob],
      publicUrl: 'https://shop.example',
      mail: { mailer, linkDays: 7 },
    })
  })
  afterEach(async () => {
    await jobs.close()
    await mailer.close()
    await smtp.close()
  })

  const mailsTo = (id: string) => smtp.mailsTo(`${id}@demo.example`)
  /** What a person was told, the order left out. */
  const heard = (id: string) =>
    mailsTo(id).map(({ subject = '', text = '' }) => {
      const told = subject.replace(/ ?[Oo]rder N-\S+ ?/, ' … ').trim()
      return link.test(text) ? `${told} (link)` : told
    })
  const input = (approvalId: string, expectedVersion: number) => ({
    approvalId,
    expectedVersion,
    idempotencyKey: `key_${++keys}`,
  })
  const timesAre = (approvalId: string, times: object) =>
    world.verbs.sql(
      `UPDATE approval_step SET sla = $2::jsonb -> 'sla', remind_at = ($2::jsonb ->> 'remindAt')::timestamptz,
         escalate_at = ($2::jsonb ->> 'escalateAt')::timestamptz, expire_at = ($2::jsonb ->> 'expireAt')::timestamptz
       WHERE request_id = $1`,
      [approvalId, JSON.stringify(times)],
    )
  const timeComes = async ({ id, orderId }: { id: string; orderId: string }) => {
    const snapshot = { id: orderId, orderNumber: `N-${orderId}`, revision: 1, status: 'PENDING_APPROVAL' }
    await world.verbs.run(worker, (ctx) => actOnTimers(ctx, { approvalId: id, snapshot }))
    await jobs.settle()
  }

  it('of a reminder, an escalation, a handover, a comment and the end, once each', async () => {
    const request = await world.open('up', 'usr_up_sales')
    const { id } = request
    await jobs.settle()
    await world.verbs.run(up.admin, (ctx) =>
      changeWatchers(ctx, { approvalId: id, userId: 'usr_up_desk' }, true),
    )
    await jobs.settle()
    await timesAre(id, { sla: { escalateTo: ['usr_up_boss'] }, remindAt: past, escalateAt: past })
    await timeComes(request)
    await world.verbs.run(up.admin, (ctx) =>
      reassignApproval(ctx, {
        ...input(id, 1),
        fromUserId: 'usr_up_b',
        toUserId: 'usr_up_next',
        reason: 'On leave.',
      }),
    )
    await jobs.settle()
    await world.verbs.run(up.admin, (ctx) =>
      addComment(ctx, { approvalId: id, body: 'Which budget?', idempotencyKey: `key_${++keys}` }),
    )
    await jobs.settle()
    await world.decide(next, id, { expectedVersion: 2 })
    await jobs.settle()

    expect(heard('usr_up_a')).toEqual([
      'Approval needed: … (link)',
      'Reminder: … waits for your approval (link)',
      'No decision needed any more: …',
    ])
    expect(heard('usr_up_b')).toEqual([
      'Approval needed: … (link)',
      'Reminder: … waits for your approval (link)',
      'No decision needed any more: …',
    ])
    expect(heard('usr_up_boss')).toEqual([
      'Escalated to you: … (link)',
      'Comment on … (link)',
      'No decision needed any more: …',
    ])
    expect(heard('usr_up_next')).toEqual(['Approval needed: … (link)', 'Comment on … (link)'])
    expect(heard('usr_up_sales')).toEqual(['Comment on …', '… is approved'])
    expect(heard('usr_up_desk')).toEqual(['You watch the approval of …', 'Comment on …', '… is approved'])
    expect(smtp.mails).toHaveLength(16)
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(16)

    expect(mailsTo('usr_up_b')[2]?.text).toContain('over to Demo usr_up_next. You need not decide any more.')
    expect(mailsTo('usr_up_next')[0]?.text).toContain("hands Demo usr_up_b's approval of")
    expect(mailsTo('usr_up_next')[0]?.text).toContain('> On leave.')
    expect(mailsTo('usr_up_a')[1]?.text).toContain('It has waited for you since 2026-11-23 09:00 UTC.')
  })

  it('of a request that a policy lets somebody watch, unless that person has left', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    await world.verbs.sql(
      "UPDATE approval_request SET watcher_ids = '{usr_up_a,usr_up_desk,usr_up_gone}' WHERE id = $1",
      [id],
    )
    await jobs.settle()
    expect(heard('usr_up_desk')).toEqual(['Approval asked for: …'])
    expect(heard('usr_up_a')).toEqual(['Approval needed: … (link)'])
    await world.decide(up.admin, id, { kind: 'REJECT', comment: 'Too much.' })
    await jobs.settle()
    expect(heard('usr_up_desk')).toEqual(['Approval asked for: …', '… was rejected'])
    expect(heard('usr_up_a')).toHaveLength(1)
    const skipped = await world.verbs.sql<{ reason: string }>(
      "SELECT reason FROM notification WHERE subject_id = $1 AND recipient_id = 'usr_up_gone' ORDER BY id",
      [id],
    )
    expect(skipped.map(({ reason }) => reason.split(':')[0])).toEqual([
      'RECIPIENT_INACTIVE',
      'RECIPIENT_INACTIVE',
    ])
  })

  it('of a time that is over', async () => {
    const request = await world.open('up', 'usr_up_sales')
    await jobs.settle()
    await timesAre(request.id, { sla: { onTimeout: 'EXPIRE' }, expireAt: past })
    await timeComes(request)
    expect(heard('usr_up_sales')).toEqual(['… was not decided in time'])
    expect(heard('usr_up_b')).toEqual(['Approval needed: … (link)', 'No decision needed any more: …'])
  })

  it('of a pause and its end, short, but not of one that a decision ended', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    await jobs.settle()
    const pause = (version: number) =>
      world.verbs.run(up.admin, (ctx) => pauseApproval(ctx, { ...input(id, version), reason: 'BUDGET' }))
    await pause(1)
    await jobs.settle()
    await world.verbs.run(up.other, (ctx) => resumeApproval(ctx, input(id, 2)))
    await jobs.settle()
    expect(heard('usr_up_sales')).toEqual(['The approval of … is paused', 'The approval of … goes on'])
    expect(heard('usr_up_a').slice(1)).toEqual(['The approval of … goes on'])
    expect(heard('usr_up_b').slice(1)).toEqual(['The approval of … is paused'])
    await pause(3)
    await jobs.settle()
    await world.decide(up.other, id, { expectedVersion: 4 })
    await jobs.settle()
    expect(heard('usr_up_sales').slice(2)).toEqual(['The approval of … is paused', '… is approved'])
  })

  it('of an approver who was added once, and of who waits behind', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    await jobs.settle()
    await world.verbs.run(up.admin, (ctx) =>
      addApprover(ctx, { ...input(id, 1), userId: 'usr_up_next', place: 'BEFORE', reason: 'Knows it.' }),
    )
    await jobs.settle()
    expect(heard('usr_up_next')).toEqual(['Approval needed: … (link)'])
    expect(mailsTo('usr_up_next')[0]?.text).toContain(
      'Tess Tester asked Demo usr_up_next to agree: Knows it.',
    )
    await world.decide(next, id, { kind: 'REJECT', comment: 'No.', expectedVersion: 2 })
    await jobs.settle()
    expect(heard('usr_up_b')).toEqual(['Approval needed: … (link)', 'No decision needed any more: …'])
  })

  it('of a request that too few can decide, as administrators', async () => {
    const { id } = await world.open('far', 'usr_far_sales')
    await jobs.settle()
    const asked = ['usr_far_a', 'usr_far_lost'].map((one) => ({ id: one, name: one }))
    await world.verbs.sql(
      `UPDATE approval_step SET approver_ids = '{usr_far_a,usr_far_lost}', approvers = $2::jsonb,
         groups = jsonb_build_array(jsonb_build_object('approvers', $2::jsonb, 'minimumApprovals', 2, 'selfApproverIds', '[]'::jsonb))
       WHERE request_id = $1`,
      [id, JSON.stringify(asked)],
    )
    await world.verbs.run(systemActor({ id: 'org_far', ancestors: ['org_top'] }), repairApprovals)
    await jobs.settle()
    expect(heard('usr_far_a')).toEqual(['Approval needed: … (link)', 'Nobody can decide: …'])
    expect(heard('usr_far_sales')).toEqual([])
  })
})
