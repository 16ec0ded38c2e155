import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { bringWitnesses, checkSite } from './kit/check-site.ts'
import { Journal } from './kit/journal.ts'
import { placeOrders } from './kit/load.ts'
import { seededRandom } from './kit/nemesis.ts'
import { plants, unnoticedPlants } from './kit/planted-faults.ts'
import { openShops } from './kit/shop.ts'
import { untilQuiet } from './kit/until-quiet.ts'
import { openWebhookSink, type WebhookSink } from './kit/webhook-sink.ts'

describe('the checker of the fault kit', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-checker-'))
  let app: TestApp
  let sink: WebhookSink
  let client: pg.Client
  beforeAll(async () => {
    app = await startApp()
    const shops = await openShops(app.url)
    sink = await openWebhookSink(app.url, shops)
    const journal = new Journal(path.join(dir, 'journal.jsonl'))
    const random = seededRandom(7)
    const load = { urls: () => [app.url], shops, journal, random, name: 'checked' }
    const result = await placeOrders({ ...load, orders: 9, atOnce: 3, stages: 0.3, approve: 0.5 })
    expect(result).toMatchObject({ acknowledged: 9, refused: [] })
    expect(result.approved).toBeGreaterThanOrEqual(1)
    await untilQuiet(app, 60_000)
    client = new pg.Client({
      connectionString: app.database.superuserUrl,
      options: '-c search_path=countersign',
    })
    await client.connect()
    await bringWitnesses(client, journal, sink.received())
  }, 180_000)
  afterAll(async () => {
    await client?.end()
    await sink?.close()
    await app.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('finds nothing wrong with orders that nothing happened to, and has looked at each kind of row', async () => {
    const { violations, examined } = await checkSite(client)
    expect(violations).toEqual([])
    expect(examined).toMatchObject({ I1: 9, I2: 9, I4: 3, I4b: 9, I9: 9, I11: 9, I7b: 18 })
    for (const id of ['I1b', 'I2b', 'I3', 'I5b', 'I6', 'I7', 'I7c', 'I8', 'I8b', 'I8c', 'I9b', 'I10'])
      expect(examined[id], id).toBeGreaterThan(0)
  })

  it('names every damage that a lost, doubled, stuck or leaked row would be', async () => {
    expect(await unnoticedPlants(client)).toEqual([])
    expect(plants.length).toBe(18)
    expect((await checkSite(client)).violations).toEqual([])
  })

  it('takes a run in which there was nothing to look at for broken', async () => {
    await client.query('BEGIN; TRUNCATE fault.ack')
    const { violations } = await checkSite(client)
    await client.query('ROLLBACK')
    expect(violations).toEqual(['I1: there was nothing to look at'])
  })
})
