import type { Ctx } from '../access/ctx.ts'
import { parameterProblems, type ParameterDefinition } from '../catalog/parameters.rules.ts'
import type { Order } from './order.entity.ts'
import { OrganizationAnswer } from './organization-answer.entity.ts'

/** The questions whose answers are kept beyond the order. */
export function lastingQuestions(definitions: readonly ParameterDefinition[]): ParameterDefinition[] {
  return definitions.filter(({ scope }) => scope === 'CUSTOMER' || scope === 'RESELLER')
}

/** Whose answer a question asks for. */
export function ownerOf(order: Pick<Order, 'organizationId' | 'sellerId'>, { scope }: ParameterDefinition) {
  return scope === 'RESELLER' ? order.sellerId : order.organizationId
}

/**
 * What the customer and the reseller of an order answer to these questions at present, by key; one query, none when
 * nothing lasting is asked. An answer that does not fit its question any more is left out.
 */
export async function keptAnswers(
  ctx: Pick<Ctx, 'em'>,
  order: Order,
  definitions: readonly ParameterDefinition[],
): Promise<Map<string, OrganizationAnswer>> {
  const lasting = lastingQuestions(definitions)
  if (lasting.length === 0) return new Map()
  const { sellerId, organizationId } = order
  const rows = await ctx.em.find(OrganizationAnswer, {
    sellerId,
    organizationId: { $in: [organizationId, sellerId] },
    key: { $in: lasting.map(({ key }) => key) },
    replacedAt: null,
  })
  return fittingAnswers(order, lasting, rows)
}

/** Of these answers those that a question of the order asks for, by key. */
export function fittingAnswers(
  order: Order,
  lasting: readonly ParameterDefinition[],
  rows: readonly OrganizationAnswer[],
): Map<string, OrganizationAnswer> {
  const found = lasting.flatMap((definition) => {
    const owner = ownerOf(order, definition)
    const row = rows.find((one) => one.organizationId === owner && one.key === definition.key)
    return row && fits(definition, row) ? [[definition.key, row] as const] : []
  })
  return new Map(found)
}

function fits(definition: ParameterDefinition, { value, sealed }: OrganizationAnswer): boolean {
  if (definition.sensitive || sealed !== null) return definition.sensitive === true && sealed !== null
  const alone = { ...definition, required: false }
  delete alone.visibleIf
  return parameterProblems([alone], { [definition.key]: value }, { requireAll: false }).length === 0
}
