import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { Json } from './api-client.ts'

type Field = GraphQLField<unknown, unknown>

/** What an operation asks for: its text, and the fields in it as `Order.lines`. */
export interface Selection {
  text: string
  fields: readonly string[]
}

/** The arguments of a field inside an answer, as literals; '' for none. */
export type InnerArguments = (type: string, field: Field) => string

const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields())
const isLeaf = (field: Field) => isLeafType(getNamedType(field.type))

/** The object types that a field can answer with. */
function answersOf(schema: GraphQLSchema, field: Field): GraphQLObjectType[] {
  const named = getNamedType(field.type)
  if (isAbstractType(named)) return [...schema.getPossibleTypes(named)]
  return isObjectType(named) ? [named] : []
}

/** Every field that a client can reach, as `Order.lines`. */
export function reachableFields(schema: GraphQLSchema): Set<string> {
  const found = new Set<string>()
  const visit = (type: GraphQLObjectType): void => {
    for (const field of fieldsOf(type)) {
      const name = `${type.name}.${field.name}`
      if (found.has(name)) continue
      found.add(name)
      answersOf(schema, field).forEach(visit)
    }
  }
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    if (root) visit(root)
  return found
}

const joined = (selections: readonly Selection[]): Selection => ({
  text: selections.map(({ text }) => text).join(' '),
  fields: selections.flatMap(({ fields }) => fields),
})

/** All fields of a type that hold nothing inside and need no argument. */
export function leavesOf(type: GraphQLObjectType): Selection {
  const leaves = fieldsOf(type).filter((field) => isLeaf(field) && !field.args.some(isRequiredArgument))
  return {
    text: ['__typename', ...leaves.map(({ name }) => name)].join(' '),
    fields: leaves.map(({ name }) => `${type.name}.${name}`),
  }
}

interface Walk {
  schema: GraphQLSchema
  inner: InnerArguments
  /** Types above; a type that comes again is asked for what it holds itself, and no deeper. */
  path: readonly string[]
  depth: number
}

function inside(walk: Walk, type: GraphQLObjectType): Selection {
  if (walk.depth <= 0 || walk.path.includes(type.name)) return leavesOf(type)
  const below = { ...walk, path: [...walk.path, type.name], depth: walk.depth - 1 }
  const more = fieldsOf(type).filter((field) => !isLeaf(field))
  return joined([leavesOf(type), ...more.map((field) => entered(below, type, field))])
}

/** One field with what is inside it. */
function entered(walk: Walk, type: GraphQLObjectType, field: Field): Selection {
  const types = answersOf(walk.schema, field)
  const own = [`${type.name}.${field.name}`]
  const head = `${field.name}${walk.inner(type.name, field)}`
  if (!isAbstractType(getNamedType(field.type))) {
    const { text, fields } = joined(types.map((one) => inside(walk, one)))
    return { text: `${head} { ${text} }`, fields: [...own, ...fields] }
  }
  const parts = types.map((one) => ({ of: one.name, ...leavesOf(one) }))
  const text = parts.map((part) => `... on ${part.of} { ${part.text} }`).join(' ')
  return {
    text: `${head} { __typename ${text} }`,
    fields: [...own, ...parts.flatMap(({ fields }) => fields)],
  }
}

/**
 * Everything that can be asked of a type, in pieces small enough for one operation each: what it holds itself, then one
 * piece for each field that holds more. Of a page: the pieces of its nodes, and what stands around them.
 */
export function piecesOf(walk: Omit<Walk, 'path'>, type: GraphQLObjectType): Selection[] {
  const whole = { ...walk, path: [type.name] }
  const nodes = type.getFields()['nodes']
  const node = nodes && getNamedType(nodes.type)
  const around = fieldsOf(type).filter((field) => field !== nodes && !isLeaf(field))
  const pieces = [leavesOf(type), ...around.map((field) => entered(whole, type, field))]
  if (!isObjectType(node)) return pieces
  const page = joined([
    leavesOf(type),
    ...around.map((field) => entered({ ...whole, depth: 1 }, type, field)),
  ])
  const ofNodes = piecesOf(walk, node).map(({ text, fields }) => ({
    text: `nodes { ${text} }`,
    fields: [`${type.name}.nodes`, ...fields],
  }))
  return [page, ...ofNodes]
}

/** The fields of a payload, of what it brings and of what that holds. */
export function shallow(walk: Omit<Walk, 'path'>, type: GraphQLObjectType): Selection {
  return inside({ ...walk, path: [] }, type)
}

/** Success has no errors to show, and a fault of the input as a whole has no path in it. */
const mayBeEmpty = new Set(['userErrors', 'path'])

/** Every field in an answer that has a value: not null, and of a list at least one entry. */
export function answeredFields(schema: GraphQLSchema, type: GraphQLObjectType, answer: Json): Set<string> {
  const found = new Set<string>()
  const visit = (of: GraphQLObjectType, value: Json): void => {
    for (const [name, inner] of Object.entries(value as Record<string, Json>)) {
      const field = of.getFields()[name]
      if (!field || inner === null || inner === undefined) continue
      const isList = isListType(getNullableType(field.type))
      const values: Json[] = isList ? inner : [inner]
      if (values.length > 0 || mayBeEmpty.has(name)) found.add(`${of.name}.${name}`)
      if (isLeaf(field)) continue
      for (const one of values.filter((entry) => entry !== null)) {
        const types = answersOf(schema, field)
        const held = types.length === 1 ? types[0] : types.find(({ name: kind }) => kind === one.__typename)
        if (held) visit(held, one)
      }
    }
  }
  if (answer) visit(type, answer)
  return found
}
