import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql'
import type { Answer, ApiClient, Json } from './api-client.ts'
import { listen } from './live.ts'
import { signActorsIn } from './probe-actors.ts'
import { probeMutations } from './probe-every-mutation.ts'
import { probeNestedIds } from './probe-nested-ids.ts'
import {
  innerArguments,
  pageArguments,
  readCalls,
  readingOf,
  type ProbeCall,
  type Reading,
} from './probe-reads.ts'
import type { ProbeWorld } from './probe-world.ts'
import { Probe, rootOf, type ProbeOptions, type ProbeReport } from './probe.ts'
import { answeredFields, reachableFields, shallow } from './schema-fields.ts'
import { whoMay } from './who-may.ts'

async function probeReads(probe: Probe): Promise<void> {
  const reading = await readingOf(probe.schema, probe.world)
  const called = new Set(probe.fieldsOf('query').map(({ name }) => name))
  const calls = readCalls(reading).filter(({ field }) => called.has(field))
  const seen = new Set<string>()
  await probe.unchanged('A query', async () => {
    for (const call of calls) {
      const isNew = probe.own(call, await probe.world.admin.request(call.text))
      const way = `${call.field} ${call.fields.join()}`
      // Who holds a link is let in, whoever it is; what is forged is refused in the tests of the links.
      if (call.field === 'orderInquiry' || call.field === 'approvalLink') continue
      // The third order of a kind shows nothing that the first did not.
      if (isNew || !seen.has(way) || call.names.length === 0) await probe.others(call)
      seen.add(way)
    }
    await probeCursors(probe, { calls, reading })
  })
}

/** The owner's cursors, in the hands of the others. */
async function probeCursors(
  probe: Probe,
  { calls, reading }: { calls: readonly ProbeCall[]; reading: Reading },
): Promise<void> {
  const lists = probe.schema.getQueryType()?.getFields() ?? {}
  const pages = [...new Map(calls.map((call) => [call.field, call])).values()].filter(({ field }) =>
    lists[field]?.args.some(({ name }) => name === 'after'),
  )
  for (const page of pages) {
    const field = lists[page.field]
    const given = field ? pageArguments(reading, field) : ''
    const { data } = await probe.world.admin.request(
      `query { ${page.field}(${given}first: 1) { pageInfo { endCursor } } }`,
    )
    const cursor = JSON.stringify(data?.[page.field]?.pageInfo.endCursor ?? null)
    const text = `query { ${page.field}(${given}first: 10, after: ${cursor}) { nodes { __typename } pageInfo { endCursor } } }`
    await probe.others({ ...page, name: `${page.field}(after)`, text, names: given ? page.names : [] })
  }
}

async function probeSubscriptions(probe: Probe): Promise<void> {
  const reading = await readingOf(probe.schema, probe.world)
  const inner = innerArguments(reading)
  for (const field of probe.fieldsOf('subscription')) {
    const type = getNamedType(field.type)
    if (!isObjectType(type)) continue
    const { text, fields } = shallow({ schema: probe.schema, inner, depth: 2 }, type)
    const takes = ['order', 'activity'].find((kind) => field.args.some(({ name }) => name === `${kind}Id`))
    const id = probe.world.ids[takes ?? '']?.[0] ?? ''
    const head = takes ? `(${takes}Id: ${JSON.stringify(id)})` : ''
    const call: ProbeCall = {
      kind: 'subscription',
      field: field.name,
      name: field.name,
      text: `subscription { ${field.name}${head} { ${text} } }`,
      variables: {},
      fields: [`Subscription.${field.name}`, ...fields],
      names: takes ? [id] : [],
    }
    probe.own(call, await firstUpdate(probe.world.admin, call))
    for (const actor of probe.actors.filter((one) => one.kind !== 'LOWER' || !one.may(field.name)))
      probe.heard(call, actor, await firstUpdate(actor.client, call))
  }
}

/** The first update of a live stream, or why there is none, as an answer. */
async function firstUpdate(client: ApiClient, call: ProbeCall): Promise<Answer<Json>> {
  const stream = listen('graphql-sse', client, { query: call.text, variables: {} })
  await stream.until((updates) => updates.length > 0 || stream.refusal() !== null)
  stream.stop()
  const refusal = stream.refusal()
  if (stream.updates.length > 0) return { data: { [call.field]: stream.updates[0] } }
  return {
    data: null,
    errors: (Array.isArray(refusal) ? refusal : [refusal]) as NonNullable<Answer['errors']>,
  }
}

/** Mistakes that the owner's people make themselves: the kinds of refusal are fields too. */
async function ownersMistakes(probe: Probe): Promise<void> {
  const { ids, admin, sales, sellerId } = probe.world
  const errors = `userErrors { __typename code message path ... on VersionConflictError { currentVersion }
    ... on InvalidTransitionError { allowed command from } ... on NotAuthorizedError { requiredScopes } }`
  const [order = '', , , waiting = '', draft = ''] = ids['order'] ?? []
  const ask = async (client: ApiClient, name: string, input: Json) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const { data } = await client.request(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${errors} } }`,
      { input },
    )
    for (const field of answeredFields(probe.schema, rootOf(probe.schema, 'mutation'), data))
      probe.answered.add(field)
  }
  // A forged link says what is wrong with it.
  const forged = await admin.request('{ approvalLink(token: "x") { obstacle { code message } } }')
  for (const field of answeredFields(probe.schema, rootOf(probe.schema, 'query'), forged.data))
    probe.answered.add(field)
  await ask(admin, 'orderSelectItems', { orderId: draft, expectedVersion: 99, items: [] })
  await ask(admin, 'orderCancel', { orderId: order, reason: 'Too late' })
  await ask(sales, 'orderWithdraw', { orderId: draft, reason: 'Too early' })
  await ask(admin, 'orderCancel', { orderId: waiting })
  await ask(sales, 'apiKeyCreate', {
    name: 'x',
    scopes: ['ORDER_READ'],
    organizationId: sellerId,
    idempotencyKey: 'x',
  })
}

/**
 * Lets the owner call every field of the API, and everybody else send the same: what they see is judged, and that they
 * change nothing. See reliability: a probe of a field that the owner itself gets nothing from proves nothing.
 */
export async function runProbe(
  schema: GraphQLSchema,
  world: ProbeWorld,
  options: ProbeOptions,
): Promise<ProbeReport> {
  const everybody = await signActorsIn(world.app, world.sellerId)
  const actors = everybody.filter(({ name }) => options.actors?.includes(name) ?? true)
  const probe = new Probe(schema, world, actors, options)
  const missing = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    .flatMap((root) => Object.keys(root?.getFields() ?? {}))
    .filter((name) => !whoMay[name])
  probe.report.broken.push(...missing.map((name) => `${name}: nobody said who may call it (who-may.ts)`))
  await probeReads(probe)
  await probeSubscriptions(probe)
  if (!options.only) await probeNestedIds(probe)
  await probeMutations(probe)
  await ownersMistakes(probe)
  const unanswered = [...reachableFields(schema)].filter((field) => !probe.answered.has(field)).toSorted()
  return { ...probe.report, probes: probe.pairs.size, unanswered }
}
