import { appParts } from './app-parts.ts'
import type { Finding } from './lint-app.ts'

/** Everything that a Zap may have been built on: each trigger and action, its fields, and the keys of its sample. */
export function keysOf(app: Record<string, unknown>): string[] {
  return appParts(app)
    .flatMap(({ word, key, inputFields, operation: { sample = {}, outputFields = [] } }) => [
      `${word}.${key}`,
      ...inputFields.map((field) => `${word}.${key}.input.${field.key}`),
      ...outputFields.map((field) => `${word}.${key}.output.${field.key}`),
      ...Object.keys(sample).map((name) => `${word}.${key}.sample.${name}`),
    ])
    .toSorted()
}

/** C001 to C003: what was published is not taken away, or the Zaps that use it break. */
export function keyChanges(before: readonly string[], app: Record<string, unknown>): Finding[] {
  const now = new Set(keysOf(app))
  return before
    .filter((key) => !now.has(key))
    .map((key) => ({ check: 'C001', at: key, sentence: 'Zaps use it: it stays.' }))
}
