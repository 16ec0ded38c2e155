import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { DemoClient } from './demo-client.ts'
import { demoPassword } from './demo-log-ins.ts'
import { startDemoReceiver, type ReceivedWebhook } from './demo-receiver.ts'
import { findOrStartServer } from './find-or-start-server.ts'

const asJson = process.argv.includes('--json')
const patienceMs = 30_000
const ids = systemIds(systemClock)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function step(number: number, text: string): void {
  say(`\n${String(number).padStart(2)}  ${text}`)
}

function tell(text: string): void {
  say(`    ${text}`)
}

const amount = (money: { amount: string; currency: string } | null | undefined) =>
  money ? `${money.amount} ${money.currency}` : '-'

async function until<T>(what: string, look: () => Promise<T | null> | T | null): Promise<T> {
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    const found = await look()
    if (found !== null) return found
    await sleep(50)
  }
  throw new Error(
    `Waited ${patienceMs / 1000} seconds for ${what}. Look at /ops/queues and the server's log.`,
  )
}

async function signedIn(url: string, email: string): Promise<DemoClient> {
  const client = new DemoClient(url)
  const { signIn } = await client.ask('DemoSignIn', { email, password: demoPassword })
  tell(`${signIn.viewer?.name ?? email} of ${signIn.viewer?.organization?.name ?? '?'} (${email})`)
  return client.signIn(signIn.token ?? '')
}

interface Customer {
  organizationId: string
  accountId: string
}

async function chooseCustomer(sales: DemoClient): Promise<Customer> {
  const { organizations } = await sales.ask('DemoCustomers', {})
  const customer = organizations.nodes.find(({ name }) => name.startsWith('Spreebogen'))
  const account = customer?.accounts.find(({ currency }) => currency === 'EUR')
  if (!customer || !account) throw new Error('The demo data is not there. Start the server with DEMO=1.')
  tell(`${customer.name} (${customer.country}), account "${account.name}" in ${account.currency}`)
  return { organizationId: customer.id, accountId: account.id }
}

async function chooseOffer(sales: DemoClient, { organizationId }: Customer): Promise<string> {
  const search = { search: '365 business prem', organizationId }
  const [product] = (await sales.ask('DemoProducts', search)).productSearch.nodes
  const offer = product?.offers.find((one) => one.commitmentTerm === 'P1Y' && one.billingPeriod === 'P1M')
  if (!product || !offer)
    throw new Error('The product is not in the catalog. Was the demo data loaded completely?')
  tell(`${product.vendor.name}: ${product.name}. ${product.summary}`)
  const invoice = offer.invoiceInformation
  tell(
    `one year, billed monthly: ${amount(invoice?.unitPrice)} a seat; 25 seats: ${amount(invoice?.firstInvoiceTotal)} a month,`,
  )
  tell(`${amount(invoice?.totalContractValue)} over the year`)
  return offer.id
}

async function fillStages(sales: DemoClient, customer: Customer, offerId: string): Promise<string> {
  const start = { ...customer, idempotencyKey: ids.next('key') }
  const orderId = (await sales.ask('DemoStart', start)).orderStart.order?.id ?? ''
  const items = await sales.ask('DemoItems', { orderId, offerId })
  const contacts = await sales.ask('DemoContacts', { orderId })
  const provisioning = await sales.ask('DemoProvisioning', { orderId })
  for (const order of [
    items.orderSelectItems.order,
    contacts.orderSetContacts.order,
    provisioning.orderSetProvisioning.order,
  ])
    tell((order?.stages ?? []).map(({ kind, state }) => `${kind} ${state}`).join(' · '))
  return orderId
}

async function submit(sales: DemoClient, orderId: string): Promise<string> {
  const { order } = await sales.ask('DemoSummary', { orderId })
  if (!order) throw new Error('The draft is gone.')
  tell(
    `first invoice ${amount(order.invoicePreview?.firstInvoiceTotal)}; ${order.approvalPreview.steps[0]?.reason ?? ''}`,
  )
  tell(
    `agree to: ${order.requiredTerms.map(({ document, version }) => `${document?.title ?? 'Terms'} ${version}`).join(', ')}`,
  )
  const { orderSubmit } = await sales.ask('DemoSubmit', {
    orderId,
    expectedVersion: order.version,
    acceptedVersionIds: order.requiredTerms.map(({ id }) => id),
    idempotencyKey: `demo-${orderId}`,
  })
  const number = orderSubmit.order?.orderNumber
  if (number) return number
  return until(
    'the order number',
    async () => (await sales.ask('DemoOrder', { orderId })).order?.orderNumber ?? null,
  )
}

