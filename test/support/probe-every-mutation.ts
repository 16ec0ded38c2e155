import { getNamedType, isObjectType, type GraphQLField } from 'graphql'
import type { ApiClient, Json } from './api-client.ts'
import { bringsNothing } from './judge-answer.ts'
import { ownersCalls } from './probe-mutations.ts'
import { innerArguments, ownersIds, readingOf, type ProbeCall, type Reading } from './probe-reads.ts'
import type { Probe } from './probe.ts'
import { shallow } from './schema-fields.ts'
import { whoMay } from './who-may.ts'

/** Every mutation of the API: as its owner makes it, and in the hands of the others before and after. */
export async function probeMutations(probe: Probe): Promise<void> {
  const reading = await readingOf(probe.schema, probe.world)
  for (const field of probe.fieldsOf('mutation')) {
    const ways = [ownersCalls[field.name] ?? []].flat()
    if (ways.length === 0)
      probe.report.broken.push(`${field.name}: the owner has no call of it (probe-mutations.ts)`)
    for (const prepare of ways) {
      const prepared = await Promise.resolve(prepare(probe.world)).catch((error: unknown) => error as Error)
      if (prepared instanceof Error) probe.report.broken.push(`${field.name}: ${prepared.message}`)
      else
        await probeMutation(probe, callOf(probe, reading, { field, input: prepared.input }), prepared.client)
    }
  }
}

function callOf(
  probe: Probe,
  reading: Reading,
  { field, input }: { field: GraphQLField<unknown, unknown>; input: Json },
): ProbeCall {
  const payload = getNamedType(field.type)
  if (!isObjectType(payload)) throw new Error(`${field.name} answers with something else than a payload.`)
  const inner = innerArguments(reading)
  const { text, fields } = shallow({ schema: probe.schema, inner, depth: 2 }, payload)
  const [argument] = field.args
  const head = argument ? `(input: $input)` : ''
  const declared = argument ? `($input: ${String(argument.type)})` : ''
  return {
    kind: 'mutation',
    field: field.name,
    name: field.name,
    text: `mutation ${declared} { ${field.name}${head} { ${text} } }`,
    variables: argument ? { input } : {},
    fields: [`Mutation.${field.name}`, ...fields],
    names: ownersIds(probe.world, JSON.stringify(input ?? null)),
  }
}

/** Before the owner, when the call would work; and after, when it did. Whose secret a credential is, is no stranger. */
async function probeMutation(probe: Probe, call: ProbeCall, owner: ApiClient): Promise<void> {
  const isCredential = whoMay[call.field] === 'EVERYBODY' || call.field === 'signOut'
  if (!isCredential) await probe.unchanged(call.name, () => probe.others(call))
  probe.own(call, await owner.request(call.text, call.variables))
  if (!isCredential) await probe.unchanged(`${call.name}, repeated,`, () => probe.others(call))
  else await probeCredential(probe, call)
}

/** A wrong credential in the hands of everybody. */
async function probeCredential(probe: Probe, call: ProbeCall): Promise<void> {
  const wrong = { input: { ...call.variables['input'], token: undefined, password: 'wrong' } }
  if (call.field === 'invitationAccept') wrong.input = { token: 'wrong', password: 'long enough it is' }
  if (call.field === 'orderInquiryAnswer') wrong.input = { token: 'wrong', values: [] }
  if (call.field === 'approvalLinkDecide')
    wrong.input = { token: 'wrong', decision: 'APPROVE', expectedVersion: 1 }
  const variables = call.field === 'signOut' ? {} : wrong
  for (const actor of probe.actors.filter(({ kind }) => call.field !== 'signOut' || kind === 'NOBODY')) {
    const answer = await actor.client.request(call.text, JSON.parse(JSON.stringify(variables)))
    probe.heard({ ...call, variables, names: [] }, actor, answer)
    if (!bringsNothing(call, answer)) probe.report.leaks.push(`${actor.name}: ${call.name} worked`)
  }
}
