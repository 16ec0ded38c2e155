import type { Ctx } from '../access/ctx.ts'
import type { ParameterValue } from '../catalog/parameters.rules.ts'
import type { Order, OrderLine } from './order.entity.ts'
import type { ProvisioningAnswers } from './provisioning-value.view.ts'
import { unsealAnswer, type SecretHolder } from './seal-answers.ts'

/**
 * The sensitive answers that one line's product asks for, in the clear: what its vendor must be told. The caller keeps
 * them in memory only.
 */
export function openSecrets(ctx: Pick<Ctx, 'keys'>, order: Order, line: OrderLine): ProvisioningAnswers {
  const asked = new Set(line.item.parameters.map((parameter) => parameter.key))
  const open = (holder: SecretHolder, { provisioningSecrets }: Order | OrderLine) =>
    Object.entries(provisioningSecrets)
      .filter(([key]) => asked.has(key))
      .map(([key, { sealed }]) => [key, unsealAnswer(ctx, holder, [key, sealed])] as const)
  return Object.fromEntries<ParameterValue>([
    ...open({ kind: 'order', id: order.id }, order),
    ...open({ kind: 'line', id: line.id }, line),
  ])
}
