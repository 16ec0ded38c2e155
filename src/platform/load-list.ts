import type { Dictionary } from '@mikro-orm/core'
import DataLoader from 'dataloader'
import type { EntityManager } from './database.ts'

/** Which rows belong to a parent, and in which order. Declare it once as a constant: it names the batch. */
export interface ListOf<T extends object> {
  entity: new (...args: never[]) => T
  /** The property that holds the parent's id. */
  by: keyof T & string
  orderBy: Partial<Record<keyof T & string, 'asc' | 'desc'>>
}

type Loader = DataLoader<string, object[]>

const loaders = new WeakMap<EntityManager, Map<object, Loader>>()

/**
 * Loads the rows of one parent, in order; all loads of one tick become one query.
 * The batch lives as long as the unit of work, so it can never serve another caller.
 */
export async function loadList<T extends object>(
  em: EntityManager,
  list: ListOf<T>,
  parentId: string,
): Promise<T[]> {
  const ofUnit = loaders.get(em) ?? new Map<object, Loader>()
  loaders.set(em, ofUnit)
  let loader = ofUnit.get(list)
  if (!loader) {
    loader = new DataLoader<string, object[]>(async (ids) => {
      const where: Dictionary = { [list.by]: { $in: [...ids] } }
      const entity = list.entity as new (...args: never[]) => Dictionary
      const rows = (await em.find<Dictionary>(entity, where, { orderBy: { ...list.orderBy } })) as T[]
      const byParent = Map.groupBy(rows, (row) => row[list.by] as string)
      return ids.map((id): object[] => byParent.get(id) ?? [])
    })
    ofUnit.set(list, loader)
  }
  // The loader under this declaration was made for its entity, so its rows are of that class.
  return (await loader.load(parentId)) as T[]
}
