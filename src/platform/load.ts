import type { FilterQuery } from '@mikro-orm/core'
import DataLoader from 'dataloader'
import type { EntityManager } from './database.ts'

interface Identified {
  id: string
}

type EntityClass<T> = new (...args: never[]) => T

/** A unit of work, or the context that holds one. */
type Unit = EntityManager | { em: EntityManager }

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
        const rows = await em.find<Identified>(entity, { id: { $in: [...ids] } })
        const byId = new Map(rows.map((row) => [row.id, row]))
        return ids.map((key) => byId.get(key) ?? null)
      }),
  )
  // The loader under this key was made for this very class, so its rows are of that class.
  return (await loader.load(id)) as T | null
}

const groupKeys = new WeakMap<object, Map<string, object>>()

function groupKey(entity: object, field: string): object {
  const ofEntity = groupKeys.get(entity) ?? new Map<string, object>()
  groupKeys.set(entity, ofEntity)
  const key = ofEntity.get(field) ?? { field }
  ofEntity.set(field, key)
  return key
}

/**
 * Loads all entities that refer to one id, sorted by their own id, for example the offers of a product:
 * `loadGroup(ctx, Offer, { productId })`. All loads of one tick become one query.
 */
export async function loadGroup<T extends Identified>(
  unit: Unit,
  entity: EntityClass<T>,
  reference: Partial<Record<keyof T & string, string>>,
): Promise<T[]> {
  const [entry] = Object.entries<string | undefined>(reference)
  if (!entry?.[1]) throw new TypeError('loadGroup needs one field and its value, such as { productId }.')
  const [field, id] = [entry[0] as keyof T & string, entry[1]]
  const loader = loaderOf<string, T[]>(
    unit,
    groupKey(entity, field),
    (em) =>
      new DataLoader(async (ids) => {
        const rows = await em.find<T>(entity, { [field]: { $in: [...ids] } } as FilterQuery<T>)
        const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
        const groups = Map.groupBy(sorted, (row) => row[field] as string)
        return ids.map((key) => groups.get(key) ?? [])
      }),
  )
  return loader.load(id)
}
