import type { Ctx } from '../access/ctx.ts'
import type { ParameterDefinition, ParameterPhase } from '../catalog/parameters.rules.ts'
import { hiddenKeys } from '../catalog/visibility.rules.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import { inheritAnswers, ownAnswers, type Inherited } from './inherit-answers.ts'
import type { Order, OrderLine } from './order.entity.ts'
import type {
  OrderLineProvisioningInput,
  OrderSetProvisioningInput,
  ProvisioningValueInput,
} from './order.inputs.ts'
import { lineQuestions, orderQuestions } from './provisioning-stage.rules.ts'
import type { ProvisioningAnswers } from './provisioning-value.view.ts'
import { questionsOf } from './questions-of.ts'
import { mergeAnswers, readAnswers, type ReadAnswers } from './read-answers.ts'
import { mergeSecrets } from './seal-answers.ts'

/** What the stage saves. */
export type AnswersToSave = Pick<OrderSetProvisioningInput, 'values' | 'lines'>

const inPhase = (definitions: readonly ParameterDefinition[], phases: readonly ParameterPhase[]) =>
  definitions.filter(({ phase = 'ORDERING' }) => phases.includes(phase))

function repeatedLines(lines: readonly OrderLineProvisioningInput[]): Problem[] {
  return lines.flatMap(({ lineNumber }, index) => {
    if (lines.findIndex((one) => one.lineNumber === lineNumber) === index) return []
    const message = 'Name each line once, with all its answers.'
    return [{ code: 'LINE_REPEATED', message, path: ['lines', String(index), 'lineNumber'] }]
  })
}

/** Keeps what is asked: a hidden question has no answer. */
function withoutHidden<T>(held: Record<string, T>, hidden: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(held).filter(([key]) => !hidden.has(key)))
}

function writeOrder(ctx: Ctx, order: Order, given: ReadAnswers & { inherited: Inherited }): void {
  const own = ownAnswers(order)
  const answers = mergeAnswers(own.answers, given.answers)
  const holder = { kind: 'order', id: order.id } as const
  const secrets = mergeSecrets(ctx, { holder, before: own.secrets }, given.secrets)
  const { inherited } = given
  const all = { ...inherited.answers, ...answers }
  const hidden = hiddenKeys(orderQuestions(questionsOf(order)), all)
  order.provisioningAnswers = withoutHidden(all, hidden)
  order.provisioningSecrets = withoutHidden({ ...inherited.secrets, ...secrets }, hidden)
  order.provisioningInherited = Object.keys({ ...inherited.answers, ...inherited.secrets })
    .filter((key) => !Object.hasOwn(answers, key) && !Object.hasOwn(secrets, key) && !hidden.has(key))
    .toSorted()
}

function writeLine(ctx: Ctx, order: Order, { line, given }: { line: OrderLine; given?: ReadAnswers }): void {
  const answers = mergeAnswers(line.provisioningAnswers, given?.answers ?? {})
  const holder = { kind: 'line', id: line.id } as const
  const before = line.provisioningSecrets
  const secrets = mergeSecrets(ctx, { holder, before }, given?.secrets ?? {})
  const questions = lineQuestions(questionsOf(order), line.lineNumber)
  const hidden = hiddenKeys(questions, { ...order.provisioningAnswers, ...answers })
  line.provisioningAnswers = withoutHidden(answers, hidden)
  line.provisioningSecrets = withoutHidden(secrets, hidden)
  line.provisioningSavedAtItems = line.itemsRevision
}

/** What is said of one line, and beside which answers. */
interface LineSaid {
  input: OrderLineProvisioningInput
  at: readonly string[]
  around: ProvisioningAnswers
  phases: readonly ParameterPhase[]
}

function readLine(order: Order, { input, at, around, phases }: LineSaid): ReadAnswers {
  const { lineNumber, values } = input
  const line = order.lines.getItems().find((one) => one.lineNumber === lineNumber)
  if (!line) {
    const message = `The order has no line ${lineNumber}. Its lines are in \`order.lines\`.`
    const problem = { code: 'LINE_NOT_FOUND', message, path: [...at, 'lineNumber'] }
    return { answers: {}, secrets: {}, problems: [problem] }
  }
  const definitions = inPhase(lineQuestions(questionsOf(order), lineNumber), phases)
  const context = { ...around, ...withoutTakenBack(line.provisioningAnswers, values) }
  return readAnswers(values, { definitions, context, at: [...at, 'values'] })
}

/** The answers that stay when these are given. */
function withoutTakenBack(
  stored: ProvisioningAnswers,
  values: readonly ProvisioningValueInput[],
): ProvisioningAnswers {
  const gone = new Set(values.filter(({ value }) => (value ?? null) === null).map(({ key }) => key))
  return withoutHidden(stored, gone)
}

/**
 * Writes answers onto an editable order; those that are not named stay. What the customer and the reseller answered
 * before is taken over where the order says nothing itself; hidden answers are dropped; sensitive ones are sealed.
 * Refuses malformed ones, all at once, and then nothing is changed. From then on the stage is no longer STALE: it was
 * looked at with these lines.
 */
export async function saveProvisioning(
  ctx: Ctx,
  order: Order,
  input: AnswersToSave & { phases?: readonly ParameterPhase[] },
): Promise<void> {
  const { phases = ['ORDERING'] } = input
  const values = input.values ?? []
  const lines = input.lines ?? []
  const questions = orderQuestions(questionsOf(order))
  const inherited = await inheritAnswers(ctx, order, questions)
  const standing = withoutTakenBack({ ...inherited.answers, ...ownAnswers(order).answers }, values)
  const definitions = inPhase(questions, phases)
  const ofOrder = readAnswers(values, { definitions, context: standing, at: ['values'] })
  const around = mergeAnswers(standing, ofOrder.answers)
  const ofLines = lines.map((line, index) =>
    readLine(order, { input: line, at: ['lines', String(index)], around, phases }),
  )
  refuseAll([...ofOrder.problems, ...repeatedLines(lines), ...ofLines.flatMap((one) => one.problems)])

  writeOrder(ctx, order, { ...ofOrder, inherited })
  order.provisioningSavedAtAccount = order.accountRevision
  for (const line of order.lines.getItems()) {
    const given = ofLines[lines.findIndex((one) => one.lineNumber === line.lineNumber)]
    writeLine(ctx, order, given ? { line, given } : { line })
  }
}
