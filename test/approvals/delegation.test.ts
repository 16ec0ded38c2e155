import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { addComment } from '../../src/approvals/add-comment.ts'
import { addApprover } from '../../src/approvals/add-approver.ts'
import { changeWatchers } from '../../src/approvals/change-watchers.ts'
import { createDelegation } from '../../src/approvals/create-delegation.ts'
import { stepOutcome, type Word } from '../../src/approvals/decision.rules.ts'
import { delegatorsOf, type DelegationTerms } from '../../src/approvals/delegation.rules.ts'
import { endDelegation } from '../../src/approvals/end-delegation.ts'
import { listApprovals } from '../../src/approvals/list-approvals.ts'
import { listDelegations } from '../../src/approvals/list-delegations.ts'
import { reassignApproval } from '../../src/approvals/reassign-approval.ts'
import { problemsOf } from '../support/companies.ts'
import { customerOf, plantUser, salesOf } from '../support/small-world.ts'
import { actorOf } from '../support/verbs.ts'
import { ApprovalWorld, at, low, untouched, up } from './approval-world.ts'

const now = new Date(at)
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
let keys = 0
const key = () => `k${++keys}`

describe('in whose places a delegate decides', () => {
  const terms = (more: Partial<DelegationTerms>): DelegationTerms => ({
    fromUserId: 'x',
    policyId: null,
    customerId: null,
    validFrom: later(-1),
    validTo: later(1),
    endedAt: null,
    ...more,
  })
  it.each<[string, Partial<DelegationTerms>, string[]]>([
    ['one that counts everywhere', {}, ['x']],
    ['one that has not begun', { validFrom: later(1), validTo: later(2) }, []],
    ['one that begins now', { validFrom: now }, ['x']],
    ['one that is over now', { validTo: now }, []],
    ['one that was ended', { endedAt: now }, []],
    ['one for a policy that asks', { policyId: 'app_1' }, ['x']],
    ['one for another policy', { policyId: 'app_2' }, []],
    ['one for the customer', { customerId: 'org_c' }, ['x']],
    ['one for another customer', { customerId: 'org_d' }, []],
  ])('%s', (_what, more, ids) => {
    expect(delegatorsOf([terms(more)], { policyIds: ['app_1'], customerId: 'org_c', now })).toEqual(ids)
  })
})

describe('how places are filled', () => {
  const named = (...ids: string[]) => ids.map((id) => ({ id, name: id }))
  const group = (ids: string[], minimumApprovals: number) => ({
    approvers: named(...ids),
    minimumApprovals,
    selfApproverIds: [],
  })
  const yes = (decidedBy: string, ...places: string[]): Word => ({
    kind: 'APPROVE',
    decidedBy,
    decidedFor: named(...places),
  })
  it.each<[string, ReturnType<typeof group>[], Word[], string]>([
    ['a delegate of two is one person', [group(['x', 'y'], 2)], [yes('d', 'x', 'y')], 'PENDING'],
    [
      'an approver and its delegate fill one place',
      [group(['x', 'y'], 2)],
      [yes('x'), yes('d', 'x')],
      'PENDING',
    ],
    [
      'two delegates of two approvers fill two',
      [group(['x', 'y'], 2)],
      [yes('d', 'x', 'y'), yes('e', 'x')],
      'APPROVED',
    ],
    ['an approver who stands for another counts once', [group(['d', 'x'], 2)], [yes('d', 'x')], 'PENDING'],
    [
      'a delegate counts in every group of those it stands for',
      [group(['x'], 1), group(['y'], 1)],
      [yes('d', 'x', 'y')],
      'APPROVED',
    ],
  ])('%s', (_what, groups, words, outcome) => {
    expect(stepOutcome({ groups }, words)).toBe(outcome)
  })
})

