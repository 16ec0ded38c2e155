import type { ProvisioningValueInput, WizardOrderFragment } from '../generated/operations.ts'
import { hasAnswer, isAsked, type Answers } from './is-asked.ts'
import type { WizardLine } from './stages.ts'

/** A question as its product asks it. */
export type Question = NonNullable<WizardLine['offer']>['productInformation']['parameters'][number]

/** All of stage 3, as entered: the answers of the order, and those of each line. */
export interface ProvisioningForm {
  order: Answers
  lines: Readonly<Record<number, Answers>>
}

const ofLine = (line: WizardLine): Question[] =>
  (line.offer?.productInformation.parameters ?? [])
    .filter(({ phase }) => phase !== 'FULFILLMENT')
    .toSorted((one, other) => one.position - other.position)

/** What is asked once for the order: the first question of each key. */
export function orderQuestions({ lines }: Pick<WizardOrderFragment, 'lines'>): Question[] {
  const byKey = new Map<string, Question>()
  for (const question of lines.flatMap(ofLine))
    if (question.scope !== 'LINE' && !byKey.has(question.key)) byKey.set(question.key, question)
  return [...byKey.values()]
}

/** What is asked of one line alone. */
export const lineQuestions = (line: WizardLine): Question[] =>
  ofLine(line).filter(({ scope }) => scope === 'LINE')

const answersOf = (values: WizardOrderFragment['provisioning']): Answers =>
  Object.fromEntries(values.filter(({ isSensitive }) => !isSensitive).map(({ key, value }) => [key, value]))

/** The form as the order has it; sensitive answers are never told. */
export const provisioningFormOf = (order: WizardOrderFragment): ProvisioningForm => ({
  order: answersOf(order.provisioning),
  lines: Object.fromEntries(order.lines.map((line) => [line.lineNumber, answersOf(line.provisioning)])),
})

interface Given {
  questions: readonly Question[]
  before: Answers
  now: Answers
  /** Answers that decide as well what is asked. */
  beside?: Answers
}

/** What is sent: answers that changed, to questions that are asked. */
export function changedValues({ questions, before, now, beside = {} }: Given): ProvisioningValueInput[] {
  return questions
    .filter(({ visibleIf, key }) => isAsked(visibleIf, { ...beside, ...now }) && now[key] !== before[key])
    .map(({ key }) => ({ key, value: hasAnswer(now[key]) ? now[key] : null }))
}
