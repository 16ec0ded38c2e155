import { t } from '../strings.ts'
import type { ApproverDraft, GroupDraft, SlaDraft } from './policy-draft.ts'
import { lengthOf } from './durations.ts'

type NameOf = (id: string) => string

const list = (words: readonly string[], type: 'conjunction' | 'disjunction') =>
  new Intl.ListFormat(navigator.language, { type }).format(words)

/** Whom a step asks, in words. */
function approverText({ kind, who, atPolicyOwner }: ApproverDraft, nameOf: NameOf): string {
  switch (kind) {
    case 'USER':
    case 'EXTERNAL':
      return nameOf(who)
    case 'GROUP':
      return t('approverText.group', { name: nameOf(who) })
    case 'ROLE': {
      const role = t(`role.${who as 'APPROVER'}`)
      return t(atPolicyOwner ? 'approverText.roleAtOwner' : 'approverText.role', { role })
    }
    default:
      return t(`approverKind.${kind}`)
  }
}

/** Several whom nobody decides between. */
export const approversText = (approvers: readonly ApproverDraft[], nameOf: NameOf): string =>
  list(
    approvers.map((one) => approverText(one, nameOf)),
    'conjunction',
  )

/** The groups of a step, of which each must agree. */
export function groupsText(groups: readonly GroupDraft[], nameOf: NameOf): string {
  const texts = groups.map(({ approvers, minimumApprovals }) => {
    const who = list(
      approvers.map((one) => approverText(one, nameOf)),
      'disjunction',
    )
    return Number(minimumApprovals) > 1
      ? t('approverText.several', { count: Number(minimumApprovals), who })
      : who
  })
  return list(texts, 'conjunction')
}

/** A duration in words; what the portal cannot read, as it stands. */
function durationText(value: string): string {
  const { amount, unit } = lengthOf(value) ?? {}
  return amount && unit ? t(`sla.count.${unit}`, { count: Number(amount) }) : value
}

/** The times of a step, one sentence each. */
export function slaTexts(
  { remindAfter, escalateAfter, expireAfter, ...then }: SlaDraft,
  nameOf: NameOf,
): string[] {
  const { escalateTo, onTimeout } = then
  const who = escalateTo ? approverText(escalateTo, nameOf) : ''
  return [
    remindAfter && t('slaText.remind', { after: durationText(remindAfter) }),
    escalateAfter && t('slaText.escalate', { after: durationText(escalateAfter), who }),
    expireAfter &&
      t('slaText.end', { after: durationText(expireAfter), outcome: t(`timeout.${onTimeout || 'EXPIRE'}`) }),
  ].filter((text) => text !== '')
}
