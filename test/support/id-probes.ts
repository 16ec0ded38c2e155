import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  type GraphQLSchema,
} from 'graphql'
import type { Json } from './api-client.ts'

/** One place in the API that takes an id: a root field, and the way to the id in its arguments. */
export interface IdPlace {
  kind: 'query' | 'mutation'
  field: string
  /** For a person: `orderSetContacts.input.accountId`. */
  name: string
  /** The arguments with this id there, and plausible values where something is required. */
  argumentsWith(id: string, own: Record<string, string>): Record<string, Json>
}

type Step = string | 0

/** Every way to an ID inside an argument, at most four steps deep. */
function waysToIds(type: GraphQLInputType, depth = 0): Step[][] {
  if (isNonNullType(type)) return waysToIds(type.ofType, depth)
  if (isListType(type)) return waysToIds(type.ofType, depth).map((way) => [0, ...way])
  if (!isInputObjectType(type)) return type.name === 'ID' ? [[]] : []
  if (depth >= 4) return []
  return Object.values(type.getFields()).flatMap((field) =>
    waysToIds(field.type, depth + 1).map((way) => [field.name, ...way]),
  )
}

const texts: Record<string, string> = {
  email: 'probe@probe.example',
  url: 'http://127.0.0.1:9/probe',
  country: 'DE',
  currency: 'EUR',
  vendorReference: 'PROBE',
  code: 'PROBE',
  phone: '+493023125000',
  message: 'Probe',
  reason: 'Probe',
  comment: 'Probe',
}

/** A plausible value of a scalar or an enum. */
function leafOf(
  type: GraphQLEnumType | GraphQLScalarType,
  name: string,
  { way, id, own }: { way: Step[] | null; id: string; own: Json },
): Json {
  if (isEnumType(type)) return type.getValues()[0]?.name
  const scalars: Record<string, Json> = {
    ID: way ? id : (own[name] ?? 'org_00000000000000000000000000'),
    Int: 1,
    Float: 1,
    Boolean: false,
    Decimal: '5',
    JSON: 'probe',
    JSONObject: {},
    DateTime: '2026-11-01T00:00:00.000Z',
  }
  // One intent per id, or what succeeds would refuse the next id as another input.
  if (name === 'idempotencyKey') return `probe-${id}`
  return type.name in scalars ? scalars[type.name] : (texts[name] ?? 'probe')
}

/** A plausible value; at the end of `way`, the id. */
function valueOf(
  type: GraphQLInputType,
  name: string,
  given: { way: Step[] | null; id: string; own: Json },
): Json {
  if (isNonNullType(type)) return valueOf(type.ofType, name, given)
  const { way } = given
  if (isListType(type)) {
    const inner = valueOf(type.ofType, name, { ...given, way: way?.slice(1) ?? null })
    return [inner]
  }
  if (isInputObjectType(type)) {
    const next = way?.[0]
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        field.name === next || isRequiredInputField(field) || ['comment', 'reason'].includes(field.name),
    )
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        valueOf(field.type, field.name, {
          ...given,
          way: field.name === next ? (way?.slice(1) ?? null) : null,
        }),
      ]),
    )
  }
  return leafOf(type, name, given)
}

function placesOf(kind: IdPlace['kind'], field: GraphQLField<unknown, unknown>): IdPlace[] {
  return field.args.flatMap((argument) =>
    waysToIds(argument.type).map((way) => ({
      kind,
      field: field.name,
      name: [field.name, argument.name, ...way].join('.'),
      argumentsWith: (id, own) =>
        Object.fromEntries(
          field.args
            .filter((one) => one === argument || isRequiredArgument(one))
            .map((one) => [
              one.name,
              valueOf(one.type, one.name, { way: one === argument ? way : null, id, own }),
            ]),
        ),
    })),
  )
}

/** Every place in queries and mutations that takes an id. */
export function idPlaces(schema: GraphQLSchema): IdPlace[] {
  const fields = (kind: IdPlace['kind']) =>
    Object.values((kind === 'query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {})
  return (['query', 'mutation'] as const).flatMap((kind) =>
    fields(kind).flatMap((field) => placesOf(kind, field)),
  )
}

/** Ids of what a field answers, its `userErrors`, and those of what it holds. */
function selectionOf(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type)
  if (isInterfaceType(named)) return '{ __typename id }'
  if (!isObjectType(named)) return ''
  const fields = Object.values(named.getFields()).filter((field) => !field.args.some(isRequiredArgument))
  const scalars = fields.filter(({ name }) => ['id', 'canSubmit', 'body', 'eventId', 'name'].includes(name))
  const errors = named.getFields()['userErrors'] ? 'userErrors { code message path }' : ''
  const inner = fields
    .filter(({ name, type: of }) => depth < 2 && name !== 'userErrors' && isObjectType(getNamedType(of)))
    .filter(
      ({ name }) => depth === 0 || ['nodes', 'organization', 'account', 'order', 'lines'].includes(name),
    )
    .map((field) => `${field.name} ${selectionOf(field.type, depth + 1)}`)
  return `{ __typename ${scalars.map(({ name }) => name).join(' ')} ${errors} ${inner.join(' ')} }`
}

/** An operation that calls one field once for each list of arguments, under aliases `a0`, `a1` ... */
export function operationOf(
  schema: GraphQLSchema,
  place: Pick<IdPlace, 'kind' | 'field'>,
  calls: ReadonlyArray<Record<string, Json>>,
): { query: string; variables: Record<string, Json> } {
  const root = place.kind === 'query' ? schema.getQueryType() : schema.getMutationType()
  const field = root?.getFields()[place.field]
  if (!field) throw new Error(`${place.field} is not in the schema`)
  const variables: Record<string, Json> = {}
  const declared: string[] = []
  const bodies = calls.map((call, index) => {
    const given = Object.entries(call).map(([name, value]) => {
      const type = String(field.args.find((one) => one.name === name)?.type)
      variables[`${name}${index}`] = value
      declared.push(`$${name}${index}: ${type}`)
      return `${name}: $${name}${index}`
    })
    const args = given.length > 0 ? `(${given.join(', ')})` : ''
    return `a${index}: ${field.name}${args} ${selectionOf(field.type)}`
  })
  const head = declared.length > 0 ? `(${declared.join(', ')})` : ''
  return { query: `${place.kind} ${head} { ${bodies.join('\n')} }`, variables }
}
