import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Migration, Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { projectRoot } from './project-root.ts'
import { migrateQueues } from './queues.ts'

const folder = path.join(projectRoot, 'schema', 'migrations')

/** The migrations are plain SQL, so that policies and composite keys are read and reviewed as what they are. */
function migrationsInFolder() {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .toSorted()
    .map((file) => ({
      name: path.basename(file, '.sql'),
      class: class extends Migration {
        override up(): void {
          this.addSql(readFileSync(path.join(folder, file), 'utf8'))
        }
      },
    }))
}

/** Brings the schema up to date as the owner; processes that start together wait for one another. */
export async function migrate(ownerUrl: string): Promise<void> {
  const guard = new pg.Client({ connectionString: ownerUrl })
  guard.on('error', () => undefined)
  await guard.connect()
  try {
    await guard.query("SELECT pg_advisory_lock(hashtext('countersign.migrate'))")
    await migrateQueues(guard)
    const orm = await MikroORM.init({
      clientUrl: ownerUrl,
      schema: 'countersign',
      entities: [],
      discovery: { warnWhenNoEntities: false },
      extensions: [Migrator],
      logger: () => undefined,
      migrations: {
        migrationsList: migrationsInFolder(),
        snapshot: false,
        transactional: true,
        allOrNothing: false,
      },
      pool: { min: 0, max: 2 },
    })
    try {
      await orm.migrator.up()
    } finally {
      await orm.close(true)
    }
  } finally {
    await guard.end()
  }
}