describe('deciding for others, and asking others', () => {
  let world: ApprovalWorld
  const second = actorOf('org_up', ['APPROVER'], { id: 'usr_up_second' })
  const sales = salesOf('org_up', 'usr_up_sales')
  beforeAll(async () => {
    world = await ApprovalWorld.plant()
    await plantUser(world.verbs, { id: 'usr_up_second', sellerId: 'org_up', roles: ['APPROVER'] })
    await plantUser(world.verbs, { id: 'usr_up_sales', sellerId: 'org_up', roles: ['SALES_AGENT'] })
  })
  afterAll(() => world.verbs.close())

  const run = <T>(actor: Actor, verb: (ctx: Ctx) => Promise<T>): Promise<T> => world.verbs.run(actor, verb)
  const delegate = (more: object = {}) =>
    run(up.admin, (ctx) =>
      createDelegation(ctx, { toUserId: 'usr_up_second', validTo: later(2), idempotencyKey: key(), ...more }),
    )
  const awaits = async (actor: Actor) =>
    (
      await world.verbs.read(actor, (ctx) =>
        listApprovals(ctx, { first: 50, where: { awaitingMyDecision: true } }),
      )
    ).edges.length

  it('lets a delegate decide for the approver, recorded as such, until it is ended', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    expect(await awaits(second)).toBe(0)
    const { id: delegationId } = await delegate()
    expect(await awaits(second)).toBe(1)
    await run(second, (ctx) => endDelegation(ctx, { delegationId }))
    expect(await awaits(second)).toBe(0)
    expect(await problemsOf(world.decide(second, id))).toEqual([
      { code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] },
    ])
    expect(await world.stateOf(id)).toEqual(untouched)

    const again = await delegate()
    expect(await world.verbs.read(second, listDelegations)).toMatchObject([{ id: again.id }])
    expect(await world.decide(second, id)).toMatchObject({ outcome: 'APPROVED' })
    const rows = await world.verbs.sql(
      'SELECT decided_by, decided_for FROM approval_decision WHERE request_id = $1',
      [id],
    )
    expect(rows).toEqual([
      { decided_by: 'usr_up_second', decided_for: [{ id: 'usr_up_a', name: 'Demo usr_up_a' }] },
    ])
    await run(second, (ctx) => endDelegation(ctx, { delegationId: again.id }))
  })

  it('counts neither for what the approver asked for nor once the approver may decide no more', async () => {
    const { id: delegationId } = await delegate()
    const own = await world.open('up', 'usr_up_a')
    expect(await problemsOf(world.decide(second, own.id))).toEqual([
      { code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] },
    ])
    const { id } = await world.open('up', 'usr_up_sales')
    await world.verbs.sql(`UPDATE app_user SET status = 'DEACTIVATED' WHERE id = 'usr_up_a'`)
    expect(await problemsOf(world.decide(second, id))).toEqual([
      { code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] },
    ])
    await world.verbs.sql(`UPDATE app_user SET status = 'ACTIVE' WHERE id = 'usr_up_a'`)
    expect(await world.stateOf(id)).toEqual(untouched)
    await run(up.admin, (ctx) => endDelegation(ctx, { delegationId }))
  })

  it.each<[string, object, string]>([
    ['to nobody of the seller', { toUserId: 'usr_low_a' }, 'APPROVER_UNKNOWN'],
    ['to somebody who may not decide', { toUserId: 'usr_up_sales' }, 'APPROVER_UNKNOWN'],
    ['to oneself', { toUserId: 'usr_up_a' }, 'DELEGATE_IS_SELF'],
    ['into the past', { validTo: later(-1) }, 'DELEGATION_TIME'],
    ['for ever', { validTo: later(400) }, 'DELEGATION_TIME'],
    ['for a policy that is not there', { policyId: 'app_none' }, 'NOT_FOUND'],
  ])('refuses to delegate %s', async (_what, more, code) => {
    const before = await world.verbs.sql('SELECT count(*) FROM approval_delegation')
    expect((await problemsOf(delegate(more))).map((one) => one.code)).toEqual([code])
    expect(await world.verbs.sql('SELECT count(*) FROM approval_delegation')).toEqual(before)
  })

  it('hands a place over, with both names, once, and never to the requester', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    const input = { approvalId: id, expectedVersion: 1, reason: 'On leave.' }
    const hand = (actor: Actor, more: object) =>
      run(actor, (ctx) =>
        reassignApproval(ctx, { toUserId: 'usr_up_second', ...input, idempotencyKey: key(), ...more }),
      )
    const codes = async (attempt: Promise<unknown>) => (await problemsOf(attempt)).map((one) => one.code)
    expect(await codes(hand(second, {}))).toEqual(['APPROVER_NOT_ASKED'])
    expect(await codes(hand(second, { fromUserId: 'usr_up_b' }))).toEqual(['FORBIDDEN'])
    expect(await codes(hand(up.admin, { toUserId: 'usr_up_b' }))).toEqual(['APPROVER_ALREADY_ASKED'])
    expect(await codes(hand(up.admin, { toUserId: 'usr_up_sales' }))).toEqual(['APPROVER_UNKNOWN'])
    expect(await codes(hand(up.admin, { expectedVersion: 9 }))).toEqual(['VERSION_CONFLICT'])
    expect(await world.stateOf(id)).toEqual(untouched)

    await hand(up.admin, { fromUserId: 'usr_up_b' })
    const [event] = await world.verbs.sql<{ data: object }>(
      `SELECT data FROM outbox_event WHERE subject_id = $1 AND type = 'approval.approvers_changed'`,
      [id],
    )
    expect(event?.data).toMatchObject({
      cause: 'REASSIGNED',
      removed: [{ id: 'usr_up_b', name: 'Demo usr_up_b' }],
      added: [{ id: 'usr_up_second', name: 'Demo usr_up_second' }],
      reason: 'On leave.',
    })
    expect(await codes(world.decide(up.other, id, { expectedVersion: 2 }))).toEqual(['APPROVAL_NOT_ELIGIBLE'])
    expect(await world.decide(second, id, { expectedVersion: 2 })).toMatchObject({ outcome: 'APPROVED' })
  })

  it.each([
    ['BEFORE', ['ACTIVE', 'WAITING']],
    ['AFTER', ['ACTIVE', 'WAITING']],
  ] as const)('asks one more person %s the open step, who must agree as well', async (place, steps) => {
    const { id } = await world.open('up', 'usr_up_sales')
    const input = { approvalId: id, expectedVersion: 1, userId: 'usr_up_second', place, reason: 'Knows it.' }
    await run(sales, (ctx) => addApprover(ctx, { ...input, idempotencyKey: key() }))
    expect((await world.stateOf(id)).steps).toEqual(steps)
    const [first, then] = place === 'BEFORE' ? [second, up.admin] : [up.admin, second]
    expect(await problemsOf(world.decide(then, id, { expectedVersion: 2 }))).toMatchObject([
      { code: 'APPROVAL_NOT_ELIGIBLE' },
    ])
    expect(await world.decide(first, id, { expectedVersion: 2 })).toMatchObject({ outcome: 'PENDING' })
    expect(await world.decide(then, id, { expectedVersion: 3 })).toMatchObject({ outcome: 'APPROVED' })
  })

  it('lets those who are involved say something, and moves nothing', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    const say = (actor: Actor) =>
      run(actor, (ctx) => addComment(ctx, { approvalId: id, body: ' Which budget? ', idempotencyKey: key() }))
    expect((await problemsOf(say(second))).map((one) => one.code)).toEqual(['FORBIDDEN'])
    const customer = customerOf('org_up', 'usr_customer')
    expect((await problemsOf(say(customer))).map((one) => one.code)).toEqual(['FORBIDDEN'])
    await run(second, (ctx) => changeWatchers(ctx, { approvalId: id }, true))
    for (const actor of [sales, up.admin, second])
      expect(await say(actor)).toMatchObject({ body: 'Which budget?' })
    expect(await world.stateOf(id)).toEqual(untouched)
    await run(second, (ctx) => changeWatchers(ctx, { approvalId: id }, false))
    expect((await problemsOf(say(second))).map((one) => one.code)).toEqual(['FORBIDDEN'])
    expect(
      (await problemsOf(run(customer, (ctx) => changeWatchers(ctx, { approvalId: id }, true)))).map(
        (one) => one.code,
      ),
    ).toEqual(['NOT_FOUND'])
    const change = (sql: string) => world.verbs.run(up.admin, (ctx) => ctx.em.execute(sql))
    await expect(change("UPDATE approval_comment SET body = 'x'")).rejects.toThrow('permission denied')
  })

  it('a seller below has its own people asked', async () => {
    const { id } = await world.open('low', 'usr_low_sales')
    expect(await world.decide(low, id)).toMatchObject({ outcome: 'APPROVED' })
  })
})
