import type { ApprovalConditionInput, ApprovalConditionOperator } from '../generated/operations.ts'
import { newKey } from '../new-key.ts'

/** A look at one fact, as it is edited. */
export interface Comparison {
  id: string
  kind: 'fact'
  fact: string
  operator: ApprovalConditionOperator
  values: readonly string[]
  currency: string
}

/** Conditions of which all, any or none must hold. */
export interface Branch {
  id: string
  kind: 'all' | 'any' | 'not'
  parts: readonly ConditionPart[]
}

/** One place of the tree. */
export type ConditionPart = Comparison | Branch

/** A condition as the API tells it, as deep as the portal asks. */
export interface ToldCondition {
  fact?: string | null
  operator?: ApprovalConditionOperator | null
  values?: readonly string[] | null
  currency?: string | null
  all?: readonly ToldCondition[] | null
  any?: readonly ToldCondition[] | null
  not?: ToldCondition | null
}

/** Groups and comparisons, from the outermost group: as deep as the query `PolicyById` reads. */
const deepestGroup = 3

/** A group of its own, empty unless parts are given. */
export const newBranch = (kind: Branch['kind'], parts: readonly ConditionPart[] = []): Branch => ({
  id: newKey(),
  kind,
  parts,
})

function partOf({ fact, operator, values, currency, all, any, not }: ToldCondition): ConditionPart {
  if (all) return newBranch('all', all.map(partOf))
  if (any) return newBranch('any', any.map(partOf))
  if (not) return newBranch('not', not.any ? not.any.map(partOf) : [partOf(not)])
  return {
    id: newKey(),
    kind: 'fact',
    fact: fact ?? '',
    operator: operator ?? 'EQUAL',
    values: values ?? [],
    currency: currency ?? '',
  }
}

/** The tree of a condition; what stands alone is put into a group, to which more can be added. */
export function treeOf(told: ToldCondition | null): Branch {
  const part = told ? partOf(told) : newBranch('all')
  return part.kind === 'fact' ? newBranch('all', [part]) : part
}

/** False when the condition goes deeper than was read: it must not be saved from here. */
export function isWhole({ fact, all, any, not }: ToldCondition): boolean {
  const inner = all ?? any
  if (inner) return inner.every(isWhole)
  return not ? isWhole(not) : typeof fact === 'string'
}

/** The condition as the API takes it. */
export function inputOf(part: ConditionPart): ApprovalConditionInput {
  switch (part.kind) {
    case 'fact': {
      const { fact, operator, values, currency } = part
      return { fact, operator, values: [...values], currency: currency || null }
    }
    case 'not': {
      const [only, ...others] = part.parts.map(inputOf)
      return only && others.length === 0 ? { not: only } : { not: { any: only ? [only, ...others] : [] } }
    }
    case 'all':
      return { all: part.parts.map(inputOf) }
    case 'any':
      return { any: part.parts.map(inputOf) }
  }
}

function fits({ all, any, not, fact }: ApprovalConditionInput, level: number): boolean {
  if (fact) return true
  const inner = all ?? any
  if (level > deepestGroup) return !inner && not?.fact !== undefined
  return inner ? inner.every((one) => fits(one, level + 1)) : not ? fits(not, level + 1) : true
}

/** True while the portal can read again what it would save. */
export const isReadable = (root: Branch): boolean => fits(inputOf(root), 1)

/** Where each part of a tree stands in what is sent. */
export function placesOf(part: ConditionPart, path: readonly string[]): Map<string, string> {
  const places = new Map([[part.id, path.join('.')]])
  if (part.kind === 'fact') return places
  const isSingle = part.kind === 'not' && part.parts.length === 1
  const inner = part.kind === 'not' ? ['not', 'any'] : [part.kind]
  part.parts.forEach((one, at) => {
    const place = isSingle ? [...path, 'not'] : [...path, ...inner, String(at)]
    for (const [id, there] of placesOf(one, place)) places.set(id, there)
  })
  return places
}

/** The tree with one part changed; null takes it out. */
export function withPart(root: Branch, id: string, next: ConditionPart | null): Branch {
  if (root.id === id) return next && next.kind !== 'fact' ? next : root
  const parts = root.parts.flatMap((part): ConditionPart[] => {
    if (part.id === id) return next ? [next] : []
    return part.kind === 'fact' ? [part] : [withPart(part, id, next)]
  })
  return { ...root, parts }
}

/** The group that holds a part; null for the outermost, and for what is not there. */
export function parentOf(root: Branch, id: string): Branch | null {
  if (root.parts.some((part) => part.id === id)) return root
  for (const part of root.parts) {
    const found = part.kind === 'fact' ? null : parentOf(part, id)
    if (found) return found
  }
  return null
}

const inserted = (parts: readonly ConditionPart[], at: number, part: ConditionPart) => [
  ...parts.slice(0, at),
  part,
  ...parts.slice(at),
]

function moved(root: Branch, part: ConditionPart, by: 1 | -1): Branch {
  const parent = parentOf(root, part.id)
  if (!parent) return root
  const at = parent.parts.findIndex(({ id }) => id === part.id)
  const neighbour = parent.parts[at + by]
  const without = withPart(root, part.id, null)
  if (neighbour && neighbour.kind !== 'fact' && part.kind === 'fact') {
    const parts = inserted(neighbour.parts, by === 1 ? 0 : neighbour.parts.length, part)
    return withPart(without, neighbour.id, { ...neighbour, parts })
  }
  const others = parent.parts.filter(({ id }) => id !== part.id)
  if (neighbour) return withPart(root, parent.id, { ...parent, parts: inserted(others, at + by, part) })
  const outer = parentOf(root, parent.id)
  if (!outer) return root
  const place = outer.parts.findIndex(({ id }) => id === parent.id) + (by === 1 ? 1 : 0)
  const left = outer.parts.map((one) => (one.id === parent.id ? { ...parent, parts: others } : one))
  return withPart(root, outer.id, { ...outer, parts: inserted(left, place, part) })
}

/**
 * The tree with a part one place further up or down, as it is read from top to bottom: comparisons go into the groups
 * that they meet, and everything leaves its group at the end. What would nest too deep stays where it is.
 */
export function withMove(root: Branch, part: ConditionPart, by: 1 | -1): Branch {
  const next = moved(root, part, by)
  return isReadable(next) ? next : root
}
