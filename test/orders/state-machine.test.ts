import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deriveHeaderStatus,
  followLines,
  nextLineStatus,
  nextStatus,
} from '../../src/orders/lifecycle.rules.ts'
import type { OrderLineStatus, OrderStatus } from '../../src/orders/order-status.ts'
import {
  LINE_TRANSITIONS,
  ORDER_TRANSITIONS,
  type LineCommand,
  type OrderCommand,
} from '../../src/orders/order-transitions.ts'
import type { StageFacts } from '../../src/orders/stage-facts.ts'
import { blockingProblems, evaluateStages } from '../../src/orders/stages.rules.ts'
import { line, ready } from './stage-samples.ts'

/** An order as a model knows it: written anew from domain.md 5.3, without a look at the product's table. */
interface Model {
  status: OrderStatus
  lines: OrderLineStatus[]
}

const running = new Set(['IN_FULFILLMENT', 'AWAITING_INFORMATION'])
const over = new Set(['FULFILLED', 'REJECTED', 'CANCELLED', 'EXPIRED'])

type Rule = readonly [from: readonly OrderStatus[], to: OrderStatus | 'SAME']
const pending = ['PENDING_APPROVAL'] as const
const edit: Rule[] = [[['DRAFT', 'CHANGES_REQUESTED'], 'SAME']]
const follows = (to: OrderStatus): Rule[] => [[['IN_FULFILLMENT', 'AWAITING_INFORMATION'], to]]

/** Every command with where it leads from. */
const rules: Record<OrderCommand, Rule[]> = {
  orderSelectItems: edit,
  orderSetContacts: edit,
  orderSetProvisioning: edit,
  'draft.expire': [[['DRAFT'], 'EXPIRED']],
  orderSubmit: [[['DRAFT'], 'SUBMITTED']],
  'number.issue': [[['SUBMITTED'], 'SAME']],
  'routing.require': [[['SUBMITTED'], 'PENDING_APPROVAL']],
  'routing.approve': [[['SUBMITTED'], 'APPROVED']],
  orderSubmitForApproval: [
    [['SUBMITTED'], 'PENDING_APPROVAL'],
    [['CHANGES_REQUESTED'], 'SUBMITTED'],
  ],
  orderWithdraw: [[pending, 'CHANGES_REQUESTED']],
  approvalApprove: [[pending, 'APPROVED']],
  approvalReject: [[pending, 'REJECTED']],
  approvalRequestChanges: [[pending, 'CHANGES_REQUESTED']],
  'approval.expire': [[pending, 'EXPIRED']],
  'approval.timeoutApprove': [[pending, 'APPROVED']],
  'approval.timeoutReject': [[pending, 'REJECTED']],
  'approval.timeoutReturn': [[pending, 'CHANGES_REQUESTED']],
  orderCancel: [[['DRAFT', 'SUBMITTED', 'CHANGES_REQUESTED', 'PENDING_APPROVAL', 'APPROVED'], 'CANCELLED']],
  'fulfillment.start': [[['APPROVED'], 'IN_FULFILLMENT']],
  orderProvideInformation: follows('IN_FULFILLMENT'),
  orderRetry: [[['FULFILLMENT_FAILED', 'PARTIALLY_FULFILLED'], 'IN_FULFILLMENT']],
  orderCancelRemainingLines: [
    [['PARTIALLY_FULFILLED'], 'FULFILLED'],
    [['FULFILLMENT_FAILED'], 'CANCELLED'],
  ],
  'lines.resume': follows('IN_FULFILLMENT'),
  'lines.await': follows('AWAITING_INFORMATION'),
  'lines.fulfil': follows('FULFILLED'),
  'lines.fulfilPartly': follows('PARTIALLY_FULFILLED'),
  'lines.fail': follows('FULFILLMENT_FAILED'),
  'lines.cancel': follows('CANCELLED'),
}

/** Where a command leads; null where it is illegal. */
function expected(status: OrderStatus, command: OrderCommand): OrderStatus | null {
  const rule = rules[command].find(([from]) => from.includes(status))
  if (!rule) return null
  return rule[1] === 'SAME' ? status : rule[1]
}

type Step = { kind: 'ORDER'; command: OrderCommand } | { kind: 'LINE'; command: LineCommand; index: number }

const orderCommands = [...new Set(ORDER_TRANSITIONS.map((one) => one.command))]
const lineCommands = [...new Set(LINE_TRANSITIONS.map((one) => one.command))]
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('ORDER' as const), command: fc.constantFrom(...orderCommands) }),
  fc.record({
    kind: fc.constant('LINE' as const),
    command: fc.constantFrom(...lineCommands),
    index: fc.nat(2),
  }),
)

