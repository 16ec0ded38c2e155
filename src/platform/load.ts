import { wrap } from '@mikro-orm/core'
import DataLoader from 'dataloader'
import type { EntityManager } from './database.ts'

interface Identified {
  id: string
}

type EntityClass<T> = new (...args: never[]) => T

/** A unit of work, or the context that holds one. */
export type Unit = EntityManager | { em: EntityManager }

const loaders = new WeakMap<EntityManager, Map<unknown, unknown>>()

const emOf = (unit: Unit): EntityManager => ('em' in unit ? unit.em : unit)

/**
 * The batch loader that is known under `key` in this unit of work; made by `make` at first use.
 * It lives as long as the unit of work, so it can never serve another caller.
 */
export function loaderOf<K, V>(
  unit: Unit,
  key: unknown,
  make: (em: EntityManager) => DataLoader<K, V>,
): DataLoader<K, V> {
  const em = emOf(unit)
  const ofUnit = loaders.get(em) ?? new Map<unknown, unknown>()
  loaders.set(em, ofUnit)
  const loader = ofUnit.get(key) ?? make(em)
  ofUnit.set(key, loader)
  // Every key has one maker, so what lies under it is what that maker made.
  return loader as DataLoader<K, V>
}

/** What this unit of work has read already, as the same caller and behind the same walls. */
function known<T extends Identified>(em: EntityManager, entity: EntityClass<T>, id: string): Identified[] {
  const found = em.getUnitOfWork().getById<Identified>(entity, id)
  return found && wrap(found).isInitialized() ? [found] : []
}

/** Loads one entity by id; all loads of one tick become one query. `null` when it is missing or out of sight. */
export async function load<T extends Identified>(
  unit: Unit,
  entity: EntityClass<T>,
  id: string | null | undefined,
): Promise<T | null> {
  if (!id) return null
  const loader = loaderOf<string, Identified | null>(
    unit,
    entity,
    (em) =>
      new DataLoader(async (ids) => {
        const byId = new Map(ids.flatMap((key) => known(em, entity, key)).map((row) => [row.id, row]))
        const missing = ids.filter((key) => !byId.has(key))
        const rows = missing.length > 0 ? await em.find<Identified>(entity, { id: { $in: missing } }) : []
        for (const row of rows) byId.set(row.id, row)
        return ids.map((key) => byId.get(key) ?? null)
      }),
  )
  // The loader under this key was made for this very class, so its rows are of that class.
  return (await loader.load(id)) as T | null
}
