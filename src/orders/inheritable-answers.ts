import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { fittingAnswers, lastingQuestions } from './kept-answers.ts'
import { linesOf } from './lines-of.ts'
import type { Order } from './order.entity.ts'
import { OrganizationAnswer } from './organization-answer.entity.ts'
import { orderQuestions } from './provisioning-stage.rules.ts'
import type { ProvisioningValue } from './provisioning-value.view.ts'
import { questionsOf } from './questions-of.ts'

const current: ListOf<OrganizationAnswer> = {
  entity: OrganizationAnswer,
  by: 'organizationId',
  orderBy: { key: 'asc' },
  whereNull: ['replacedAt'],
}

/**
 * What an order could take over from its customer and its reseller, by key; of sensitive answers only that they are
 * set. Many orders cost one query.
 */
export async function inheritableAnswers(ctx: Ctx, order: Order): Promise<ProvisioningValue[]> {
  await linesOf(order)
  const lasting = lastingQuestions(orderQuestions(questionsOf(order)))
  if (lasting.length === 0) return []
  const owners = [order.organizationId, order.sellerId]
  const rows = await Promise.all(owners.map((owner) => loadList(ctx.em, current, owner)))
  const kept = fittingAnswers(order, lasting, rows.flat())
  return [...kept]
    .map(([key, { value, sealed, setAt, setBy }]): ProvisioningValue => {
      const isSensitive = sealed !== null
      return { key, value: isSensitive ? null : value, isSensitive, source: 'INHERITED', setAt, setBy }
    })
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}
