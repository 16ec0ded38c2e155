import type { ApiClient } from './api-client.ts'
import { idPlaces, operationOf } from './id-probes.ts'
import type { ProbeActor } from './probe-actors.ts'
import type { ProbeCall } from './probe-reads.ts'
import type { Probe } from './probe.ts'

/** One id of the owner's in a call that is a stranger's own otherwise, at every place that takes an id. */
export async function probeNestedIds(probe: Probe): Promise<void> {
  const [stranger] = probe.actors
  if (!stranger) return
  const ids = Object.values(probe.world.ids)
    .flatMap((list) => list.slice(0, 1))
    .filter((id) => stranger.secrets.has(id))
  const nested: ProbeActor = { ...stranger, name: `${stranger.name}, one id in its own call` }
  const own = await ownIdsOf(stranger.client)
  await probe.unchanged('One id in a call', async () => {
    for (const place of idPlaces(probe.schema))
      for (const id of ids.filter((one) => fits(place.name, one))) {
        const { query, variables } = operationOf(probe.schema, place, [place.argumentsWith(id, own)])
        const text = query.replace('a0:', '')
        const fields = [`${place.kind === 'query' ? 'Query' : 'Mutation'}.${place.field}`]
        const call: ProbeCall = {
          kind: place.kind,
          field: place.field,
          name: `${place.name} = ${id.slice(0, 3)}`,
          text,
          variables,
          fields,
          names: [],
        }
        probe.heard(call, nested, await stranger.client.request(text, variables))
      }
  })
}

const kinds: ReadonlyArray<[RegExp, string]> = [
  [/orderId|order\.id/, 'ord'],
  [/organizationId|organization\.id/, 'org'],
  [/accountId/, 'acc'],
  [/userId|requestedById|user\.id/, 'usr'],
  [/approvalId|approval\.id/, 'apr'],
  [/endpointId|webhookEndpoint\.id/, 'whe'],
  [/messageId|webhookMessage\.id/, 'whm'],
  [/connectionId/, 'epc'],
  [/pushIds/, 'epu'],
  [/eventId/, 'evt'],
  [/apiKeyId/, 'key'],
  [/activityId/, 'act'],
  [/documentId/, 'trm'],
  [/numberSeriesId/, 'nse'],
  [/policyId/, 'app'],
  [/groupId/, 'apg'],
  [/acceptedVersionIds/, 'trv'],
]

/** An id goes where its kind belongs; where any kind may go, all go. */
function fits(place: string, id: string): boolean {
  const kind = kinds.find(([pattern]) => pattern.test(place))
  return !kind || id.startsWith(kind[1])
}

async function ownIdsOf(client: ApiClient): Promise<Record<string, string>> {
  const { organizations, viewer, productSearch } = await client.ask(
    `{ viewer { id } productSearch(search: "365 business prem", first: 1) { nodes { offers { id } } }
      organizations(first: 1, where: { kind: CUSTOMER }) { nodes { id accounts { id } } } }`,
  )
  const [own] = organizations.nodes
  const input = { organizationId: own.id, accountId: own.accounts[0].id, idempotencyKey: `probe ${own.id}` }
  const { order } = await client.done('orderStart', input, 'order { id }')
  return {
    organizationId: own.id,
    accountId: own.accounts[0].id,
    userId: viewer.id,
    orderId: order.id,
    offerId: productSearch.nodes[0].offers[0].id,
  }
}
