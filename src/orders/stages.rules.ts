import { areContactsStale, contactsProblems } from './contacts-stage.rules.ts'
import { areItemsStale, itemsProblems } from './items-stage.rules.ts'
import { isEditable } from './lifecycle.rules.ts'
import type { OrderStage } from './order-status.ts'
import { asksAnything, isProvisioningStale, provisioningProblems } from './provisioning-stage.rules.ts'
import type { EvaluatedStage, StageFacts, StageProblem } from './stage-facts.ts'

/**
 * How far each of the four stages is and what is still wrong, in the order in which they are shown.
 * The order may be submitted if and only if no stage holds a problem of severity ERROR, which is the same as
 * SUMMARY being COMPLETE. Serves the `stages` field, `orderValidate` and `orderSubmit` alike.
 */
export function evaluateStages(facts: StageFacts): EvaluatedStage[] {
  const stages = [itemsStage(facts), contactsStage(facts), provisioningStage(facts)]
  return [...stages, summaryStage(stages)]
}

/** The problems that keep the order from being submitted; empty when it may be. */
export function blockingProblems(stages: readonly EvaluatedStage[]): StageProblem[] {
  return stages
    .filter((stage) => stage.kind !== 'SUMMARY')
    .flatMap((stage) => stage.problems.filter((problem) => problem.severity === 'ERROR'))
}

function itemsStage(facts: StageFacts): EvaluatedStage {
  const { savedAtAccountRevision } = facts.items
  const isStarted = savedAtAccountRevision !== null
  const problems = itemsProblems(facts)
  if (isStarted && isEditable(facts.status) && savedAtAccountRevision !== facts.accountRevision) {
    const message = 'The account changed; save the items again to get its prices.'
    problems.unshift({ code: 'ITEMS_STALE', path: ['items'], severity: 'ERROR', message })
  }
  return stage('SELECT_ITEMS', problems, { isStarted, isStale: areItemsStale(facts) })
}

function contactsStage(facts: StageFacts): EvaluatedStage {
  const problems = contactsProblems(facts)
  const isStale = areContactsStale(facts)
  if (isStale) {
    const message = 'The account changed; check the contacts and save them again.'
    problems.unshift({ code: 'CONTACTS_STALE', path: ['contacts'], severity: 'ERROR', message })
  }
  return stage('CONTACT_DETAILS', problems, {
    isStarted: facts.contacts.savedAtAccountRevision !== null,
    isStale,
  })
}

/** Where no offer asks anything there is nothing to save. */
function provisioningStage(facts: StageFacts): EvaluatedStage {
  const isSkippable = facts.items.lines.length > 0 && !asksAnything(facts)
  return stage('PROVISIONING', provisioningProblems(facts), {
    isStarted: facts.provisioning.savedAtAccountRevision !== null || isSkippable,
    isStale: isProvisioningStale(facts),
  })
}

/** SUMMARY is saved by nobody: it is as far as the other three let it be. */
function summaryStage(stages: readonly EvaluatedStage[]): EvaluatedStage {
  const problems = stages
    .filter((one) => one.state !== 'COMPLETE')
    .map(({ kind }): StageProblem => {
      const message = `Finish the stage ${kind} first.`
      return { code: 'STAGE_NOT_COMPLETE', path: ['stages', kind], severity: 'ERROR', message }
    })
  return stage('SUMMARY', problems, {
    isStarted: stages.some((one) => one.state !== 'NOT_STARTED'),
    isStale: stages.some((one) => one.state === 'STALE'),
  })
}

function stage(
  kind: OrderStage,
  found: readonly StageProblem[],
  { isStarted, isStale }: { isStarted: boolean; isStale: boolean },
): EvaluatedStage {
  const hasError = found.some((problem) => problem.severity === 'ERROR')
  if (!isStarted) {
    const message = `Save the stage ${kind}.`
    const unsaved: StageProblem = {
      code: 'STAGE_NOT_SAVED',
      path: ['stages', kind],
      severity: 'ERROR',
      message,
    }
    return { kind, state: 'NOT_STARTED', problems: hasError ? [...found] : [...found, unsaved] }
  }
  return { kind, state: isStale ? 'STALE' : hasError ? 'INCOMPLETE' : 'COMPLETE', problems: [...found] }
}
