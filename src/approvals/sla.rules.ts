import type { StepSla, StepTimeout } from './policy-definition.schema.ts'
import { resolveGroup, type ApproverDirectory } from './resolve-group.rules.ts'

/** As the policies say it together, with the people whom escalation asks. */
export type ResolvedSla = {
  remindAfter: string | null
  escalateAfter: string | null
  escalateTo: string[]
  expireAfter: string | null
  onTimeout: StepTimeout | null
}

const pattern = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?$/
const minute = 60_000

/**
 * Milliseconds of an ISO 8601 duration of days, hours and minutes, such as `P2D` or `PT90M`; null for everything else,
 * and for nothing. A day is 24 hours: a promise of time, not of dates.
 */
export function durationMs(text: string): number | null {
  const [, days = '0', hours = '0', minutes = '0'] = pattern.exec(text) ?? []
  const total = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes)
  return total > 0 ? total * minute : null
}

/** From the strictest to the mildest: what policies together do when time is over. */
const strictness: readonly StepTimeout[] = ['REJECT', 'RETURN', 'EXPIRE', 'ESCALATE', 'APPROVE']

function soonest(durations: ReadonlyArray<string | null | undefined>): string | null {
  const known = durations.filter((one) => typeof one === 'string')
  return known.toSorted((a, b) => (durationMs(a) ?? 0) - (durationMs(b) ?? 0))[0] ?? null
}

/**
 * The times of a step that several policies share: the soonest of each kind, and at the end the strictest outcome, so
 * that one policy never approves what another would not.
 */
export function mergeSla(
  slas: ReadonlyArray<{ sla: StepSla; ownerId: string }>,
  directory: ApproverDirectory,
): ResolvedSla | null {
  if (slas.length === 0) return null
  const escalateTo = slas.flatMap(({ sla, ownerId }) => {
    if (!sla.escalateTo) return []
    const rule = { anyOf: [sla.escalateTo], minimumApprovals: 1 }
    return resolveGroup(rule, directory, { ownerId, allowsSelf: false })?.approverIds ?? []
  })
  const ends = slas.flatMap(({ sla }) => (sla.expireAfter ? [sla.onTimeout ?? 'EXPIRE'] : []))
  return {
    remindAfter: soonest(slas.map(({ sla }) => sla.remindAfter)),
    escalateAfter: soonest(slas.map(({ sla }) => sla.escalateAfter)),
    escalateTo: [...new Set(escalateTo)].toSorted(),
    expireAfter: soonest(slas.map(({ sla }) => sla.expireAfter)),
    onTimeout: strictness.find((one) => ends.includes(one)) ?? null,
  }
}
