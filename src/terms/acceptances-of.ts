import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { TermsAcceptance } from './terms-acceptance.entity.ts'

const ofOrder: ListOf<TermsAcceptance> = {
  entity: TermsAcceptance,
  by: 'orderId',
  orderBy: { orderRevision: 'desc', acceptedAt: 'asc', id: 'asc' },
}

/** The accepted terms of an order, its latest revision first; many orders cost one query. */
export async function acceptancesOf(ctx: Pick<Ctx, 'em'>, orderId: string): Promise<TermsAcceptance[]> {
  return loadList(ctx, ofOrder, orderId)
}
