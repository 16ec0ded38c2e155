import DataLoader from 'dataloader'
import type { EntityManager } from './database.ts'

/** Which rows belong to which parent: `{ of: 'organizationId', orderBy: ['name', 'id'] }`. */
export interface Belonging {
  /** The property that holds the parent's id. */
  of: string
  /** Properties that order the children of one parent, ascending. */
  orderBy: readonly string[]
}

type EntityClass<T> = new (...args: never[]) => T
type ChildLoader = DataLoader<string, object[]>

const loaders = new WeakMap<EntityManager, Map<string, ChildLoader>>()

/**
 * Loads the rows that belong to a parent; all loads of one tick become one query, so that a list of parents costs one
 * query and not one per row. The walls of the unit of work hold, and the batch lives as long as it.
 */
export async function loadChildren<T extends object>(
  em: EntityManager,
  entity: EntityClass<T>,
  { of, orderBy, id }: Belonging & { id: string },
): Promise<T[]> {
  const ofUnit = loaders.get(em) ?? new Map<string, ChildLoader>()
  loaders.set(em, ofUnit)
  const key = [entity.name, of, ...orderBy].join(' ')
  const loader =
    ofUnit.get(key) ??
    new DataLoader<string, object[]>(
      async (ids) => {
        const sort = Object.fromEntries(orderBy.map((property) => [property, 'asc']))
        const rows = await em.find<object>(entity, { [of]: { $in: [...ids] } }, { orderBy: sort })
        const byParent = Map.groupBy(rows, (row) => (row as Record<string, unknown>)[of])
        return ids.map((parent) => byParent.get(parent) ?? [])
      },
      // Rows may be written between two loads of one unit of work; a batch must not remember.
      { cache: false },
    )
  ofUnit.set(key, loader)
  // The loader under this key was made for this very class, so its rows are of that class.
  return (await loader.load(id)) as T[]
}
