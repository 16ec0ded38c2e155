import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '../access/ctx.ts'
import type { ParameterDefinition, ParameterValue } from '../catalog/parameters.rules.ts'
import { ownAnswers } from './inherit-answers.ts'
import { keptAnswers, lastingQuestions, ownerOf } from './kept-answers.ts'
import type { Order } from './order.entity.ts'
import { OrganizationAnswer } from './organization-answer.entity.ts'
import { orderQuestions } from './provisioning-stage.rules.ts'
import { questionsOf } from './questions-of.ts'
import { sealAnswer, unsealAnswer } from './seal-answers.ts'

/** What the order says to a question itself; undefined when it says nothing. */
function saidTo(ctx: Ctx, order: Order, { key }: ParameterDefinition): ParameterValue | undefined {
  const { answers, secrets } = ownAnswers(order)
  const sealed = secrets[key]?.sealed
  return sealed === undefined
    ? answers[key]
    : unsealAnswer(ctx, { kind: 'order', id: order.id }, [key, sealed])
}

function keptSays(ctx: Ctx, key: string, kept: OrganizationAnswer | undefined): ParameterValue | undefined {
  if (!kept) return undefined
  const { organizationId, sealed, value } = kept
  return sealed === null
    ? value
    : unsealAnswer(ctx, { kind: 'organization', id: organizationId }, [key, sealed])
}

/**
 * Keeps what a submitted order newly says about its customer and its reseller, for their next orders; what was said
 * before stays as history. Costs nothing when nothing lasting is asked. Hold the order's lock.
 */
export async function keepAnswers(ctx: Ctx, order: Order): Promise<void> {
  const asked = lastingQuestions(orderQuestions(questionsOf(order)))
  if (asked.length === 0) return
  // Two orders may say it at once. Both wait in this order, after their own locks.
  const owners = [...new Set(asked.map((definition) => ownerOf(order, definition)))].toSorted()
  for (const owner of owners)
    await ctx.em.execute('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`answers:${owner}`])
  const kept = await keptAnswers(ctx, order, asked)
  const now = ctx.clock.now()
  const { id, name } = ctx.actor
  for (const definition of asked) {
    const { key, sensitive } = definition
    const before = kept.get(key)
    const said = saidTo(ctx, order, definition)
    if (said === undefined || isDeepStrictEqual(said, keptSays(ctx, key, before))) continue
    const organizationId = ownerOf(order, definition)
    const holder = { kind: 'organization', id: organizationId } as const
    await replaceCurrent(ctx, { sellerId: order.sellerId, organizationId, key })
    ctx.em.persist(
      Object.assign(new OrganizationAnswer(), {
        id: ctx.ids.next('ans'),
        sellerId: order.sellerId,
        organizationId,
        key,
        value: sensitive ? null : said,
        sealed: sensitive ? sealAnswer(ctx, holder, [key, said]) : null,
        orderId: order.id,
        setBy: { id, name },
        setAt: now,
      }),
    )
  }
}

/** Ends the answer that counted so far, also one that does not fit its question any more. */
async function replaceCurrent(
  ctx: Ctx,
  { sellerId, organizationId, key }: Pick<OrganizationAnswer, 'sellerId' | 'organizationId' | 'key'>,
): Promise<void> {
  await ctx.em.execute(
    `UPDATE organization_answer SET replaced_at = ?
     WHERE seller_id = ? AND organization_id = ? AND key = ? AND replaced_at IS NULL`,
    [ctx.clock.now(), sellerId, organizationId, key],
  )
}
