import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../platform/page.ts'
import { TermsDocument } from './terms-document.entity.ts'

/** The terms that the caller's organization publishes or inherits, and those of the resellers below it, by title. */
export async function listTermsDocuments(ctx: Ctx, args: PageArgs): Promise<Page<TermsDocument>> {
  allow(ctx, 'TERMS_READ')
  const limit = pageSize(args.first) + 1
  const [title = '', id = ''] = args.after ? decodeCursor(args.after, 2).map(String) : []
  const beyond = args.after ? { $or: [{ title: { $gt: title } }, { title, id: { $gt: id } }] } : {}
  const rows = await ctx.em.find(TermsDocument, beyond, { orderBy: { title: 'asc', id: 'asc' }, limit })
  return toPage(rows, args, (row) => [row.title, row.id])
}
