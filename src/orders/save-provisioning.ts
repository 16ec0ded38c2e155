import { refuseAll, type Problem } from '../platform/errors.ts'
import type { Order } from './order.entity.ts'
import type { OrderLineProvisioningInput, OrderSetProvisioningInput } from './order.inputs.ts'
import { lineQuestions, orderQuestions } from './provisioning-stage.rules.ts'
import { questionsOf } from './questions-of.ts'
import { mergeAnswers, readAnswers, type ReadAnswers } from './read-answers.ts'

/** What the stage saves. */
export type AnswersToSave = Pick<OrderSetProvisioningInput, 'values' | 'lines'>

function readLine(order: Order, input: OrderLineProvisioningInput, index: number): ReadAnswers {
  const path = ['lines', String(index)]
  const line = order.lines.getItems().find((one) => one.lineNumber === input.lineNumber)
  if (line)
    return readAnswers(input.values, lineQuestions(questionsOf(order), line.lineNumber), [...path, 'values'])
  const message = `The order has no line ${input.lineNumber}. Its lines are in \`order.lines\`.`
  return { answers: {}, problems: [{ code: 'LINE_NOT_FOUND', message, path: [...path, 'lineNumber'] }] }
}

function repeatedLines(lines: readonly OrderLineProvisioningInput[]): Problem[] {
  return lines.flatMap(({ lineNumber }, index) => {
    if (lines.findIndex((one) => one.lineNumber === lineNumber) === index) return []
    const message = 'Name each line once, with all its answers.'
    return [{ code: 'LINE_REPEATED', message, path: ['lines', String(index), 'lineNumber'] }]
  })
}

/**
 * Writes answers onto an editable order; those that are not named stay. Refuses malformed ones, all at once, and then
 * nothing is changed. From then on the stage is no longer STALE: it was looked at with these lines.
 */
export function saveProvisioning(order: Order, input: AnswersToSave): void {
  const lines = input.lines ?? []
  const ofOrder = readAnswers(input.values ?? [], orderQuestions(questionsOf(order)), ['values'])
  const ofLines = lines.map((line, index) => readLine(order, line, index))
  refuseAll([...ofOrder.problems, ...repeatedLines(lines), ...ofLines.flatMap((one) => one.problems)])

  order.provisioningAnswers = mergeAnswers(order.provisioningAnswers, ofOrder.answers)
  order.provisioningSavedAtAccount = order.accountRevision
  for (const line of order.lines.getItems()) {
    const given = ofLines[lines.findIndex((one) => one.lineNumber === line.lineNumber)]
    if (given) line.provisioningAnswers = mergeAnswers(line.provisioningAnswers, given.answers)
    line.provisioningSavedAtItems = line.itemsRevision
  }
}
