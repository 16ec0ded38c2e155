import DataLoader from 'dataloader'
import type { EntityManager } from './database.ts'

interface Identified {
  id: string
}

type EntityClass<T> = new (...args: never[]) => T

const loaders = new WeakMap<EntityManager, Map<unknown, DataLoader<string, Identified | null>>>()

/**
 * Loads one entity by id; all loads of one tick become one query. `null` when it is missing or out of sight.
 * The batch lives as long as the unit of work, so it can never serve another caller.
 */
export async function load<T extends Identified>(
  em: EntityManager,
  entity: EntityClass<T>,
  id: string | null | undefined,
): Promise<T | null> {
  if (!id) return null
  const ofUnit = loaders.get(em) ?? new Map<unknown, DataLoader<string, Identified | null>>()
  loaders.set(em, ofUnit)
  let loader = ofUnit.get(entity)
  if (!loader) {
    loader = new DataLoader<string, Identified | null>(async (ids) => {
      const rows = await em.find<Identified>(entity, { id: { $in: [...ids] } })
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.map((key) => byId.get(key) ?? null)
    })
    ofUnit.set(entity, loader)
  }
  // The loader under this key was made for this very class, so its rows are of that class.
  return (await loader.load(id)) as T | null
}
