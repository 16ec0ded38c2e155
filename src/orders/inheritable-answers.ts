import type { Ctx } from '../access/ctx.ts'
import { keptAnswers } from './kept-answers.ts'
import { linesOf } from './lines-of.ts'
import type { Order } from './order.entity.ts'
import { orderQuestions } from './provisioning-stage.rules.ts'
import type { ProvisioningValue } from './provisioning-value.view.ts'
import { questionsOf } from './questions-of.ts'

/** What an order could take over from its customer and its reseller, by key; of sensitive answers only that they are set. */
export async function inheritableAnswers(ctx: Ctx, order: Order): Promise<ProvisioningValue[]> {
  await linesOf(order)
  const kept = await keptAnswers(ctx, order, orderQuestions(questionsOf(order)))
  return [...kept]
    .map(([key, { value, sealed, setAt, setBy }]): ProvisioningValue => {
      const isSensitive = sealed !== null
      return { key, value: isSensitive ? null : value, isSensitive, source: 'INHERITED', setAt, setBy }
    })
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}
