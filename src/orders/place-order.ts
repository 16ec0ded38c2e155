import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { DomainError, refuseAll, type Problem } from '../platform/errors.ts'
import { fillLines } from './fill-lines.ts'
import type { Order } from './order.entity.ts'
import type { OrderPlaceInput } from './order-place.inputs.ts'
import { recordStartDay } from './record-start-day.ts'
import { replayOrder } from './replay-order.ts'
import { saveContacts } from './save-contacts.ts'
import { saveProvisioning } from './save-provisioning.ts'
import { saveRequestedStart } from './requested-start.ts'
import { saveStage } from './save-stage.ts'
import { startOrder } from './start-order.ts'
import { submitDraft } from './submit-draft.ts'
import { submitProblems } from './submit-problems.ts'

/** The problems that a stage refuses with; empty when it was saved. */
async function problemsOf(save: () => Promise<unknown>): Promise<Problem[]> {
  try {
    await save()
    return []
  } catch (error) {
    if (error instanceof DomainError) return error.problems
    throw error
  }
}

async function fillStages(ctx: Ctx, order: Order, input: OrderPlaceInput): Promise<Problem[]> {
  const start = await problemsOf(() => saveRequestedStart(ctx, order, input.requestedStartDate))
  const chosen = await problemsOf(async () => {
    await fillLines(ctx, order, input)
    await recordStartDay(ctx, order)
    return saveStage(ctx, order, 'SELECT_ITEMS')
  })
  const items = [...chosen, ...start]
  const { contacts, purchaseOrderNumber, costCenter, invoiceEmail, billingAddress, notes } = input
  const given = Object.entries({
    contacts,
    purchaseOrderNumber,
    costCenter,
    invoiceEmail,
    billingAddress,
    notes,
  })
  const details = Object.fromEntries(given.filter(([, value]) => value !== undefined))
  const people = await problemsOf(async () => {
    await saveContacts(ctx, order, details)
    return saveStage(ctx, order, 'CONTACT_DETAILS')
  })
  // Without its lines nobody can say what an answer belongs to.
  if (items.length > 0) return [...items, ...people]
  const answers = await problemsOf(async () => {
    await saveProvisioning(ctx, order, input)
    return saveStage(ctx, order, 'PROVISIONING')
  })
  return [...people, ...answers]
}

/** All that a call can be told at once: what the stages refuse, and what they then still lack. */
async function allProblems(ctx: Ctx, order: Order, refused: readonly Problem[]): Promise<Problem[]> {
  if (refused.length === 0) return []
  const lacking = (await submitProblems(ctx, order)).flat()
  const told = new Set(refused.map((problem) => problem.path[0]))
  // A stage that was refused was not saved: what it lacks is what was refused.
  const stageOf: Record<string, string> = {
    items: 'items',
    changes: 'items',
    requestedStartDate: 'items',
    contacts: 'contacts',
    billingAddress: 'billTo',
    values: 'provisioning',
    lines: 'provisioning',
  }
  const silenced = new Set([...told].map((field) => stageOf[field ?? ''] ?? ''))
  return [
    ...refused,
    ...lacking.filter(({ path: [field = ''] }) => field !== 'stages' && !silenced.has(field)),
  ]
}

/**
 * Starts, fills and submits an order in one call and one transaction, through the same steps as the four stages; their
 * events are recorded too. Refuses with all problems at once, and then nothing is left of it.
 */
export async function placeOrder(ctx: Ctx, input: OrderPlaceInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const work = async () => {
    const { organizationId, accountId, type, externalReference, terms } = input
    const start = { organizationId, accountId, type, externalReference, idempotencyKey: '' }
    const order = await startOrder(ctx, start as Parameters<typeof startOrder>[1])
    const refused = await fillStages(ctx, order, input)
    refuseAll(await allProblems(ctx, order, refused))
    return submitDraft(ctx, order, { command: 'orderSubmit', terms })
  }
  return idempotent(ctx, { operation: 'orderPlace', input }, { work, replay: (id) => replayOrder(ctx, id) })
}
