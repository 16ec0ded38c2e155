import type { FilterQuery, QueryOrderMap } from '@mikro-orm/core'
import DataLoader from 'dataloader'
import { loaderOf, type Unit } from './load.ts'

/** Which rows belong to a parent, and in which order. Declare it once as a constant: it names the batch. */
export interface ListOf<T extends object> {
  entity: new (...args: never[]) => T
  /** The property that holds the parent's id. */
  by: keyof T & string
  orderBy: Partial<Record<keyof T & string, 'asc' | 'desc'>>
  /** Properties that must be null; absent: all rows. */
  whereNull?: ReadonlyArray<keyof T & string>
}

/** Loads the rows of one parent, in order; all loads of one tick become one query. */
export async function loadList<T extends object>(
  unit: Unit,
  list: ListOf<T>,
  parentId: string,
): Promise<T[]> {
  const loader = loaderOf<string, T[]>(
    unit,
    list,
    (em) =>
      new DataLoader(async (ids) => {
        // The declaration names a property of T, which its type cannot carry into the mapper's query types.
        const isNull = Object.fromEntries((list.whereNull ?? []).map((name) => [name, null]))
        const where = { ...isNull, [list.by]: { $in: [...ids] } } as FilterQuery<NoInfer<T>>
        // oxlint-disable-next-line typescript/no-generated-empty-object-type -- T is known only where it is called
        const orderBy = { ...list.orderBy } as QueryOrderMap<NoInfer<T>>
        const rows = await em.find<T>(list.entity, where, { orderBy })
        const byParent = Map.groupBy(rows, (row) => row[list.by] as string)
        return ids.map((id) => byParent.get(id) ?? [])
      }),
  )
  return loader.load(parentId)
}
