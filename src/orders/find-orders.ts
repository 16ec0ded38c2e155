import { raw, type FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { Order } from './order.entity.ts'
import type { OrdersArgs, OrderWhere } from './orders.inputs.ts'

type Condition = FilterQuery<Order>

function matching(search: string | null | undefined): Condition[] {
  const words = search?.trim().slice(0, 200)
  if (!words) return []
  const literal = words.replace(/[\\%_]/g, String.raw`\$&`)
  const byCustomer = raw(
    (alias) => `(${alias}.parties -> 'organization' ->> 'name') ILIKE ?`,
    [`%${literal}%`],
  )
  return [
    {
      $or: [
        { orderNumber: { $ilike: `${literal}%` } },
        { externalReference: { $ilike: `${literal}%` } },
        { purchaseOrderNumber: { $ilike: `${literal}%` } },
        { [byCustomer]: true },
      ],
    },
  ]
}

function conditions(where: OrderWhere | null | undefined): Condition[] {
  const { organizationId, status, type, requestedById, orderNumber, externalReference } = where ?? {}
  const { createdAfter, createdBefore } = where ?? {}
  return [
    ...(organizationId ? [{ organizationId }] : []),
    ...(status ? [{ status: { $in: status } }] : []),
    ...(type ? [{ type }] : []),
    ...(requestedById ? [{ requestedById }] : []),
    ...(orderNumber ? [{ orderNumber }] : []),
    ...(externalReference ? [{ externalReference }] : []),
    ...(createdAfter ? [{ createdAt: { $gte: createdAfter } }] : []),
    ...(createdBefore ? [{ createdAt: { $lt: createdBefore } }] : []),
  ]
}

interface Sort {
  field: 'createdAt' | 'updatedAt'
  descending: boolean
}

function afterCursor(cursor: string | null | undefined, { field, descending }: Sort): Condition[] {
  if (!cursor) return []
  const [instant = '', id = ''] = decodeCursor(cursor, 2).map(String)
  const value = instantInCursor(instant)
  const beyond = descending ? '$lt' : '$gt'
  return [{ $or: [{ [field]: { [beyond]: value } }, { [field]: value, id: { [beyond]: id } }] }]
}

/** The orders that the caller sees: its seller's and those of the sellers below; a customer's user sees its own. */
export async function findOrders(ctx: Ctx, args: OrdersArgs): Promise<Page<Order>> {
  allow(ctx, 'ORDER_READ')
  const limit = pageSize(args.first) + 1
  const field = args.orderBy?.field === 'UPDATED_AT' ? 'updatedAt' : 'createdAt'
  const descending = (args.orderBy?.direction ?? 'DESC') === 'DESC'
  const direction = descending ? 'desc' : 'asc'
  const all = [
    ...matching(args.search),
    ...conditions(args.where),
    ...afterCursor(args.after, { field, descending }),
  ]
  const rows = await ctx.em.find(
    Order,
    { $and: all },
    { orderBy: [{ [field]: direction }, { id: direction }], limit, populate: ['lines'] },
  )
  return toPage(rows, args, (row) => [row[field].toISOString(), row.id])
}
