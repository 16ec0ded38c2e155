import type { Ctx } from '../access/ctx.ts'
import { approvalRoutingData } from '../approvals/approval-routing-data.ts'

/** Administrators of a seller, and where it has none, of the nearest seller above that has. One statement. */
export async function findAdministrators(ctx: Ctx, sellerId: string): Promise<string[]> {
  const { people, sellers } = await approvalRoutingData(ctx, { sellerId, requesterIds: [] })
  const administrators = people.filter(({ roles }) => roles.includes('RESELLER_ADMIN'))
  const of = (seller: string) => administrators.filter((one) => one.sellerId === seller).map(({ id }) => id)
  return sellers.map(of).find((ids) => ids.length > 0) ?? []
}
