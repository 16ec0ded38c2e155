import type { Ctx } from '../access/ctx.ts'
import type { ParameterDefinition } from '../catalog/parameters.rules.ts'
import { keptAnswers } from './kept-answers.ts'
import type { Order } from './order.entity.ts'
import type { ProvisioningAnswers, SealedAnswers } from './provisioning-value.view.ts'
import { sealAnswer, unsealAnswer } from './seal-answers.ts'

/** What the order itself says: its answers without those that it took over. */
export function ownAnswers(order: Order): { answers: ProvisioningAnswers; secrets: SealedAnswers } {
  const inherited = new Set(order.provisioningInherited)
  const own = <T>(held: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(held).filter(([key]) => !inherited.has(key)))
  return { answers: own(order.provisioningAnswers), secrets: own(order.provisioningSecrets) }
}

/** What an order takes over, by key, as its columns hold it. */
export interface Inherited {
  answers: ProvisioningAnswers
  secrets: SealedAnswers
}

/** Reads what the customer and the reseller answered before, sealed for this order. */
export async function inheritAnswers(
  ctx: Ctx,
  order: Order,
  definitions: readonly ParameterDefinition[],
): Promise<Inherited> {
  const kept = await keptAnswers(ctx, order, definitions)
  const answers: ProvisioningAnswers = {}
  const secrets: SealedAnswers = {}
  for (const [key, { organizationId, value, sealed, setAt, setBy }] of kept) {
    if (sealed === null) {
      answers[key] = value
      continue
    }
    const clear = unsealAnswer(ctx, { kind: 'organization', id: organizationId }, [key, sealed])
    const holder = { kind: 'order', id: order.id } as const
    secrets[key] = { sealed: sealAnswer(ctx, holder, [key, clear]), setAt: setAt.toISOString(), setBy }
  }
  return { answers, secrets }
}
