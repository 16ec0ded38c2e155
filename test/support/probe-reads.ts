import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { Json } from './api-client.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'
import { leavesOf, piecesOf, type InnerArguments, type Selection } from './schema-fields.ts'

type Field = GraphQLField<unknown, unknown>

/** One operation of the owner's, word for word as the others will send it. */
export interface ProbeCall {
  kind: 'query' | 'mutation' | 'subscription'
  /** The root field. */
  field: string
  /** For a person: which way of calling it. */
  name: string
  text: string
  variables: Record<string, Json>
  /** The fields that it asks for. */
  fields: readonly string[]
  /** Ids of the owner's in it: who may not see them gets nothing. */
  names: readonly string[]
}

/** A value as GraphQL writes it; enums stay bare. */
function literal(type: GraphQLInputType, value: Json): string {
  const inner = getNullableType(type)
  if (isListType(inner)) return `[${(value as Json[]).map((one) => literal(inner.ofType, one)).join(', ')}]`
  if (isEnumType(inner)) return String(value)
  if (!isInputObjectType(inner)) return JSON.stringify(value)
  const given = Object.entries(value as Record<string, Json>)
  const fields = inner.getFields()
  return `{ ${given.map(([name, one]) => `${name}: ${fields[name] ? literal(fields[name].type, one) : 'null'}`).join(', ')} }`
}

/** Values that find something of the owner's, by what they are called, or by their type. */
function valuesOf(world: ProbeWorld & { orderNumber: string; promotionCode: string }) {
  const { ids, buyer, offer, orderNumber, promotionCode, sellerId } = world
  const one = (name: string) => ids[name]?.[0]
  return {
    accountId: one('account'),
    categoryId: one('category'),
    connectionId: one('erpConnection'),
    endpointId: one('webhookEndpoint'),
    eventId: one('event'),
    orderId: one('order'),
    organizationId: buyer.id,
    'apiKeys.organizationId': ids['organization']?.[1],
    vendorId: one('vendor'),
    offerId: offer.id,
    startDate: null,
    coTermDate: null,
    currency: buyer.accounts[0].currency,
    'Activity.errors.after': Buffer.from('[1,-1,0]').toString('base64url'),
    'PriceList.prices.after': Buffer.from('[1,"2037-01-01T00:00:00.000Z","prc_z"]').toString('base64url'),
    sellerId,
    actorId: 'system',
    subjectId: one('order'),
    queue: 'terms-record',
    'auditEvents.where.type': 'order.placed',
    since: '2026-01-01T00:00:00.000Z',
    until: '2036-01-01T00:00:00.000Z',
    first: 10,
    // So that all of their fields at once stay under the bound of an answer.
    'orders.first': 4,
    'erpPushes.first': 4,
    'cloudSubscriptions.first': 7,
    commitmentEndsBy: '2037-12-31',
    'productSearch.first': 4,
    includeRevoked: true,
    quantity: '1',
    locale: 'en',
    types: ['order.*'],
    'orders.search': orderNumber,
    'organizations.search': 'Spreebogen',
    'productSearch.search': '365 business',
    createdAfter: '2026-01-01T00:00:00.000Z',
    createdBefore: '2036-01-01T00:00:00.000Z',
    'orders.where.externalReference': `ER-${mark}`,
    'organizations.where.externalReference': `X-${mark}`,
    'organizations.where.hasReference': { system: 'erp', reference: `H-${mark}` },
    'users.search': mark,
    'activities.where.mine': true,
    ActivityKind: ['USERS_DEACTIVATE'],
    ActivityStatus: ['FAILED'],
    Role: ['CUSTOMER_ADMIN'],
    UserStatus: ['ACTIVE', 'INVITED'],
    activityId: one('activity'),
    'orderInquiry.token': one('inquiryToken'),
    'approvalLink.token': one('decisionToken'),
    orderNumber,
    eventType: 'order.placed',
    country: 'DE',
    awaitingMyDecision: true,
    'approvals.where.isBlocked': false,
    billingPeriod: offer.billingPeriod,
    commitmentTerm: offer.commitmentTerm,
    maximumUnitPrice: '9999',
    unitPriceRange: '5..20',
    includeHidden: true,
    OrderStatus: ['FULFILLED'],
    OrderType: 'NEW',
    ApprovalPolicyStatus: ['ACTIVE'],
    ApprovalRequestStatus: ['PENDING'],
    'approvalPolicySimulate.input': {
      definition: {
        effect: 'REQUIRE_APPROVAL',
        steps: [
          {
            position: 1,
            allOf: [{ anyOf: [{ kind: 'ROLE', role: 'RESELLER_ADMIN' }], minimumApprovals: 2 }],
          },
        ],
      },
    },
    CloudSubscriptionStatus: 'ACTIVE',
    ErpCrosswalkKind: 'ITEM',
    ErpPushStatus: 'FAILED',
    OrganizationKind: 'CUSTOMER',
    OrganizationStatus: 'ACTIVE',
    PaymentModel: 'RECURRING',
    PromotionStatus: 'ACTIVE',
    'promotions.where.code': promotionCode,
    WebhookMessageStatus: 'SUCCEEDED',
  } as Record<string, Json>
}

