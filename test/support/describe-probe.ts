import type { GraphQLSchema } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSchema } from '../../src/api/schema.ts'
import type { Json } from './api-client.ts'
import { startApp, type TestApp } from './app.ts'
import { tenantTables } from './owner-secrets.ts'
import { buildProbeWorld, type ProbeWorld } from './probe-world.ts'
import { runProbe } from './run-probe.ts'
import { wallsOf, type Standing, type Walls } from './walls.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

/** Which walls stand, and who tries; absent: everybody. */
export interface ProbeCase {
  standing: Standing
  actors?: readonly string[]
}

/** The columns that an insert may name. */
async function columnsOf(app: TestApp, table: string): Promise<string> {
  const [row] = await app.sql<{ list: string }>(
    `SELECT string_agg(attname, ', ') AS list FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  )
  return row?.list ?? ''
}

/** What the runtime role gets of a statement: how many rows, or the code of the refusal. */
async function outcome(client: pg.Client, text: string, values: Json[]): Promise<number | string> {
  await client.query('SAVEPOINT before')
  try {
    return (await client.query(text, values)).rowCount ?? 0
  } catch (error) {
    return String((error as { code?: string }).code)
  } finally {
    await client.query('ROLLBACK TO before')
  }
}

const insufficientPrivilege = '42501'

/**
 * The probe: every field of the API in the hands of others than its owner, behind these walls. One world for all cases:
 * what one run leaves behind is the owner's, and the next run's to hide. Files that share the work share the controls.
 */
export function describeProbe(
  cases: readonly ProbeCase[],
  { withControls }: { withControls: boolean },
): void {
  describe('every field of the API, in the hands of others than its owner', () => {
    let app: TestApp
    let schema: GraphQLSchema
    let receiver: WebhookReceiver
    let world: ProbeWorld
    let walls: Walls
    beforeAll(async () => {
      app = await startApp()
      schema = await createSchema()
      receiver = await startReceiver((response) => void response.writeHead(200).end('thanks, canary'))
      world = await buildProbeWorld(app, receiver)
      walls = wallsOf(app)
    }, 240_000)
    afterAll(async () => {
      await receiver.close()
      await app.close()
    })

    it.each(cases)(
      'shows and changes nothing behind $standing',
      async ({ standing, actors: wanted }) => {
        await walls.stand(standing)
        const report = await runProbe(schema, world, {
          mayFail: standing === 'row-level security alone',
          ...(wanted ? { actors: wanted } : {}),
        })
        const { fields, actors, probes, calls, leaks, unanswered, broken } = report
        process.stdout.write(
          `${standing}: ${fields} fields x ${actors} actors = ${probes} probes in ${calls} calls, ${leaks.length} leaks\n`,
        )
        for (const line of [...broken, ...unanswered, ...leaks]) process.stdout.write(`  ${line}\n`)
        expect({ broken, unanswered, leaks }).toEqual({ broken: [], unanswered: [], leaks: [] })
        expect(probes).toBeGreaterThan(fields)
      },
      600_000,
    )

    if (!withControls) return

    it('row-level security alone keeps every row of every table from being read and written', async () => {
      await walls.stand('both walls')
      const [stranger] = await app.sql<{ id: string }>(
        "SELECT seller_id AS id FROM app_user WHERE email = 'admin@harbor.example'",
      )
      const client = new pg.Client({ connectionString: app.database.url })
      await client.connect()
      await client.query('BEGIN')
      await client.query("SELECT set_config('app.sellers', $1, true), set_config('app.writable', $1, true)", [
        stranger?.id,
      ])
      const tried: string[] = []
      for (const table of await tenantTables(app)) {
        const [row] = await app.sql<{ row: Json }>(
          `SELECT to_jsonb(t) AS row FROM ${table} t WHERE seller_id = $1 LIMIT 1`,
          [world.sellerId],
        )
        if (!row) continue
        const told = [
          await outcome(client, `SELECT FROM ${table} WHERE seller_id = $1`, [world.sellerId]),
          await outcome(client, `UPDATE ${table} SET seller_id = seller_id WHERE seller_id = $1`, [
            world.sellerId,
          ]),
          await outcome(client, `DELETE FROM ${table} WHERE seller_id = $1`, [world.sellerId]),
        ]
        expect([table, told.filter((one) => one !== 0 && one !== insufficientPrivilege)]).toEqual([table, []])
        const columns = await columnsOf(app, table)
        const copy = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::${table}, $1)`
        expect([table, await outcome(client, copy, [row.row])]).toEqual([table, insufficientPrivilege])
        tried.push(table)
      }
      await client.end()
      process.stdout.write(`${tried.length} tables read and written by nobody but their tenant\n`)
      expect(tried.length).toBeGreaterThanOrEqual(24)
    })

    it('control: with neither wall the probe sees and is told what it must not', async () => {
      await walls.stand('no wall')
      const only = [
        'order',
        'orders',
        'webhookEndpoints',
        'orderStatusChanged',
        'orderCancel',
        'webhookEndpointDelete',
      ]
      const { leaks, unanswered } = await runProbe(schema, world, {
        mayFail: true,
        only,
        actors: ['another reseller'],
      })
      expect(only.filter((field) => !leaks.some((leak) => leak.includes(`: ${field}`)))).toEqual([])
      // And a field that nobody calls is named.
      expect(unanswered).toEqual(expect.arrayContaining(['Mutation.orderClone', 'Query.vendors']))
    }, 120_000)
  })
}
