import type { DecisionFieldsFragment, OrderStage } from '../generated/operations.ts'
import { t } from '../strings.ts'

type Decision = DecisionFieldsFragment['steps'][number]['decisions'][number]

/** What an approver said with a decision: the comment, and where to look. */
export function saidWith({ comment, stage, lineNumbers }: Decision): string {
  const lines =
    lineNumbers.length > 0
      ? t('approvals.linesToLookAt', { count: lineNumbers.length, lines: lineNumbers.join(', ') })
      : ''
  // A decision carries the name of a stage as text.
  const place = stage ? t(`stage.${stage as OrderStage}`) : ''
  return [comment, place, lines].filter(Boolean).join(' · ')
}
