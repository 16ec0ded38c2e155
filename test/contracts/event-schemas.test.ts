import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { eventsCatalog } from '../../src/events-catalog.ts'
import { projectRoot } from '../../src/platform/project-root.ts'

// The emitted files, read by a validator that knows nothing of our code: what an integrator has.
const folder = path.join(projectRoot, 'schema', 'events')

interface JsonSchema {
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
}

const schemaOf = (type: string) =>
  JSON.parse(readFileSync(path.join(folder, `${type}.json`), 'utf8')) as JsonSchema

const validatorOf = (schema: JsonSchema) =>
  new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema)

/** The example as it travels, and a way to it for each key that its schema requires. */
function requiredKeys(schema: JsonSchema, value: unknown, at: string[] = []): string[][] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => requiredKeys(schema.items ?? {}, item, [...at, String(index)]))
  if (value === null || typeof value !== 'object') return []
  const here = (schema.required ?? []).map((key) => [...at, key])
  const below = Object.entries(value).flatMap(([key, inner]) =>
    requiredKeys(schema.properties?.[key] ?? {}, inner, [...at, key]),
  )
  return [...here, ...below]
}

function without(value: unknown, way: string[]): unknown {
  const copy: unknown = structuredClone(value)
  const holder = way.slice(0, -1).reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), copy)
  expect(Reflect.has(Object(holder), way.at(-1) ?? '')).toBe(true)
  Reflect.deleteProperty(Object(holder), way.at(-1) ?? '')
  return copy
}

it('every event of the catalog has its schema file, and no file is left over', () => {
  expect(readdirSync(folder).toSorted()).toEqual(eventsCatalog.map(({ type }) => `${type}.json`).toSorted())
})

describe.each(eventsCatalog)('$type', ({ type, example }) => {
  const schema = schemaOf(type)
  const sent: unknown = JSON.parse(JSON.stringify(example))

  it('has an example that fits its emitted schema', () => {
    const validate = validatorOf(schema)
    validate(sent)
    expect(validate.errors).toBeNull()
  })

  it('is refused by its schema when any required key is missing', () => {
    const validate = validatorOf(schema)
    const ways = requiredKeys(schema, sent)
    expect(ways.length).toBeGreaterThan(0)
    expect(ways.filter((way) => validate(without(sent, way)))).toEqual([])
  })
})
