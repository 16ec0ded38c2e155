import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import 'reflect-metadata'
import { compose } from '../../src/compose.ts'
import { loadDemoData } from '../../src/demo/load-demo-data.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openResources } from '../../src/resources.ts'

/**
 * `npm run bench -- [orders] [at once]`: places one-line orders through the public API, start to submitted, and prints
 * what one costs. Rates depend on the machine and its neighbors; statements and CPU time per order compare.
 */
const orders = Number(process.argv[2] ?? 200)
const atOnce = Number(process.argv[3] ?? 8)

const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'))
chmodSync(dataDir, 0o711)
let statements = 0
const config = readConfig({ ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' })
const resources = await openResources(config, { onStatement: () => void (statements += 1) })
await loadDemoData({ ...resources, root: resources.orm.em.fork() }, () => undefined)
const running = await compose(resources)
const url = `http://127.0.0.1:${running.api?.port ?? 0}/graphql`

// oxlint-disable-next-line typescript/no-explicit-any -- the shape of an answer is what the query says
type Json = any
let token = ''

async function ask(query: string, variables: object = {}): Promise<Json> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as Json
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

const { signIn } = await ask(
  'mutation { signIn(input: { email: "sales@meridian.example", password: "countersign-demo" }) { token } }',
)
token = signIn.token
const { organizations } = await ask(
  '{ organizations(search: "Spreebogen", first: 1) { nodes { id accounts { id currency } } } }',
)
const [customer] = organizations.nodes
const account = customer.accounts.find((one: Json) => one.currency === 'EUR')
const { productSearch } = await ask(
  '{ productSearch(search: "365 business prem", first: 1) { nodes { offers { id commitmentTerm billingPeriod } } } }',
)
const offer = productSearch.nodes[0].offers.find(
  (one: Json) => one.commitmentTerm === 'P1Y' && one.billingPeriod === 'P1M',
)

async function placeOne(): Promise<void> {
  const start = { organizationId: customer.id, accountId: account.id, idempotencyKey: randomUUID() }
  const { orderStart } = await ask(
    'mutation ($input: OrderStartInput!) { orderStart(input: $input) { order { id } } }',
    { input: start },
  )
  const orderId = orderStart.order.id
  await ask(
    'mutation ($input: OrderSelectItemsInput!) { orderSelectItems(input: $input) { order { id } } }',
    {
      input: { orderId, items: [{ offerId: offer.id, quantity: '5' }] },
    },
  )
  await ask(
    'mutation ($input: OrderSetContactsInput!) { orderSetContacts(input: $input) { order { id } } }',
    {
      input: { orderId },
    },
  )
  const values = [
    { key: 'tenantKind', value: 'NEW' },
    { key: 'tenantDomain', value: 'spreebogen' },
    { key: 'adminEmail', value: 'it@spreebogen.example' },
  ]
  const { orderSetProvisioning } = await ask(
    `mutation ($input: OrderSetProvisioningInput!) {
      orderSetProvisioning(input: $input) { order { version requiredTerms { id } } } }`,
    { input: { orderId, values } },
  )
  const { version, requiredTerms } = orderSetProvisioning.order
  const acceptedVersionIds = requiredTerms.map(({ id }: Json) => id)
  const { orderSubmit } = await ask(
    'mutation ($input: OrderSubmitInput!) { orderSubmit(input: $input) { order { id } userErrors { code } } }',
    {
      input: {
        orderId,
        expectedVersion: version,
        idempotencyKey: randomUUID(),
        terms: { acceptedVersionIds },
      },
    },
  )
  if (!orderSubmit.order) throw new Error(JSON.stringify(orderSubmit.userErrors))
}

await placeOne()
statements = 0
const cpu = process.cpuUsage()
const began = performance.now()
const latencies: number[] = []
let left = orders
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (left-- > 0) {
      const from = performance.now()
      await placeOne()
      latencies.push(performance.now() - from)
    }
  }),
)
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(cpu)
const sorted = latencies.toSorted((a, b) => a - b)
const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
process.stdout.write(
  [
    `${orders} orders, ${atOnce} at once, queues on ${resources.queues.backend}`,
    `  orders per second           ${(orders / seconds).toFixed(1)}`,
    `  five mutations p50 / p95    ${at(0.5)} / ${at(0.95)} ms`,
    `  Node CPU per order          ${((user + system) / 1000 / orders).toFixed(1)} ms (client, API and workers)`,
    `  SQL statements per order    ${(statements / orders).toFixed(1)} (API and workers, without BullMQ's own)`,
    '',
  ].join('\n'),
)
await running.stop()
await resources.close()
rmSync(dataDir, { recursive: true, force: true })
process.exit(0)
