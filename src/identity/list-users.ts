import type { FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { User } from './user.entity.ts'
import type { UsersArgs, UserSort, UserWhere } from './users.inputs.ts'

const sortedBy = { LAST_NAME: 'lastName', EMAIL: 'email', CREATED_AT: 'createdAt' } as const
type SortField = (typeof sortedBy)[UserSort]

function matching(search: string | null | undefined): Array<FilterQuery<User>> {
  const words = search?.trim().slice(0, 200).split(/\s+/) ?? []
  return words
    .filter((word) => word !== '')
    .map((word) => {
      const $ilike = `%${word.replace(/[\\%_]/g, String.raw`\$&`)}%`
      return { $or: [{ email: { $ilike } }, { firstName: { $ilike } }, { lastName: { $ilike } }] }
    })
}

function conditions(where: UserWhere | null | undefined): Array<FilterQuery<User>> {
  const { organizationId, status, role } = where ?? {}
  return [
    ...(organizationId ? [{ organizationId }] : []),
    ...(status ? [{ status: { $in: status } }] : []),
    ...(role ? [{ roles: { $overlap: role } }] : []),
  ]
}

function afterCursor(
  cursor: string | null | undefined,
  sort: { field: SortField; descending: boolean },
): Array<FilterQuery<User>> {
  if (!cursor) return []
  const [text, id] = decodeCursor(cursor, 2).map(String)
  const value = sort.field === 'createdAt' ? instantInCursor(text) : text
  const beyond = sort.descending ? '$lt' : '$gt'
  return [
    {
      $or: [
        { [sort.field]: { [beyond]: value } },
        { $and: [{ [sort.field]: value }, { id: { [beyond]: id } }] },
      ],
    },
  ]
}

/** The users that the caller may see: of its reseller, its customers, and those of the resellers below it. */
export async function listUsers(ctx: Ctx, args: UsersArgs): Promise<Page<User>> {
  allow(ctx, 'USER_READ')
  const limit = pageSize(args.first) + 1
  const field = sortedBy[args.orderBy?.field ?? 'LAST_NAME']
  const descending = args.orderBy?.direction === 'DESC'
  const direction = descending ? 'desc' : 'asc'
  const all = [
    ...matching(args.search),
    ...conditions(args.where),
    ...afterCursor(args.after, { field, descending }),
  ]
  const rows = await ctx.em.find(
    User,
    { $and: all },
    { orderBy: [{ [field]: direction }, { id: direction }], limit },
  )
  const sortValue = (row: User) => (field === 'createdAt' ? row.createdAt.toISOString() : row[field])
  return toPage(rows, args, (row) => [sortValue(row), row.id])
}
