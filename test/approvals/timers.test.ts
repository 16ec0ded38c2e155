import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinStep } from '../../src/approvals/join-step.rules.ts'
import { outcomeByTime } from '../../src/approvals/decision.rules.ts'
import { pausedMs, pauseObstacle, pauseProblems, type PauseFacts } from '../../src/approvals/pause.rules.ts'
import type { ResolvedSla } from '../../src/approvals/sla.rules.ts'
import {
  decisionByTime,
  dueInstants,
  dueTimers,
  instantsAfterPause,
  openTimers,
  type TimedStep,
} from '../../src/approvals/timers.rules.ts'
import { undecidedApprovers } from '../../src/approvals/undecided-approvers.rules.ts'
import { permissionsOfRoles } from '../../src/access/actor.ts'

const start = new Date('2026-11-23T09:00:00.000Z')
const at = (instant: string) => new Date(`2026-11-${instant}:00.000Z`)

const sla = (said: Partial<ResolvedSla> = {}): ResolvedSla => ({
  remindAfter: 'P1D',
  escalateAfter: 'P2D',
  escalateTo: ['usr_boss'],
  expireAfter: 'P3D',
  onTimeout: 'EXPIRE',
  ...said,
})

const step = (said: Partial<TimedStep> = {}): TimedStep => ({
  sla: sla(),
  status: 'ACTIVE',
  ...dueInstants(sla(), start),
  remindedAt: null,
  escalatedAt: null,
  timedOutAt: null,
  ...said,
})

describe('when timers are due', () => {
  it.each<[string, ResolvedSla | null, Array<string | null>]>([
    ['nothing without times', null, [null, null, null]],
    ['each from the start', sla(), ['24T09:00', '25T09:00', '26T09:00']],
    ['minutes', sla({ remindAfter: 'PT90M' }), ['23T10:30', '25T09:00', '26T09:00']],
    ['days, hours and minutes', sla({ expireAfter: 'P1DT2H30M' }), ['24T09:00', '25T09:00', '24T11:30']],
    ['only what is said', sla({ remindAfter: null, escalateAfter: null }), [null, null, '26T09:00']],
  ])('%s', (_name, given, expected) => {
    const [remindAt, escalateAt, expireAt] = expected.map((one) => one && at(one))
    expect(dueInstants(given, start)).toEqual({ remindAt, escalateAt, expireAt })
  })

  it('is absolute: a day is 24 hours where clocks are put forward and back', () => {
    for (const day of ['2026-03-28T22:00:00.000Z', '2026-10-24T22:00:00.000Z'])
      expect(dueInstants(sla(), new Date(day)).remindAt).toEqual(
        new Date(new Date(day).getTime() + 86_400_000),
      )
  })

  it.each<[string, Partial<TimedStep>, string, string[]]>([
    ['nothing a minute before', {}, '24T08:59', []],
    ['the reminder at its instant', {}, '24T09:00', ['REMIND']],
    ['nothing that fired', { remindedAt: at('24T09:00') }, '24T09:01', []],
    ['all that is due, in its order', {}, '25T09:00', ['REMIND', 'ESCALATE']],
    ['the end alone, when that is the end', {}, '26T09:00', ['EXPIRE']],
    [
      'all, when the end asks more people',
      { sla: sla({ onTimeout: 'ESCALATE' }) },
      '26T09:00',
      ['REMIND', 'ESCALATE', 'EXPIRE'],
    ],
    ['nothing after the end', { timedOutAt: at('26T09:00'), remindedAt: at('24T09:00') }, '25T08:00', []],
    ['nothing of a step that is decided', { status: 'APPROVED' }, '30T09:00', []],
    ['nothing of a step that waits', { status: 'WAITING' }, '30T09:00', []],
  ])('%s', (_name, said, now, expected) => {
    expect(dueTimers(step(said), at(now))).toEqual(expected)
  })

  it.each<[ResolvedSla['onTimeout'], boolean, string | null]>([
    ['RETURN', false, 'CHANGES_REQUESTED'],
    ['REJECT', false, 'REJECTED'],
    ['EXPIRE', false, 'EXPIRED'],
    [null, false, 'EXPIRED'],
    ['ESCALATE', true, null],
    ['APPROVE', true, 'APPROVED'],
    ['APPROVE', false, null],
  ])('%s where time may approve: %s makes %s', (onTimeout, mayApprove, expected) => {
    const kind = decisionByTime({ onTimeout }, mayApprove)
    expect(kind && outcomeByTime[kind]).toBe(expected)
  })
})

