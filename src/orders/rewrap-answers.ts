import type { Ctx } from '../access/ctx.ts'
import { keyIdIn, keyIdOf, rewrap } from '../platform/envelope.ts'
import type { SealedAnswers } from './provisioning-value.view.ts'

const atOnce = 200

interface Row {
  id: string
  secrets: SealedAnswers
}

// Answers of orders, of lines, and those that are kept; each as an object of sealed answers.
const places = [
  { table: 'orders', column: 'provisioning_secrets', read: 'provisioning_secrets', write: '?::jsonb' },
  { table: 'order_line', column: 'provisioning_secrets', read: 'provisioning_secrets', write: '?::jsonb' },
  {
    table: 'organization_answer',
    column: 'sealed',
    read: `jsonb_build_object(key, jsonb_build_object('sealed', sealed))`,
    write: `(SELECT s.value ->> 'sealed' FROM jsonb_each(?::jsonb) s)`,
  },
]

/**
 * Puts sensitive answers of the actor's seller under the current master key, at most so many; their values are neither
 * opened nor changed. Answers with how many rows were changed: call it until that is none.
 */
export async function rewrapAnswers(ctx: Ctx): Promise<number> {
  const current = keyIdOf(ctx.keys.encryption)
  let changed = 0
  for (const { table, column, read, write } of places) {
    const rows = await ctx.em.execute<Row[]>(
      `SELECT id, ${read} AS secrets FROM ${table}
       WHERE seller_id = ? AND ${column} IS NOT NULL AND ${column}::text <> '{}'
         AND EXISTS (SELECT FROM jsonb_each(${read}) s WHERE split_part(s.value ->> 'sealed', '~', 2) <> ?)
       ORDER BY id LIMIT ? FOR UPDATE`,
      [ctx.actor.sellerId, current, atOnce],
    )
    for (const { id, secrets } of rows) {
      const anew = Object.entries(secrets).map(([key, secret]) => {
        const sealed = keyIdIn(secret.sealed) === current ? secret.sealed : rewrap(secret.sealed, ctx.keys)
        return [key, { ...secret, sealed }]
      })
      await ctx.em.execute(`UPDATE ${table} SET ${column} = ${write} WHERE seller_id = ? AND id = ?`, [
        JSON.stringify(Object.fromEntries(anew)),
        ctx.actor.sellerId,
        id,
      ])
    }
    changed += rows.length
  }
  return changed
}
