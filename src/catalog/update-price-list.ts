import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { findPriceListForUpdate } from './find-price-list-for-update.ts'
import type { PriceList } from './price-list.entity.ts'
import { priceListUpdated } from './price-list.events.ts'
import type { PriceListUpdateInput } from './price-list.inputs.ts'
import { percentProblem } from './price-problems.rules.ts'
import { recordPriceListEvent } from './record-price-list-event.ts'

function problemsOf(ctx: Ctx, list: PriceList, input: PriceListUpdateInput): Problem[] {
  const { name, percent, validTo } = input
  const length = name?.trim().length ?? 0
  const isNamed = name === undefined || (length > 0 && length <= 200)
  const wrong = percent === undefined ? null : percentProblem(list.basis, percent, ['percent'])
  const begins = Math.max(ctx.clock.now().getTime(), list.validFrom?.getTime() ?? 0)
  return [
    ...(isNamed ? [] : [{ code: 'TEXT_LENGTH', message: 'Use 1 to 200 characters.', path: ['name'] }]),
    ...(wrong ? [wrong] : []),
    ...(validTo && validTo.getTime() < begins
      ? [
          {
            code: 'VALIDITY_INVALID',
            message: 'Let it end now or later, and after it begins.',
            path: ['validTo'],
          },
        ]
      : []),
  ]
}

/**
 * Changes name, percent or end of a price list; the prices that orders hold stay. Records `price_list.updated` when
 * something changed. Refuses VERSION_CONFLICT, TEXT_LENGTH, PERCENT_INVALID, PERCENT_UNEXPECTED, VALIDITY_INVALID.
 */
export async function updatePriceList(ctx: Ctx, input: PriceListUpdateInput): Promise<PriceList> {
  allow(ctx, 'PRICE_WRITE')
  const list = await findPriceListForUpdate(ctx, input.priceListId)
  const { expectedVersion, name, percent, validTo } = input
  if (typeof expectedVersion === 'number' && expectedVersion !== list.version)
    throw refuse('VERSION_CONFLICT', 'The list has changed since you read it. Read it again.', {
      path: ['expectedVersion'],
      details: { currentVersion: list.version },
    })
  refuseAll(problemsOf(ctx, list, input))
  const changes = {
    ...(name ? { name: name.trim() } : {}),
    ...(percent === undefined ? {} : { percent }),
    ...(validTo === undefined ? {} : { validTo }),
  }
  const changed = Object.entries(changes)
    .filter(([field, value]) => String(list[field as keyof typeof changes]) !== String(value))
    .map(([field]) => field)
  if (changed.length === 0) return list
  Object.assign(list, changes, { version: list.version + 1 })
  recordPriceListEvent(ctx, priceListUpdated, { list, data: { changed } })
  return list
}
