import type { ParameterValue } from '../catalog/parameters.rules.ts'
import type { Ctx } from '../access/ctx.ts'
import { seal, unseal } from '../platform/envelope.ts'
import type { ProvisioningAnswers, SealedAnswer, SealedAnswers } from './provisioning-value.view.ts'

/** Whose sensitive answers they are; the envelope opens nowhere else. */
export type SecretHolder = { kind: 'order' | 'line' | 'organization'; id: string }

const contextOf = ({ kind, id }: SecretHolder, key: string) => `${kind}:${id}:${key}`

/** Seals one sensitive answer. */
export function sealAnswer(ctx: Ctx, holder: SecretHolder, [key, value]: [string, ParameterValue]): string {
  return seal(JSON.stringify(value), ctx.keys, contextOf(holder, key))
}

/** Opens one sensitive answer. For delivery, and for whoever may reveal it; what it answers is never stored or logged. */
export function unsealAnswer(ctx: Pick<Ctx, 'keys'>, holder: SecretHolder, [key, sealed]: [string, string]) {
  // What `sealAnswer` wrote.
  return JSON.parse(unseal(sealed, ctx.keys, contextOf(holder, key))) as ParameterValue
}

/** New sensitive answers over the sealed ones, without those that were taken back. */
export function mergeSecrets(
  ctx: Ctx,
  held: { holder: SecretHolder; before: SealedAnswers },
  given: ProvisioningAnswers,
): SealedAnswers {
  const setAt = ctx.clock.now().toISOString()
  const { id, name } = ctx.actor
  const sealed = Object.entries(given).flatMap(([key, value]): Array<[string, SealedAnswer]> =>
    value === null
      ? []
      : [[key, { sealed: sealAnswer(ctx, held.holder, [key, value]), setAt, setBy: { id, name } }]],
  )
  const kept = Object.entries(held.before).filter(([key]) => !Object.hasOwn(given, key))
  return Object.fromEntries([...kept, ...sealed])
}
