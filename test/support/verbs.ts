import type { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { anonymous, permissionsOfRoles, type Actor } from '../../src/access/actor.ts'
import type { Ctx, Keys } from '../../src/access/ctx.ts'
import { forkFor } from '../../src/access/fork-for.ts'
import type { Role } from '../../src/access/roles.ts'
import { entities } from '../../src/entities.ts'
import { systemClock, type Clock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { readOnly, transact } from '../../src/platform/transact.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'

/** Verbs over a database of the test file's own, without API and workers. */
export interface VerbHarness {
  orm: MikroORM
  database: TestDatabase
  /** Runs a verb as a door would: in one transaction, as this actor. */
  run<T>(actor: Actor, verb: (ctx: Ctx) => Promise<T>): Promise<T>
  /** Reads as this actor, in one read-only transaction. */
  read<T>(actor: Actor, question: (ctx: Ctx) => Promise<T>): Promise<T>
  /** Asks PostgreSQL as superuser: every tenant's rows. */
  sql<T extends object>(text: string, values?: unknown[]): Promise<T[]>
  keys: Keys
  /** Statements that the mapper sent so far. */
  statements: string[]
  close(): Promise<void>
}

/** An actor of a reseller, or of one of its customers. */
export function actorOf(
  sellerId: string,
  roles: Role[],
  more: Partial<Actor> & { id: string } = { id: 'usr_test' },
): Actor {
  return {
    ...anonymous,
    kind: 'USER',
    name: 'Tess Tester',
    email: 'tess@test.example',
    sellerId,
    organizationId: sellerId,
    roles,
    permissions: permissionsOfRoles(roles),
    readableSellers: [sellerId],
    writableSellers: [sellerId],
    decidableSellers: [sellerId],
    ...more,
  }
}

export async function openVerbs(options: { clock?: Clock } = {}): Promise<VerbHarness> {
  const database = await cloneDatabase()
  const statements: string[] = []
  const orm = await openDatabase({
    url: database.url,
    pool: 12,
    entities,
    onStatement: (sql) => statements.push(sql),
  })
  const superuser = new pg.Pool({
    connectionString: database.superuserUrl,
    max: 2,
    options: '-c search_path=countersign',
  })
  superuser.on('error', () => undefined)
  const clock = options.clock ?? systemClock
  const ids = systemIds(clock)
  const keys = { encryption: Buffer.alloc(32, 1), signing: Buffer.alloc(32, 2) }
  const ctxOf = (actor: Actor): Ctx => ({
    em: forkFor(orm.em, actor),
    actor,
    clock,
    ids,
    log: createLogger('silent'),
    keys,
    correlationId: ids.next('req'),
    request: { ip: '127.0.0.1', userAgent: 'test' },
    loopbackWebhooks: true,
    recorded: [],
    eventsCommitted: () => undefined,
  })
  return {
    orm,
    database,
    statements,
    keys,
    run: (actor, verb) => transact(ctxOf(actor), verb),
    read: (actor, question) => readOnly(ctxOf(actor), question),
    async sql(text, values = []) {
      return (await superuser.query(text, values)).rows
    },
    async close() {
      await orm.close(true)
      await superuser.end()
      await database.drop()
    },
  }
}
