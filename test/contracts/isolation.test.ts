import type { GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSchema } from '../../src/api/schema.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { idPlaces, operationOf, type IdPlace } from '../support/id-probes.ts'
import { listen } from '../support/live.ts'
import { key, offerOf } from '../support/ordering.ts'
import { restless } from '../support/owner-secrets.ts'
import { runJourney, type Journey } from '../support/whole-journey.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const idPattern = /\b[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}\b/g
const prefixOf = (id: string) => id.slice(0, id.indexOf('_'))
const missing = (id: string) => `${prefixOf(id)}_${'0'.repeat(25)}9`

describe('what one reseller does', () => {
  let app: TestApp
  let schema: GraphQLSchema
  let receiver: WebhookReceiver
  let journey: Journey
  let tables: string[]
  let harborId: string
  let meridianId: string
  /** Ids of Meridian's order, and of the customer that it was for. */
  let secretIds: string[]

  const idsIn = (value: unknown) => [...new Set(JSON.stringify(value).match(idPattern))]

  /** All rows of every table, as text, by table. */
  async function rows(where: (table: string) => string, values: unknown[]): Promise<string[]> {
    const texts = await Promise.all(
      tables.map((table) =>
        app.sql<{ text: string }>(`SELECT t::text AS text FROM ${table} t WHERE ${where(table)}`, values),
      ),
    )
    return texts.flat().map(({ text }) => text)
  }

  /** One hash per table over the rows of all sellers but Harbor; sessions move with every request, anchors by the clock. */
  async function hashes(): Promise<Json> {
    const entries = await Promise.all(
      tables
        .filter((table) => !restless.includes(table))
        .map(async (table) => {
          const [row] = await app.sql<{ hash: string | null }>(
            `SELECT md5(string_agg(md5(t::text), ',' ORDER BY md5(t::text))) AS hash FROM ${table} t WHERE seller_id <> $1`,
            [harborId],
          )
          return [table, row?.hash]
        }),
    )
    return Object.fromEntries(entries)
  }

  beforeAll(async () => {
    app = await startApp()
    schema = await createSchema()
    receiver = await startReceiver()
    tables = (
      await app.sql<{ name: string }>(
        `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'countersign' AND c.column_name = 'seller_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
      )
    ).map(({ name }) => name)
    const sellerOf = async (name: string) =>
      (
        await app.sql<{ id: string }>('SELECT id FROM organization WHERE name LIKE $1 AND kind = $2', [
          `${name}%`,
          'RESELLER',
        ])
      )[0]?.id ?? ''
    ;[harborId, meridianId] = [await sellerOf('Harbor'), await sellerOf('Meridian')]
    const before = new Set(idsIn(await rows(() => 'true', [])))
    journey = await runJourney(app, receiver)
    const born = idsIn(await rows(() => 'seller_id = $1', [meridianId])).filter((id) => !before.has(id))
    const ofBuyer = idsIn(
      await rows(
        (table) => (table === 'organization' ? 'id = $1' : `t::text LIKE '%' || $1 || '%'`),
        [journey.secrets[0]],
      ),
    )
    const shared = new Set(
      idsIn([
        await app.sql('SELECT id FROM offer'),
        await app.sql('SELECT id FROM product'),
        await app.sql('SELECT id FROM vendor'),
        await app.sql('SELECT id FROM category'),
        await app.sql('SELECT id FROM organization WHERE parent_id IS NULL'),
        // The platform's own terms hold for every reseller.
        await app.sql(
          'SELECT v.id FROM terms_version v JOIN organization o ON o.id = v.seller_id WHERE o.parent_id IS NULL',
        ),
      ]),
    )
    secretIds = [...new Set([...born, ...ofBuyer])].filter((id) => !shared.has(id))
  })
  afterAll(async () => {
    await receiver.close()
    await app.close()
  })

  it('leaves ids of every kind behind', () => {
    const prefixes = [...new Set(secretIds.map(prefixOf))].toSorted()
    process.stdout.write(`${secretIds.length} ids of ${prefixes.length} kinds: ${prefixes.join(' ')}\n`)
    for (const table of ['orders', 'account', 'contact', 'app_user']) expect(tables).toContain(table)
    expect(prefixes.length).toBeGreaterThanOrEqual(15)
    expect(secretIds).toContain(journey.orderId)
    expect(secretIds).toContain(journey.draftId)
  })

  interface Caller {
    name: string
    client: () => Promise<ApiClient>
    /** What a customer may know of its reseller. */
    knows: () => Promise<string[]>
  }
  const callers: Caller[] = [
    {
      name: 'another reseller’s administrator',
      client: () => app.signedIn('admin@harbor.example'),
      knows: () => Promise.resolve([]),
    },
    {
      name: 'another reseller’s sales agent',
      client: () => app.signedIn('sales@harbor.example'),
      knows: () => Promise.resolve([]),
    },
    {
      name: 'a sibling customer',
      client: () => app.signedIn('h.stahlmann@ahornfeld.example'),
      knows: async () =>
        idsIn([
          meridianId,
          await app.sql('SELECT id FROM terms_document'),
          await app.sql('SELECT id FROM terms_version'),
          await app.sql('SELECT id FROM price_list'),
          await app.sql('SELECT id FROM price'),
        ]),
    },
    { name: 'nobody', client: () => Promise.resolve(app.anonymous()), knows: () => Promise.resolve([]) },
  ]

  /** Rows of the caller’s own, so that what else a call needs is in order. */
  async function ownIds(client: ApiClient): Promise<Record<string, string>> {
    if (!client.token) return {}
    const { organizations, viewer } = await client.ask(
      '{ viewer { id permissions } organizations(first: 1, where: { kind: CUSTOMER }) { nodes { id accounts { id } } } }',
    )
    const [own] = organizations.nodes
    const ids = { organizationId: own.id, accountId: own.accounts[0].id, userId: viewer.id }
    const offer = await offerOf(await app.signedIn('sales@harbor.example'), '365 business prem')
    if (!viewer.permissions.includes('ORDER_CREATE')) return { ...ids, offerId: offer.id }
    const started = await client.done(
      'orderStart',
      { organizationId: own.id, accountId: own.accounts[0].id, idempotencyKey: key() },
      'order { id }',
    )
    return { ...ids, offerId: offer.id, orderId: started.order.id }
  }

  async function answers(
    client: ApiClient,
    place: IdPlace,
    what: { ids: string[]; own: Record<string, string>; show: (id: string) => string },
  ) {
    const found: Json[] = []
    for (let from = 0; from < what.ids.length; from += 10) {
      const ids = what.ids.slice(from, from + 10)
      const shown = ids.map(what.show)
      const { query, variables } = operationOf(
        schema,
        place,
        shown.map((id) => place.argumentsWith(id, what.own)),
      )
      const { data, errors = [] } = await client.request(query, variables)
      ids.forEach((_, index) => {
        const alias = `a${index}`
        const ofField = errors
          .filter(({ path }) => !path || path[0] === alias)
          .map(({ message, extensions: { requestId: _requestId, ...extensions } }) => ({
            message,
            extensions,
          }))
        const text = JSON.stringify({ data: data?.[alias] ?? null, errors: ofField })
        // What begins is new each time.
        const alike = text
          .replaceAll(shown[index] as string, '<id>')
          .replaceAll(/\bact_[0-9a-z]{26}/g, '<new>')
        found.push(JSON.parse(alike))
      })
    }
    return found
  }

  it.each(callers)(
    'answers $name as if its ids did not exist, and nothing changes',
    async ({ client: signIn, knows }) => {
      const client = await signIn()
      const own = await ownIds(client)
      const known = new Set(await knows())
      const hidden = secretIds.filter((id) => !known.has(id))
      const onePerKind = [...new Map(hidden.map((id) => [prefixOf(id), id])).values()]
      const orders = [journey.orderId, journey.draftId].filter((id) => !onePerKind.includes(id))
      // What the caller before has begun goes on behind its answers.
      await app.quiet()
      const before = await hashes()
      const places = idPlaces(schema)
      const told: Json[] = []
      let probes = 0
      for (const place of places) {
        const ids = place.kind === 'query' && place.field === 'order' ? hidden : [...onePerKind, ...orders]
        const real = await answers(client, place, { ids, own, show: (id) => id })
        const absent = await answers(client, place, { ids, own, show: missing })
        probes += ids.length
        ids.forEach((id, index) => {
          if (JSON.stringify(real[index]) !== JSON.stringify(absent[index]))
            told.push({ place: place.name, id, real: real[index], absent: absent[index] })
          // A call that is malformed would be answered alike whatever the id; then nothing were proven.
          const malformed = /GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT|BAD_REQUEST/
          if (malformed.test(JSON.stringify(real[index])))
            told.push({ place: place.name, malformed: real[index] })
        })
      }
      process.stdout.write(`${places.length} places that take an id, ${probes} probes\n`)
      expect(told).toEqual([])
      expect(await hashes()).toEqual(before)
    },
    240_000,
  )

  it.each(callers)('appears in no list of $name', async ({ client: signIn, knows }) => {
    const client = await signIn()
    const known = new Set(await knows())
    const hidden = new Set(secretIds.filter((id) => !known.has(id)))
    const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter((field) =>
      field.args.every((one) => !String(one.type).endsWith('!') || one.defaultValue !== undefined),
    )
    expect(lists.length).toBeGreaterThanOrEqual(12)
    for (const { name, args } of lists) {
      const pages = args.some((one) => one.name === 'first') ? [{ first: 100 }] : [{}]
      const { query, variables } = operationOf(schema, { kind: 'query', field: name }, pages)
      const answer = await client.request(query, variables)
      expect([name, idsIn(answer).filter((id) => hidden.has(id))]).toEqual([name, []])
    }
    for (const search of ['Spreebogen', journey.orderNumber]) {
      const { data } = await client.request(
        'query ($search: String!) { orders(search: $search) { nodes { id } } }',
        { search },
      )
      expect(data?.orders?.nodes ?? []).toEqual([])
    }
  })

  it.each(
    callers.flatMap((caller) =>
      (['graphql-ws', 'graphql-sse'] as const).map((transport) => ({ ...caller, transport })),
    ),
  )(
    'refuses live updates to $name over $transport as for a missing order',
    async ({ client: signIn, transport }) => {
      const client = await signIn()
      for (const field of ['orderStatusChanged', 'approvalStatusChanged']) {
        const refusals: string[] = []
        for (const id of [journey.orderId, missing(journey.orderId)]) {
          const query = `subscription ($id: ID!) { ${field}(orderId: $id) { id type order { id } } }`
          const stream = listen(transport, client, { query, variables: { id } })
          await stream.until(() => stream.refusal() !== null)
          stream.stop()
          expect(stream.updates).toEqual([])
          refusals.push(
            JSON.stringify(stream.refusal())
              .replaceAll(id, '<id>')
              .replace(/req_\w{26}/, '<request>'),
          )
        }
        expect(refusals[0]).toBe(refusals[1])
        expect(refusals[0]).toContain('There is no such order')
      }
    },
  )

  it('control: its own administrator is answered otherwise, so the comparison sees a difference', async () => {
    const client = await app.signedIn('admin@meridian.example')
    const places = idPlaces(schema).filter(({ name }) =>
      ['order.id', 'organization.id', 'termsAcceptance.id'].includes(name),
    )
    const seen = []
    for (const place of places) {
      const real = await answers(client, place, { ids: secretIds, own: {}, show: (id) => id })
      const absent = await answers(client, place, { ids: secretIds, own: {}, show: missing })
      seen.push(
        real.filter((answer, index) => JSON.stringify(answer) !== JSON.stringify(absent[index])).length,
      )
    }
    expect(seen).toHaveLength(3)
    for (const count of seen) expect(count).toBeGreaterThanOrEqual(1)
  })
})
