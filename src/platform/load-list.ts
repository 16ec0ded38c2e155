import type { FilterQuery, QueryOrderMap } from '@mikro-orm/core'
import DataLoader from 'dataloader'
import type { EntityManager } from './database.ts'

/** Which rows belong to a parent, and in which order. Declare it once as a constant: it names the batch. */
export interface ListOf<T> {
  entity: new (...args: never[]) => T
  /** The property that holds the parent's id. */
  by: keyof T & string
  orderBy: QueryOrderMap<T>
}

const loaders = new WeakMap<EntityManager, Map<unknown, DataLoader<string, unknown[]>>>()

/**
 * Loads the rows of one parent, in order; all loads of one tick become one query.
 * The batch lives as long as the unit of work, so it can never serve another caller.
 */
export async function loadList<T extends object>(
  em: EntityManager,
  list: ListOf<T>,
  parentId: string,
): Promise<T[]> {
  const ofUnit = loaders.get(em) ?? new Map<unknown, DataLoader<string, unknown[]>>()
  loaders.set(em, ofUnit)
  let loader = ofUnit.get(list)
  if (!loader) {
    loader = new DataLoader<string, unknown[]>(async (ids) => {
      const where = { [list.by]: { $in: [...ids] } } as FilterQuery<T>
      const rows = await em.find(list.entity, where, { orderBy: list.orderBy })
      const byParent = Map.groupBy(rows, (row) => (row as T)[list.by] as string)
      return ids.map((id) => byParent.get(id) ?? [])
    })
    ofUnit.set(list, loader)
  }
  // The loader under this declaration was made for its entity, so its rows are of that class.
  return (await loader.load(parentId)) as T[]
}