/** The owner's ids of what a field answers with: `order(id)` takes those of orders. */
function idsFor(world: ProbeWorld, field: Field): string[] {
  const { name } = getNamedType(field.type)
  const kind = { ApprovalRequest: 'approval' }[name] ?? name.charAt(0).toLowerCase() + name.slice(1)
  return world.ids[kind] ?? []
}

/** What a call is made from. */
export interface Reading {
  schema: GraphQLSchema
  world: ProbeWorld
  values: Record<string, Json>
}

function valueFor({ values }: Reading, place: string, type: GraphQLInputType): Json {
  const found = [place, place.slice(place.lastIndexOf('.') + 1), getNamedType(type).name].find(
    (name) => values[name] !== undefined,
  )
  if (!found) throw new Error(`The probe knows no value for ${place}: add one of the owner's.`)
  return values[found]
}

/** Every way to fill an optional argument: each sort key, each condition of a filter, alone. */
function waysOf(reading: Reading, place: string, type: GraphQLInputType): Array<Record<string, Json>> {
  const named = getNamedType(type)
  const name = place.slice(place.lastIndexOf('.') + 1)
  const buyer = { organizationId: reading.values['organizationId'] }
  if (!isInputObjectType(named))
    return [{ ...(place === 'productSearch.accountId' ? buyer : {}), [name]: valueFor(reading, place, type) }]
  const sort = name === 'orderBy' ? named.getFields()['field'] : undefined
  const keys = sort && getNamedType(sort.type)
  if (isEnumType(keys))
    return keys.getValues().map((key) => ({ orderBy: { field: key.name, direction: 'DESC' } }))
  return Object.values(named.getFields()).map((condition) => ({
    // A price limit is in the currency of an organization.
    ...(/UnitPrice|unitPrice/.test(condition.name) ? buyer : {}),
    [name]: { [condition.name]: valueFor(reading, `${place}.${condition.name}`, condition.type) },
  }))
}

/** Arguments that every call gives: pages stay small, and what was revoked is the owner's as well. */
const always = new Set(['first', 'includeRevoked'])

/** The required arguments, once for each thing that they can name; and these with one more at a time. */
function argumentSets(reading: Reading, field: Field): { plain: Json[]; varied: Json[] } {
  const required = field.args.filter((one) => isRequiredArgument(one) || always.has(one.name))
  const hasId = required.some(({ name }) => name === 'id')
  const base = Object.fromEntries(
    required
      .filter(({ name }) => name !== 'id')
      .map(({ name, type }) => [name, valueFor(reading, `${field.name}.${name}`, type)]),
  )
  const plain = hasId ? idsFor(reading.world, field).map((id) => ({ ...base, id })) : [base]
  if (plain.length === 0) throw new Error(`The probe's world has nothing for ${field.name}.`)
  const optional = field.args.filter((one) => !required.includes(one) && one.name !== 'after')
  const ways = optional.flatMap(({ name, type }) => waysOf(reading, `${field.name}.${name}`, type))
  return { plain, varied: ways.map((way) => ({ ...plain[0], ...way })) }
}

const argumentText = (field: Field, given: Record<string, Json>): string => {
  const entries = Object.entries(given).map(([name, value]) => {
    const type = field.args.find((one) => one.name === name)?.type
    return type ? `${name}: ${literal(type, value)}` : ''
  })
  return entries.length > 0 ? `(${entries.join(', ')})` : ''
}