function takeOrderStep(model: Model, command: OrderCommand): void {
  const next = nextStatus(model.status, command)
  const wanted = expected(model.status, command)
  expect(next.ok ? next.status : null, `${model.status} ${command}`).toBe(wanted)
  if (!next.ok) {
    expect(next.problem).toMatchObject({ code: 'ORDER_INVALID_TRANSITION', from: model.status, command })
    for (const allowed of next.problem.allowed) expect(expected(model.status, allowed)).not.toBeNull()
    return
  }
  expect(over.has(model.status)).toBe(false)
  // What lines say is not a command of anybody: it follows from them, below.
  if (!command.startsWith('lines.')) model.status = next.status
  if (command === 'fulfillment.start') model.lines = model.lines.map(() => 'QUEUED')
}

function takeLineStep(model: Model, command: LineCommand, index: number): void {
  const status = model.lines[index]
  if (!status) return
  const next = nextLineStatus(status, command)
  if (!next.ok) {
    expect(next.problem.from).toBe(status)
    return
  }
  expect(['FULFILLED', 'CANCELLED']).not.toContain(status)
  if (!running.has(model.status)) return
  model.lines[index] = next.status
  const followed = followLines(model.status, model.lines)
  const derived = deriveHeaderStatus(model.lines)
  expect(followed.ok).toBe(true)
  if (!followed.ok) return
  // Lines that are left PENDING keep a running order running; else the header is what the lines say.
  expect(followed.status).toBe(derived.status === 'APPROVED' ? 'IN_FULFILLMENT' : derived.status)
  expect(followed.outcome === null).toBe(followed.status !== 'FULFILLED')
  model.status = followed.status
}

describe('the state machine of orders', () => {
  it('takes only legal paths: 2,000 runs of up to 30 commands against a model', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom<OrderStatus>('DRAFT', 'SUBMITTED', 'APPROVED', 'IN_FULFILLMENT'),
        (steps, size, start) => {
          const begun: OrderLineStatus = start === 'IN_FULFILLMENT' ? 'QUEUED' : 'PENDING'
          const model: Model = { status: start, lines: Array.from({ length: size }, () => begun) }
          for (const one of steps) {
            if (one.kind === 'ORDER') takeOrderStep(model, one.command)
            else takeLineStep(model, one.command, one.index)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it(
    'never leaves STALE in a stage that was completed: 2,000 runs of up to 30 edits',
    { timeout: 300_000 },
    () => {
      type Edit = 'ITEMS' | 'QUANTITY' | 'ACCOUNT' | 'CONTACTS' | 'PROVISIONING'
      const anyEdit = fc.constantFrom<Edit>('ITEMS', 'QUANTITY', 'ACCOUNT', 'CONTACTS', 'PROVISIONING')
      fc.assert(
        fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
          let facts: StageFacts = ready
          for (const one of edits) {
            facts = after(facts, one)
            const stages = evaluateStages(facts)
            const stateOf = (kind: string) => stages.find((stage) => stage.kind === kind)?.state
            const saved = { ITEMS: 'SELECT_ITEMS', CONTACTS: 'CONTACT_DETAILS', PROVISIONING: 'PROVISIONING' }
            // What was just saved is looked at: it is complete or incomplete, and not stale.
            const stage = Object.entries(saved).find(([what]) => what === one)?.[1]
            if (stage) expect(stateOf(stage)).not.toBe('STALE')
            if (stateOf('SUMMARY') === 'COMPLETE') {
              expect(stages.map((each) => each.state)).toEqual(stages.map(() => 'COMPLETE'))
              expect(blockingProblems(stages)).toEqual([])
            }
            if (stages.some((each) => each.state === 'STALE')) expect(stateOf('SUMMARY')).toBe('STALE')
          }
        }),
        { numRuns: 2000 },
      )

      function after(facts: StageFacts, what: Edit): StageFacts {
        const { accountRevision, items, contacts, provisioning } = facts
        const latest = Math.max(...items.lines.map((one) => one.changedAtItemsRevision))
        switch (what) {
          case 'ACCOUNT':
            return { ...facts, accountRevision: accountRevision + 1 }
          case 'ITEMS':
            return { ...facts, items: { ...items, savedAtAccountRevision: accountRevision } }
          case 'QUANTITY': {
            const [first = line(1), ...rest] = items.lines
            const touched = { ...first, quantity: '6', changedAtItemsRevision: latest + 1 }
            return { ...facts, items: { lines: [touched, ...rest], savedAtAccountRevision: accountRevision } }
          }
          case 'CONTACTS':
            return { ...facts, contacts: { ...contacts, savedAtAccountRevision: accountRevision } }
          case 'PROVISIONING': {
            const savedAtItemsRevision = Object.fromEntries(
              items.lines.map((one) => [one.lineNumber, one.changedAtItemsRevision]),
            )
            const saved = { savedAtAccountRevision: accountRevision, savedAtItemsRevision }
            return { ...facts, provisioning: { ...provisioning, ...saved } }
          }
        }
      }
    },
  )
})