describe('a pause', () => {
  const minutes = fc.integer({ min: 1, max: 10_000 })
  const durations = fc.record({ remind: minutes, escalate: minutes, expire: minutes })

  it('moves what has not fired by its length, and nothing else', () => {
    expect(instantsAfterPause(step({ remindedAt: at('24T09:00') }), 3_600_000)).toEqual({
      remindAt: at('24T09:00'),
      escalateAt: at('25T10:00'),
      expireAt: at('26T10:00'),
    })
  })

  it('keeps, whatever its length, how long each timer still has to wait', () => {
    fc.assert(
      fc.property(durations, fc.nat(20_000), fc.nat(20_000), ({ remind, escalate, expire }, from, length) => {
        const given = sla({
          remindAfter: `PT${remind}M`,
          escalateAfter: `PT${escalate}M`,
          expireAfter: `PT${expire}M`,
        })
        const before = step({ sla: given, ...dueInstants(given, start) })
        const pausedAt = new Date(start.getTime() + from * 60_000)
        const resumedAt = new Date(pausedAt.getTime() + length * 60_000)
        const ms = pausedMs({ pausedAt, pausedUntil: null }, resumedAt)
        const after = { ...before, ...instantsAfterPause(before, ms) }
        const left = (timed: TimedStep, now: Date) =>
          openTimers(timed).map(({ timer, dueAt }) => [timer, dueAt.getTime() - now.getTime()])
        expect(left(after, resumedAt)).toEqual(left(before, pausedAt))
        expect(dueTimers(after, resumedAt)).toEqual(dueTimers(before, pausedAt))
      }),
      { numRuns: 500, seed: 20261127 },
    )
  })

  it.each([
    ['a pause without an end', null, '24T10:00', 3_600_000],
    ['one that somebody ends before its end', '24T12:00', '24T10:00', 3_600_000],
    ['one whose end has passed long ago', '24T10:00', '25T10:00', 3_600_000],
  ])('%s lasted until then', (_name, until, now, expected) => {
    const pausedUntil = until ? at(until) : null
    expect(pausedMs({ pausedAt: at('24T09:00'), pausedUntil }, at(now))).toBe(expected)
  })

  it.each<[string, Partial<Parameters<typeof pauseProblems>[0]>, string[]]>([
    ['says why', {}, []],
    ['needs words for OTHER', { reason: 'OTHER' }, ['NOTE_REQUIRED note']],
    ['takes 500 characters', { note: 'x'.repeat(500) }, []],
    ['takes no more', { note: 'x'.repeat(501) }, ['TEXT_TOO_LONG note']],
    ['does not end now', { until: start }, ['PAUSE_END_INVALID until']],
    ['ends within 90 days', { until: new Date(start.getTime() + 90 * 86_400_000) }, []],
    [
      'ends no later',
      { until: new Date(start.getTime() + 90 * 86_400_000 + 1) },
      ['PAUSE_END_INVALID until'],
    ],
  ])('%s', (_name, said, expected) => {
    const problems = pauseProblems({ reason: 'BUDGET', note: null, until: null, ...said }, start)
    expect(problems.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual(expected)
  })

  const person = (id: string, sellerId: string, role: 'RESELLER_ADMIN' | 'APPROVER' = 'RESELLER_ADMIN') => ({
    id,
    sellerId,
    decidableSellers: sellerId === 'org_up' ? ['org_up', 'org_low'] : [sellerId],
    permissions: permissionsOfRoles([role]),
  })
  const request = {
    status: 'PENDING',
    requesterId: 'usr_asked',
    sellerId: 'org_low',
    pausedAt: null,
  } as const
  const steps = [
    { status: 'APPROVED' as const, approverIds: ['usr_before'] },
    { status: 'ACTIVE' as const, approverIds: ['usr_named'] },
  ]

  it.each<[string, Partial<PauseFacts>, string | undefined]>([
    ['an approver of the open step', { actor: person('usr_named', 'org_low', 'APPROVER') }, undefined],
    ['one of the reseller above', { actor: person('usr_named', 'org_up') }, undefined],
    ['an administrator', { actor: person('usr_admin', 'org_low') }, undefined],
    ['the administrator who asked', { actor: person('usr_asked', 'org_low') }, 'APPROVAL_NOT_ELIGIBLE'],
    ['an administrator above, not named', { actor: person('usr_x', 'org_up') }, 'APPROVAL_NOT_ELIGIBLE'],
    ['another reseller', { actor: person('usr_named', 'org_far') }, 'APPROVAL_NOT_ELIGIBLE'],
    [
      'an approver of an earlier step',
      { actor: person('usr_before', 'org_low', 'APPROVER') },
      'APPROVAL_NOT_ELIGIBLE',
    ],
    ['a decided request', { request: { ...request, status: 'REJECTED' } }, 'APPROVAL_NOT_PENDING'],
    ['a second pause', { request: { ...request, pausedAt: start } }, 'APPROVAL_PAUSED'],
    ['resuming what runs', { wants: 'RESUME' }, 'APPROVAL_NOT_PAUSED'],
    ['resuming', { wants: 'RESUME', request: { ...request, pausedAt: start } }, undefined],
  ])('%s', (_name, said, expected) => {
    const facts = { request, steps, actor: person('usr_admin', 'org_low'), wants: 'PAUSE' as const, ...said }
    expect(pauseObstacle(facts)?.code).toBe(expected)
  })
})

describe('who joins and who is reminded', () => {
  const named = (...ids: string[]) => ids.map((id) => ({ id, name: `Demo ${id}` }))
  const group = (minimumApprovals: number, ...ids: string[]) => ({
    approvers: named(...ids),
    minimumApprovals,
    selfApproverIds: [],
  })

  it('lets people join every group, once, and leaves how many must agree', () => {
    const before = {
      approverIds: ['b', 'd'],
      approvers: named('b', 'd'),
      groups: [group(1, 'b'), group(2, 'b', 'd')],
    }
    expect(joinStep(before, named('c', 'd'))).toEqual({
      step: {
        approverIds: ['b', 'c', 'd'],
        approvers: named('b', 'c', 'd'),
        groups: [group(1, 'b', 'c', 'd'), group(2, 'b', 'c', 'd')],
      },
      joined: named('c'),
    })
    expect(joinStep(before, [])).toEqual({ step: before, joined: [] })
  })

  it('reminds those of groups that wait, who have not decided', () => {
    const groups = [group(1, 'a', 'b'), group(2, 'b', 'c', 'd')]
    expect(undecidedApprovers({ groups }, [])).toEqual(named('a', 'b', 'c', 'd'))
    expect(undecidedApprovers({ groups }, [{ kind: 'APPROVE', decidedBy: 'b' }])).toEqual(named('c', 'd'))
    expect(
      undecidedApprovers({ groups }, [
        { kind: 'APPROVE', decidedBy: 'c' },
        { kind: 'APPROVE', decidedBy: 'd' },
      ]),
    ).toEqual(named('a', 'b'))
  })
})