/** The arguments without which a list is not asked for, each with a comma behind it. */
export function pageArguments(reading: Reading, field: Field): string {
  return field.args
    .filter(isRequiredArgument)
    .map(({ name, type }) => `${name}: ${literal(type, valueFor(reading, `${field.name}.${name}`, type))}, `)
    .join('')
}

/** The arguments of fields inside an answer: always the owner's ids, also where a stranger asks. */
export function innerArguments(reading: Reading): InnerArguments {
  return (type, field) => {
    const given: Record<string, Json> = {}
    for (const { name, type: of } of field.args)
      given[name] = valueFor(reading, `${type}.${field.name}.${name}`, of)
    return argumentText(field, given)
  }
}

/** The owner's ids in a text: what belongs to the platform's catalog is everybody's. */
export function ownersIds(world: ProbeWorld, text: string): string[] {
  const shared = new Set(['offer', 'product', 'vendor', 'category'].flatMap((kind) => world.ids[kind] ?? []))
  return [...new Set(text.match(/\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g))].filter((id) => !shared.has(id))
}

function callOf(
  reading: Reading,
  field: Field,
  what: { given: Record<string, Json>; piece: Selection },
): ProbeCall {
  const { given, piece } = what
  const head = argumentText(field, given)
  const body = piece.text ? ` { ${piece.text} }` : ''
  return {
    kind: 'query',
    field: field.name,
    name: `${field.name}${head}`,
    text: `query { ${field.name}${head}${body} }`,
    variables: {},
    fields: [`Query.${field.name}`, ...piece.fields],
    names: ownersIds(reading.world, head),
  }
}

/** `node` and `nodes`: one call for each kind of thing. */
function nodeCalls(reading: Reading, field: Field): ProbeCall[] {
  const types = reading.schema.getPossibleTypes(getNamedType(field.type) as never) as GraphQLObjectType[]
  return types.flatMap((type) => {
    const kind =
      { ApprovalRequest: 'approval' }[type.name] ?? type.name.charAt(0).toLowerCase() + type.name.slice(1)
    const [id] = reading.world.ids[kind] ?? []
    if (!id) throw new Error(`The probe's world has no ${kind}, which the API shows as a node.`)
    const leaves = leavesOf(type)
    const piece = { text: `__typename id ... on ${type.name} { ${leaves.text} }`, fields: leaves.fields }
    return [callOf(reading, field, { given: field.name === 'node' ? { id } : { ids: [id] }, piece })]
  })
}

/**
 * Every query of the API as its owner would send it, derived from types and names: each with every field that it can
 * ask for, with every argument, filter and sort key. A cursor of the owner's is added by the run, which has it.
 */
export function readCalls(reading: Reading): ProbeCall[] {
  const fields = Object.values(reading.schema.getQueryType()?.getFields() ?? {})
  const walk = { schema: reading.schema, inner: innerArguments(reading), depth: 3 }
  return fields.flatMap((field) => {
    const named = getNamedType(field.type)
    if (isAbstractType(named)) return nodeCalls(reading, field)
    const { plain, varied } = argumentSets(reading, field)
    const pieces = isObjectType(named) ? piecesOf(walk, named) : [{ text: '', fields: [] }]
    return [
      ...plain.flatMap((given) => pieces.map((piece) => callOf(reading, field, { given, piece }))),
      ...varied.flatMap((given) =>
        pieces.slice(0, 1).map((piece) => callOf(reading, field, { given, piece })),
      ),
    ]
  })
}

/** The world, and what fills arguments by name. */
export async function readingOf(schema: GraphQLSchema, world: ProbeWorld): Promise<Reading> {
  const [order] = await world.app.sql<{ number: string; by: string }>(
    'SELECT order_number AS number, requested_by AS by FROM orders WHERE id = $1',
    [world.ids['order']?.[0]],
  )
  const [below] = await world.app.sql<{ id: string }>(
    `SELECT id FROM organization WHERE name LIKE 'Lakeside%'`,
  )
  const [promotion] = await world.app.sql<{ code: string }>('SELECT code FROM promotion WHERE id = $1', [
    world.ids['promotion']?.[0],
  ])
  const values = {
    ...valuesOf({ ...world, orderNumber: order?.number ?? '', promotionCode: promotion?.code ?? '' }),
    requestedById: order?.by,
    resellerId: below?.id,
  }
  return { schema, world, values }
}
