import { raw, type FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import type { ExternalReferenceInput } from './named-texts.inputs.ts'
import { Organization } from './organization.entity.ts'
import type { OrganizationWhere } from './organization.inputs.ts'
import type { OrganizationsArgs } from './organizations.inputs.ts'

function matching(search: string | null | undefined): Array<FilterQuery<Organization>> {
  const words = search?.trim().slice(0, 200)
  if (!words) return []
  const literal = words.replace(/[\\%_]/g, String.raw`\$&`)
  return [
    {
      $or: [
        { name: { $ilike: `%${literal}%` } },
        { primaryDomain: { $ilike: `${literal}%` } },
        { externalReference: { $ilike: `${literal}%` } },
      ],
    },
  ]
}

/** By containment, which the index over the references serves. */
function withReference({ system, reference }: ExternalReferenceInput): FilterQuery<Organization> {
  const wanted = JSON.stringify({ [system]: reference })
  return { [raw((alias) => `${alias}.external_references @> ?::jsonb`, [wanted])]: true }
}

function conditions(where: OrganizationWhere | null | undefined): Array<FilterQuery<Organization>> {
  const { kind, status, country, externalReference, hasReference } = where ?? {}
  return [
    ...(kind ? [{ kind }] : []),
    ...(status ? [{ status }] : []),
    ...(country ? [{ country }] : []),
    ...(externalReference ? [{ externalReference }] : []),
    ...(hasReference ? [withReference(hasReference)] : []),
  ]
}

function afterCursor(
  cursor: string | null | undefined,
  sort: { field: 'name' | 'createdAt'; descending: boolean },
): Array<FilterQuery<Organization>> {
  if (!cursor) return []
  const [text, id] = decodeCursor(cursor, 2).map(String)
  const value = sort.field === 'name' ? text : instantInCursor(text)
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

/** The organizations that the caller may see: its own, its customers, and those of the resellers below it. */
export async function listOrganizations(ctx: Ctx, args: OrganizationsArgs): Promise<Page<Organization>> {
  allow(ctx, 'ORGANIZATION_READ')
  const limit = pageSize(args.first) + 1
  const field = args.orderBy?.field === 'CREATED_AT' ? 'createdAt' : 'name'
  const descending = args.orderBy?.direction === 'DESC'
  const direction = descending ? 'desc' : 'asc'
  const all = [
    ...matching(args.search),
    ...conditions(args.where),
    ...afterCursor(args.after, { field, descending }),
  ]
  const rows = await ctx.em.find(
    Organization,
    { $and: all },
    { orderBy: [{ [field]: direction }, { id: direction }], limit },
  )
  return toPage(rows, args, (row) => [field === 'name' ? row.name : row.createdAt.toISOString(), row.id])
}
