import type { FilterQuery } from '@mikro-orm/core'
import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { allowJobs } from './allow-jobs.ts'
import { DeadLetter } from './dead-letter.entity.ts'
import type { JobDeadLettersArgs } from './dead-letters.inputs.ts'

interface Place {
  lastFailedAt: Date
  id: string
}

function placeIn(cursor: string | null | undefined): Place | null {
  if (!cursor) return null
  const [instant, id = ''] = decodeCursor(cursor, 2).map(String)
  return { lastFailedAt: instantInCursor(instant), id }
}

/** Of every seller: the rows come through the gate, for who runs the platform reads no reseller's tables. */
async function ofAll(ctx: Ctx, args: JobDeadLettersArgs, place: Place | null): Promise<DeadLetter[]> {
  const { sellerId, queue, subjectId } = args.where ?? {}
  const rows = await ctx.em.execute<object[]>('SELECT * FROM gate.dead_letters(?, ?, ?, ?, ?, ?)', [
    sellerId ?? null,
    queue ?? null,
    subjectId ?? null,
    place?.lastFailedAt ?? null,
    place?.id ?? null,
    args.first + 1,
  ])
  return rows.map((row) => ctx.em.map(DeadLetter, row))
}

function ofOwn(ctx: Ctx, args: JobDeadLettersArgs, place: Place | null): Promise<DeadLetter[]> {
  const given = Object.entries(args.where ?? {}).filter(([, value]) => typeof value === 'string')
  const behind: Array<FilterQuery<DeadLetter>> = place
    ? [
        {
          $or: [
            { lastFailedAt: { $lt: place.lastFailedAt } },
            { lastFailedAt: place.lastFailedAt, id: { $lt: place.id } },
          ],
        },
      ]
    : []
  return ctx.em.find(
    DeadLetter,
    { $and: [{ status: 'DEAD' }, Object.fromEntries(given), ...behind] },
    { orderBy: { lastFailedAt: 'desc', id: 'desc' }, limit: args.first + 1 },
  )
}

/** Jobs that were given up and not retried since, the latest failure first. */
export async function listDeadLetters(ctx: Ctx, args: JobDeadLettersArgs): Promise<Page<DeadLetter>> {
  allowJobs(ctx, 'JOB_READ')
  pageSize(args.first)
  const place = placeIn(args.after)
  const rows = may(ctx.actor, 'OPERATIONS_READ')
    ? await ofAll(ctx, args, place)
    : await ofOwn(ctx, args, place)
  return toPage(rows, args, (row) => [row.lastFailedAt?.toISOString() ?? '', row.id])
}
