import type { OrderStage, WizardOrderFragment } from '../generated/operations.ts'

/** The four stages in their order, by their part of the address. */
export const stages = [
  { path: 'items', kind: 'SELECT_ITEMS' },
  { path: 'contacts', kind: 'CONTACT_DETAILS' },
  { path: 'provisioning', kind: 'PROVISIONING' },
  { path: 'summary', kind: 'SUMMARY' },
] as const satisfies ReadonlyArray<{ path: string; kind: OrderStage }>

/** What is wrong in a stage, and keeps the order from being submitted or is worth knowing. */
export type StageProblem = WizardOrderFragment['stages'][number]['problems'][number]

/** A line of an order in its stages. */
export type WizardLine = WizardOrderFragment['lines'][number]

/** How far a stage is. */
export function stageOf(order: Pick<WizardOrderFragment, 'stages'>, kind: OrderStage) {
  const { state = 'NOT_STARTED', problems = [] } = order.stages.find((one) => one.kind === kind) ?? {}
  return { state, problems }
}

/** The first sentence about this place of the order; undefined when nothing is wrong with it. */
export const problemAt = (
  problems: ReadonlyArray<{ path: readonly string[]; message: string }>,
  path: readonly string[],
): string | undefined =>
  problems.find((one) => one.path.length >= path.length && path.every((part, at) => one.path[at] === part))
    ?.message
