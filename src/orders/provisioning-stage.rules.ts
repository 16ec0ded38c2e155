import {
  parameterProblems,
  type ParameterDefinition,
  type ParameterProblem,
} from '../catalog/parameters.rules.ts'
import { isEditable } from './lifecycle.rules.ts'
import type { LineFacts, StageFacts, StageProblem } from './stage-facts.ts'

/** What is wrong with the provisioning information: stale lines first, then the order's answers, then each line's. */
export function provisioningProblems(facts: StageFacts): StageProblem[] {
  const { orderValues, lineValues, sealed } = facts.provisioning
  const all = { requireAll: true }
  const ofOrder = { ...all, sealed: new Set(sealed?.order) }
  const ofLine = (lineNumber: number) => ({
    ...all,
    sealed: new Set(sealed?.lines[lineNumber]),
    context: orderValues,
  })
  return [
    ...staleProblems(facts),
    ...parameterProblems(laterOptional(orderQuestions(facts)), orderValues, ofOrder).map((one) =>
      at(['order'], one),
    ),
    ...facts.items.lines.flatMap(({ lineNumber }) =>
      parameterProblems(
        laterOptional(lineQuestions(facts, lineNumber)),
        lineValues[lineNumber] ?? {},
        ofLine(lineNumber),
      ).map((one) => at(['lines', String(lineNumber)], one)),
    ),
  ]
}

/** True when the information was saved, and the account or a line that needs information changed since. */
export function isProvisioningStale(facts: StageFacts): boolean {
  return staleProblems(facts).length > 0
}

/** True when any offer of the order asks anything. */
export function asksAnything(facts: StageFacts): boolean {
  return facts.items.lines.some(({ lineNumber }) => isAsked(facts, lineNumber))
}

/** The lines of an order and what each asks. */
type Asking = {
  items: { lines: ReadonlyArray<Pick<LineFacts, 'lineNumber'>> }
  provisioning: Pick<StageFacts['provisioning'], 'definitions'>
}

/**
 * The questions that are asked once for the order: the first definition of each key, in line order; sensitive when any
 * of them is.
 */
export function orderQuestions(facts: Asking): ParameterDefinition[] {
  const byKey = new Map<string, ParameterDefinition>()
  for (const { lineNumber } of facts.items.lines) {
    for (const definition of questions(facts, lineNumber)) {
      if (definition.scope === 'LINE') continue
      const first = byKey.get(definition.key) ?? definition
      byKey.set(definition.key, definition.sensitive ? { ...first, sensitive: true } : first)
    }
  }
  return [...byKey.values()]
}

/** The questions of one line alone. */
export function lineQuestions(facts: Asking, lineNumber: number): ParameterDefinition[] {
  return questions(facts, lineNumber).filter((definition) => definition.scope === 'LINE')
}

function questions(facts: Asking, lineNumber: number): readonly ParameterDefinition[] {
  return facts.provisioning.definitions[lineNumber] ?? []
}

function staleProblems(facts: StageFacts): StageProblem[] {
  const { savedAtAccountRevision } = facts.provisioning
  if (savedAtAccountRevision === null || !isEditable(facts.status)) return []
  const stale = { code: 'PROVISIONING_STALE', severity: 'ERROR' } as const
  if (savedAtAccountRevision !== facts.accountRevision) {
    const message = 'The account changed; check the provisioning information and save it again.'
    return [{ ...stale, path: ['provisioning'], message }]
  }
  return facts.items.lines
    .filter((line) => isLineStale(line, facts))
    .map(({ lineNumber }) => ({
      ...stale,
      path: ['provisioning', 'lines', String(lineNumber)],
      message: `Line ${lineNumber} changed; check its provisioning information and save it again.`,
    }))
}

function isLineStale(line: LineFacts, facts: StageFacts): boolean {
  const saved = facts.provisioning.savedAtItemsRevision[line.lineNumber]
  if (saved !== undefined) return saved < line.changedAtItemsRevision
  return isAsked(facts, line.lineNumber)
}

/** True when a line brings questions that are asked before the order is submitted. */
function isAsked(facts: Asking, lineNumber: number): boolean {
  return questions(facts, lineNumber).some(({ phase }) => phase !== 'FULFILLMENT')
}

/** What is asked at delivery keeps no order from being submitted. */
function laterOptional(definitions: readonly ParameterDefinition[]): ParameterDefinition[] {
  return definitions.map((one) => (one.phase === 'FULFILLMENT' ? { ...one, required: false } : one))
}

function at(
  path: readonly string[],
  { key, code, message, at: within = [] }: ParameterProblem,
): StageProblem {
  return { code, path: ['provisioning', ...path, key, ...within], severity: 'ERROR', message }
}
