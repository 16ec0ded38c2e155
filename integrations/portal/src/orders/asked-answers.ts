import type { OrderDetailQuery } from '../generated/operations.ts'
import {
  changedValues,
  provisioningFormOf,
  type ProvisioningForm,
  type Question,
} from '../wizard/questions.ts'
import type { SentAnswers } from '../wizard/refused-at.ts'

type Order = NonNullable<OrderDetailQuery['order']>
/** A line that waits for answers. */
export type AskingLine = Order['lines'][number]

/** The lines that wait. */
export const askingLines = ({ lines }: Order): AskingLine[] =>
  lines.filter(({ status, informationRequest }) => status === 'AWAITING_INFORMATION' && informationRequest)

/** The questions of a line that are asked again: those in question, or all where the asker named none. */
function askedOf(line: AskingLine): Question[] {
  const all = line.offer?.productInformation.parameters ?? []
  const keys = line.informationRequest?.items.map(({ key }) => key) ?? []
  return all
    .filter(({ key, phase }) => (keys.length === 0 ? phase !== 'FULFILLMENT' : keys.includes(key)))
    .toSorted((one, other) => one.position - other.position)
}

/** What is asked for the whole order, each question once. */
export function askedOfOrder(order: Order): Question[] {
  const byKey = new Map<string, Question>()
  for (const question of askingLines(order).flatMap(askedOf))
    if (question.scope !== 'LINE' && !byKey.has(question.key)) byKey.set(question.key, question)
  return [...byKey.values()]
}

/** What is asked of one line alone. */
export const askedOfLine = (line: AskingLine): Question[] =>
  askedOf(line).filter(({ scope }) => scope === 'LINE')

/** What is wrong with the answer that was given, as whoever asks says it. */
export const saidOf = (lines: readonly AskingLine[], key: string): string | undefined =>
  lines.flatMap(({ informationRequest }) => informationRequest?.items ?? []).find((one) => one.key === key)
    ?.message

/** What is sent: the answers that changed. The lines are named, so that all of them go on. */
export function answersOf(order: Order, now: ProvisioningForm): Required<SentAnswers> {
  const before = provisioningFormOf(order)
  return {
    values: changedValues({ questions: askedOfOrder(order), before: before.order, now: now.order }),
    lines: askingLines(order).map((line) => ({
      lineNumber: line.lineNumber,
      values: changedValues({
        questions: askedOfLine(line),
        before: before.lines[line.lineNumber] ?? {},
        now: now.lines[line.lineNumber] ?? {},
        beside: now.order,
      }),
    })),
  }
}
