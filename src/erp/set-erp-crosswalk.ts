import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { fieldProblems, textWithin } from '../platform/field-checks.ts'
import { allowErp } from './allow-erp.ts'
import { erpConnectionSnapshot } from './erp-connection-snapshot.ts'
import type { ErpConnection } from './erp-connection.entity.ts'
import { erpCrosswalkSet } from './erp.events.ts'
import type { ErpCrosswalkSetInput } from './erp.inputs.ts'
import { findErpConnectionForUpdate } from './find-erp-connection-for-update.ts'

/** Most entries of one request. */
const mostEntries = 500

type Entry = ErpCrosswalkSetInput['entries'][number]

const nameOf = ({ kind, key }: Entry) => `${kind} ${key.trim()}`

function entryProblems(entries: readonly Entry[]): Problem[] {
  const seen = new Set<string>()
  return entries.flatMap((entry, at) => {
    const path = ['entries', String(at)]
    const isRepeated = seen.has(nameOf(entry))
    seen.add(nameOf(entry))
    return [
      ...fieldProblems(
        { key: [entry.key, textWithin(200)], externalKey: [entry.externalKey, textWithin(200)] },
        path,
      ),
      ...(isRepeated
        ? [{ code: 'ERP_KEY_REPEATED', message: 'Give each key of a kind once.', path: [...path, 'key'] }]
        : []),
    ]
  })
}

async function store(ctx: Ctx, { id, sellerId }: ErpConnection, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map(({ kind, key, externalKey }) => ({
    id: ctx.ids.next('epx'),
    kind,
    key: key.trim(),
    external_key: externalKey?.trim() ?? null,
  }))
  const given = `jsonb_to_recordset(?::jsonb) AS e (id text, kind text, key text, external_key text)`
  const said = JSON.stringify(rows)
  await ctx.em.execute(
    `DELETE FROM erp_crosswalk x USING ${given}
     WHERE e.external_key IS NULL AND x.seller_id = ? AND x.connection_id = ? AND x.kind = e.kind AND x.key = e.key`,
    [said, sellerId, id],
  )
  await ctx.em.execute(
    `INSERT INTO erp_crosswalk (id, seller_id, connection_id, kind, key, external_key, updated_at)
     SELECT e.id, ?, ?, e.kind, e.key, e.external_key, ?::timestamptz FROM ${given} WHERE e.external_key IS NOT NULL
     ON CONFLICT (seller_id, connection_id, kind, key)
     DO UPDATE SET external_key = excluded.external_key, updated_at = excluded.updated_at`,
    [sellerId, id, ctx.clock.now(), said],
  )
}

/**
 * Says what an ERP calls things of ours, many at once, all or none; a null `externalKey` forgets one. Pushes that were
 * refused for want of it are not tried by themselves. Two statements, however many. Refuses ERP_ENTRIES_COUNT, and by
 * entry TEXT_* and ERP_KEY_REPEATED.
 */
export async function setErpCrosswalk(ctx: Ctx, input: ErpCrosswalkSetInput): Promise<ErpConnection> {
  allowErp(ctx, 'WEBHOOK_WRITE')
  const { entries } = input
  const connection = await findErpConnectionForUpdate(ctx, input.connectionId)
  if (entries.length === 0 || entries.length > mostEntries)
    throw refuse('ERP_ENTRIES_COUNT', `Set 1 to ${mostEntries} names at once.`, ['entries'])
  refuseAll(entryProblems(entries))
  await store(ctx, connection, entries)
  const { id, sellerId, version } = connection
  record(ctx, erpCrosswalkSet, {
    subject: { id, sellerId, organizationId: null, version },
    data: {
      erpConnection: erpConnectionSnapshot(connection),
      entries: entries.map(({ kind, key, externalKey }) => ({
        kind,
        key: key.trim(),
        externalKey: externalKey?.trim() ?? null,
      })),
    },
  })
  return connection
}