interface ApprovalEvent {
  type: string
  status: string | null
}

interface Watched {
  events: ApprovalEvent[]
  /** Waits for the request that asks for a decision. */
  request: () => Promise<{ id: string; version: number }>
  stop: () => void
}

function watchApproval(admin: DemoClient, orderId: string): Watched {
  const events: ApprovalEvent[] = []
  let pending: { id: string; version: number } | null = null
  const stop = admin.listen('DemoApproval', { orderId }, ({ approvalStatusChanged: update }) => {
    events.push({ type: update.type, status: update.approval?.status ?? null })
    if (update.approval?.status === 'PENDING') pending = update.approval
    tell(`live: ${update.type}${update.approval ? ` (${update.approval.status})` : ''}`)
  })
  return { events, request: () => until('the approval', () => pending), stop }
}

interface Listener {
  webhooks: ReceivedWebhook[]
  close: () => Promise<void>
}

async function registerReceiver(admin: DemoClient): Promise<Listener> {
  const webhooks: ReceivedWebhook[] = []
  const receiver = await startDemoReceiver((webhook) => webhooks.push(webhook))
  const endpoint = { url: receiver.url, idempotencyKey: ids.next('key') }
  const { webhookEndpointCreate } = await admin.ask('DemoWebhookEndpoint', endpoint)
  receiver.useSecret(webhookEndpointCreate.secret ?? '')
  tell(`${receiver.url}, signed by Standard Webhooks`)
  const endpointId = webhookEndpointCreate.webhookEndpoint?.id ?? ''
  const close = async () => {
    await admin.ask('DemoWebhookEndpointDelete', { endpointId })
    receiver.close()
  }
  return { webhooks, close }
}

async function fulfilled(sales: DemoClient, orderId: string): Promise<string> {
  const order = await until('the fulfillment', async () => {
    const { order: latest } = await sales.ask('DemoOrder', { orderId })
    return latest?.status === 'FULFILLED' ? latest : null
  })
  tell(`${order.status}: ${order.lines.map(({ vendorReference }) => vendorReference).join(', ')}`)
  return order.status
}

async function lastOf(webhooks: ReceivedWebhook[]): Promise<{ id: string; type: string; verified: boolean }> {
  const { id, type } = await until(
    'the webhook',
    () => webhooks.find((webhook) => webhook.type === 'order.fulfilled') ?? null,
  )
  for (const webhook of webhooks)
    tell(`${webhook.verified ? 'verified' : 'REFUSED '}  ${webhook.type.padEnd(30)} ${webhook.id}`)
  return { id, type, verified: webhooks.every(({ verified }) => verified) }
}

async function demo(url: string): Promise<object> {
  const began = performance.now()
  step(1, 'Sign in as an administrator and a sales agent of the reseller')
  const admin = await signedIn(url, 'admin@meridian.example')
  const sales = await signedIn(url, 'sales@meridian.example')

  step(2, 'Register a webhook receiver')
  const { webhooks, close } = await registerReceiver(admin)

  step(3, 'Choose a customer organization')
  const customer = await chooseCustomer(sales)

  step(4, 'Find a product: "365 business prem"')
  const offerId = await chooseOffer(sales, customer)

  step(5, 'Fill the stages')
  const orderId = await fillStages(sales, customer, offerId)

  step(6, 'Listen to the approval, live over WebSocket')
  const approval = watchApproval(admin, orderId)

  step(7, 'Summary, terms, submit')
  const orderNumber = await submit(sales, orderId)
  tell(`ORDER NUMBER ${orderNumber}`)

  step(8, 'The administrator approves')
  const { id: approvalId, version: expectedVersion } = await approval.request()
  await admin.ask('DemoApprove', { approvalId, expectedVersion, idempotencyKey: ids.next('key') })

  step(9, 'Provisioning')
  const orderStatus = await fulfilled(sales, orderId)

  step(10, 'Webhooks, verified with the public "standardwebhooks" package')
  const webhook = await lastOf(webhooks)

  approval.stop()
  await close()
  const milliseconds = Math.round(performance.now() - began)
  return { orderNumber, orderStatus, approvalEvents: approval.events, webhook, milliseconds }
}

try {
  say('Countersign: an order through the public API')
  const server = await findOrStartServer(say)
  try {
    const result = await demo(server.url)
    say(
      asJson ? JSON.stringify(result) : `\nDone. Open ${server.url}/graphql and place the next one by hand.`,
    )
  } finally {
    await server.stop()
  }
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
