import { setTimeout as sleep } from 'node:timers/promises'
import type { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities } from '../../src/entities.ts'
import { databaseFault } from '../../src/platform/database-fault.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

const size = 4

describe('a pool whose connections are killed in the middle of transactions', () => {
  let database: TestDatabase
  let orm: MikroORM
  let superuser: pg.Client
  beforeAll(async () => {
    database = await cloneDatabase()
    orm = await openDatabase({ url: database.url, pool: size, entities })
    superuser = new pg.Client({ connectionString: database.superuserUrl })
    await superuser.connect()
  })
  afterAll(async () => {
    await orm.close(true)
    await superuser.end()
    await database.drop()
  })

  const dieInTransaction = () =>
    orm.em
      .fork()
      .transactional(async (em) => {
        const [own] = await em.execute<Array<{ pid: number }>>('SELECT pg_backend_pid() AS pid')
        await superuser.query('SELECT pg_terminate_backend($1)', [own?.pid])
        await em.execute('SELECT 1')
      })
      .then(
        () => 'committed',
        (error: unknown) => databaseFault(error),
      )

  it('still serves after more deaths than it has places, and each death is a fault that passes', async () => {
    const deaths: unknown[] = []
    for (let round = 0; round < 3; round++) {
      deaths.push(...(await Promise.all(Array.from({ length: size }, dieInTransaction))))
      await sleep(1_200)
    }
    expect(deaths).toEqual(Array.from({ length: 3 * size }, () => 'UNAVAILABLE'))
    expect(await orm.em.fork().execute('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})
