import type { Answer, Json } from './api-client.ts'
import { mark, textsIn } from './owner-secrets.ts'
import type { ProbeActor } from './probe-actors.ts'
import type { ProbeCall } from './probe-reads.ts'

/** Codes of every refusal in an answer: of its errors, and of a mutation's payload. */
export function codesIn(call: ProbeCall, answer: Answer<Json>): string[] {
  const ofErrors = (answer.errors ?? []).map(({ extensions }) => String(extensions['code']))
  const payload = answer.data?.[call.field]
  const ofPayload = (payload?.userErrors ?? []).map(({ code }: Json) => String(code))
  return [...ofErrors, ...ofPayload]
}

/** Many at once are each answered by itself. */
const allRefused = (results: Json) =>
  Array.isArray(results) &&
  results.every(({ approval, order, userErrors }) => !approval && !order && userErrors.length > 0)

/** True when the field brought nothing: null, no entries, or a payload with refusals alone. */
export function bringsNothing(call: ProbeCall, answer: Answer<Json>): boolean {
  const value = answer.data?.[call.field]
  if (value === null || value === undefined) return true
  if (Array.isArray(value)) return value.every((one) => one === null)
  if (call.kind === 'mutation')
    return Object.entries(value).every(
      ([name, one]) =>
        ['userErrors', '__typename'].includes(name) ||
        one === null ||
        (name === 'results' && allRefused(one)),
    )
  return Array.isArray(value.nodes) && value.nodes.length === 0
}

// Who is named and cannot be seen is as unknown as who does not exist.
const refusals = new Set(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED', 'APPROVER_UNKNOWN'])

/** Begun work is the caller's own: who may not touch an item finds that among its errors, and nothing else. */
const begins = new Set(['usersActivate', 'usersDeactivate'])

/** What the answer shows of the owner's that this actor did not send itself. */
function leaksIn(call: ProbeCall, actor: ProbeActor, answer: Answer<Json>): string[] {
  const sent = call.text + JSON.stringify(call.variables)
  return textsIn([
    answer.data ?? {},
    (answer.errors ?? []).map(({ message, extensions }) => [message, extensions]),
  ])
    .filter((text) => actor.secrets.has(text) || (text.includes(mark) && actor.kind !== 'LOWER'))
    .filter((text) => !sent.includes(text) && !actor.knows.has(text))
}

/** Whoever may not call the field at all is told so, and nothing else. */
function judgeUnallowed(call: ProbeCall, actor: ProbeActor, codes: string[]): string[] {
  const wanted = actor.kind === 'NOBODY' ? 'UNAUTHENTICATED' : 'FORBIDDEN'
  // A live stream that nobody may have does not say which of the two it is.
  const isHidden = call.kind === 'subscription' && codes.includes('NOT_FOUND')
  if (codes.includes(wanted) || isHidden) return []
  return [`is answered ${codes.join() || 'without a refusal'}, not ${wanted}`]
}

/**
 * Everything that is wrong with what somebody was answered who sent the owner's own call; nothing, as a rule. An
 * internal fault may stand only where row-level security is alone (`mayFail`): it then stopped what nobody else did.
 */
export function judge(
  call: ProbeCall,
  actor: ProbeActor,
  { answer, mayFail }: { answer: Answer<Json>; mayFail: boolean },
): string[] {
  const codes = codesIn(call, answer)
  const isHidden = actor.kind === 'STRANGER' && call.names.some((id) => !actor.knows.has(id))
  const found = leaksIn(call, actor, answer).map((text) => `shows ${JSON.stringify(text.slice(0, 80))}`)
  if (!mayFail && codes.includes('INTERNAL_SERVER_ERROR')) found.push('fails')
  if (!actor.may(call.field)) found.push(...judgeUnallowed(call, actor, codes))
  else if (isHidden) {
    const odd = codes.filter((code) => !refusals.has(code) && code !== 'INTERNAL_SERVER_ERROR')
    if (odd.length > 0) found.push(`is told ${odd.join()}`)
  }
  const mayAnswer = actor.may(call.field) && (!isHidden || begins.has(call.field))
  if (!mayAnswer && !bringsNothing(call, answer))
    found.push(`is answered ${JSON.stringify(answer.data).slice(0, 200)}`)
  return found.map((what) => `${actor.name}: ${call.name} ${what}`)
}
