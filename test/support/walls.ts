import type { TestApp } from './app.ts'

/** Which of the two walls stand. The product has no such switch: these act on a test's own database and mapper. */
export type Standing = 'both walls' | 'the filters alone' | 'row-level security alone' | 'no wall'

/** Takes walls away, or puts them back. */
export interface Walls {
  stand(standing: Standing): Promise<void>
}

/** The walls around one test's own product. */
export function wallsOf(app: TestApp): Walls {
  const entities = [...app.resources.orm.getMetadata().getAll().values()]
  const filters = new Map(entities.map((entity) => [entity, entity.filters]))
  return {
    async stand(standing) {
      const hasFilters = standing === 'both walls' || standing === 'the filters alone'
      const hasPolicies = standing === 'both walls' || standing === 'row-level security alone'
      for (const entity of entities) entity.filters = hasFilters ? (filters.get(entity) ?? {}) : {}
      const tables = await app.sql<{ name: string }>(
        "SELECT relname AS name FROM pg_class WHERE relnamespace = 'countersign'::regnamespace AND relkind = 'r'",
      )
      const verb = hasPolicies ? 'ENABLE' : 'DISABLE'
      for (const { name } of tables.filter((table) => !table.name.startsWith('mikro_orm')))
        await app.sql(`ALTER TABLE ${name} ${verb} ROW LEVEL SECURITY`)
    },
  }
}
