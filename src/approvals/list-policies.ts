import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'
import type { ApprovalPoliciesArgs } from './policies.inputs.ts'

function behind(cursor: string | null | undefined): Array<FilterQuery<ApprovalPolicy>> {
  if (!cursor) return []
  const [name = '', id = ''] = decodeCursor(cursor, 2).map(String)
  return [{ $or: [{ name: { $gt: name } }, { name, id: { $gt: id } }] }]
}

/** The policies of the caller's seller and of those below it, by name; those above count, and are not shown. */
export async function listPolicies(ctx: Ctx, args: ApprovalPoliciesArgs): Promise<Page<ApprovalPolicy>> {
  allow(ctx, 'APPROVAL_POLICY_READ')
  const status = { $in: args.status ?? (['ACTIVE', 'INACTIVE'] as const) }
  const rows = await ctx.em.find(
    ApprovalPolicy,
    { $and: [{ status }, ...behind(args.after)] },
    { orderBy: { name: 'asc', id: 'asc' }, limit: pageSize(args.first) + 1 },
  )
  return toPage(rows, args, (row) => [row.name, row.id])
}
