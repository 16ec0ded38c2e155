import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../src/access/actor.ts'
import { forkFor } from '../../src/access/fork-for.ts'
import { createSchema } from '../../src/api/schema.ts'
import type { Finding } from '../../src/audit/finding.ts'
import { verifyChain } from '../../src/audit/verify-chain.ts'
import { signingKeyOf } from '../../src/platform/signing-key.ts'
import { readOnly } from '../../src/platform/transact.ts'
import { ApiClient, type Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { csvHeader, csvLine } from '../support/catalog-csv.ts'
import {
  approvalOf,
  completeDraft,
  customer,
  key,
  offerOf,
  submit,
  submitInput,
  until,
} from '../support/ordering.ts'
import { changeErp } from '../support/change-erp.ts'
import { changeNumberSeries } from '../support/change-number-series.ts'
import { changePriceLists } from '../support/change-price-lists.ts'
import { changePromotion } from '../support/change-promotion.ts'
import { changeApprovers } from '../support/change-approvers.ts'
import { changePolicies } from '../support/change-policies.ts'
import { linkDecision } from '../support/mailbox.ts'
import { pauseApproval } from '../support/pause-approval.ts'
import { plantSecret } from '../support/plant-secret.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** Mutations that leave no entry, and why that is right. */
const withoutEntry: Record<string, string> = {
  signIn:
    'begins a session and changes nothing of the business; sessions are kept for 30 days after their end',
  signOut: 'ends a session of its own caller and nothing else',
}

/** How many entries each mutation left that its own caller made: those of jobs that follow do not count. */
const left: Record<string, number[]> = {}

const email = (adminEmail: string) => ({ values: [{ key: 'adminEmail', value: adminEmail }] })
describe('the audit chain has an entry of', () => {
  let app: TestApp
  let receiver: WebhookReceiver
  let sales: ApiClient
  let admin: ApiClient
  let desk: ApiClient
  let buyer: Json
  let offer: Json

  /** A client that looks into the chain before and after each of its mutations. */
  class WatchedClient extends ApiClient {
    override async mutate(name: string, input: Record<string, unknown>, fields: string): Promise<Json> {
      const before = await entries()
      const payload = await super.mutate(name, input, fields)
      if ((payload.userErrors as Json[]).length === 0) (left[name] ??= []).push((await entries()) - before)
      return payload
    }
  }
  const entries = async () => {
    const [row] = await app.sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_entry WHERE actor_id <> 'system'`,
    )
    return row?.count ?? 0
  }
  const watched = async (address: string) => new WatchedClient(app.url, (await app.signedIn(address)).token)

  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    receiver = await startReceiver()
    sales = await watched('sales@meridian.example')
    admin = await watched('admin@meridian.example')
    desk = await watched('desk@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(async () => {
    await receiver.close()
    await app.close()
  })

  const draft = () => completeDraft(sales, { customer: buyer, offer })
  async function pending(adminEmail?: string) {
    const wanted = await draft()
    const { orderId } = wanted
    if (adminEmail)
      wanted.version = (
        await sales.done('orderSetProvisioning', { orderId, ...email(adminEmail) }, 'order { version }')
      ).order.version
    const order = await submit(sales, wanted)
    const { id: approvalId, version: expectedVersion } = await approvalOf(admin, orderId)
    return { wanted, orderId, order, decision: { approvalId, expectedVersion } }
  }

  /** An order whose line hangs at the vendor, who has delivered: each act of a person on it is the last. */
  async function stuck(): Promise<{ orderId: string; lineNumber: number }> {
    const { orderId, decision } = await pending('timeout@customer.example')
    await admin.done('approvalApprove', { ...decision, idempotencyKey: key() }, 'order { id }')
    await until(sales, orderId, ({ lines }) => lines[0].status === 'IN_PROGRESS')
    return { orderId, lineNumber: 1 }
  }

  it('what is done to lines that hang', async () => {
    const failed = await stuck()
    const failure = { ...failed, code: 'X', message: 'No', idempotencyKey: key() }
    await desk.done('orderLineFail', failure, 'order { id }')
    await desk.done('orderRetry', { orderId: failed.orderId, idempotencyKey: key() }, 'order { id }')

    const question = { message: 'Who?', items: [{ key: 'adminEmail', message: 'Who?' }] }
    const asked = await stuck()
    const { orderId } = asked
    const ask = (what: Json) =>
      desk.done(
        'orderLineRequestInformation',
        { ...what, ...question, idempotencyKey: key() },
        'order { id }',
      )
    await ask(asked)
    const { url } = await sales.done('orderInformationLinkCreate', { orderId }, 'url')
    const answer = { lineNumber: null, key: 'adminEmail', value: 'timeout@customer.example' }
    const answered = { token: (url as string).split('/').at(-1), values: [answer] }
    await new WatchedClient(app.url).done('orderInquiryAnswer', answered, 'accepted')

    const inquired = await stuck()
    await ask(inquired)
    const provided = { orderId: inquired.orderId, ...email('timeout@customer.example') }
    await sales.done('orderProvideInformation', provided, 'order { id }')

    const line = await stuck()
    await plantSecret(app, line.orderId)
    await desk.done('orderProvisioningReveal', { ...line, key: 'token', reason: 'By hand' }, 'order { id }')
    const { order: delivered } = await desk.done(
      'orderLineFulfil',
      { ...line, vendorReference: 'P-1', idempotencyKey: key() },
      'order { cloudSubscriptions { id } }',
    )
    const cloudSubscriptionId = delivered.cloudSubscriptions[0].id as string
    await admin.done(
      'cloudSubscriptionSetBillingReference',
      { cloudSubscriptionId, billingReference: 'PO-2', idempotencyKey: key() },
      'cloudSubscription { id }',
    )
  })

  it('what is done to orders and approvals', async () => {
    const returned = await pending()
    const changes = { ...returned.decision, comment: 'Seven', stage: 'SELECT_ITEMS', idempotencyKey: key() }
    await admin.done('approvalRequestChanges', changes, 'order { id }')
    const { terms } = submitInput(returned.wanted)
    const again = { orderId: returned.orderId, idempotencyKey: key(), terms }
    await sales.done('orderSubmitForApproval', again, 'order { id }')
    const second = await approvalOf(admin, returned.orderId)
    const { id: approvalId, version: expectedVersion } = second
    const no = { approvalId, expectedVersion, comment: 'No', idempotencyKey: key() }
    await admin.done('approvalReject', no, 'order { id }')
    await sales.done('orderClone', { orderId: returned.orderId, idempotencyKey: key() }, 'order { id }')

    const recalled = await pending()
    const { version } = recalled.order
    const recall = { orderId: recalled.orderId, expectedVersion: version, reason: 'Wrong' }
    await sales.done('orderWithdraw', recall, 'order { id }')
    await sales.done('orderCancel', { orderId: recalled.orderId, reason: 'Not needed' }, 'order { id }')

    const { order } = await sales.ask(
      `query ($id: ID!) { order(id: $id) { contacts { role firstName lastName email phone } provisioning { key value } lines { provisioning { key value } } } }`,
      { id: recalled.orderId },
    )
    const placed = {
      organizationId: buyer.id,
      accountId: buyer.accounts[0].id,
      items: [{ offerId: offer.id, quantity: '5' }],
      contacts: order.contacts,
      values: order.provisioning,
      lines: [{ lineNumber: 1, values: order.lines[0].provisioning }],
      terms,
      idempotencyKey: key(),
    }
    await sales.done('orderPlace', placed, 'order { id }')

    const failed = await pending()
    const gone = [failed.orderId]
    await app.sql("UPDATE orders SET status = 'FULFILLMENT_FAILED' WHERE id = $1", gone)
    await app.sql("UPDATE order_line SET status = 'FAILED' WHERE order_id = $1", gone)
    const remaining = { orderId: failed.orderId, reason: 'Not needed', idempotencyKey: key() }
    await desk.done('orderCancelRemainingLines', remaining, 'order { id }')
  })

  it('what is done to the people of approvals, and to policies', async () => {
    await changeApprovers({ app, admin, pending })
    await pauseApproval(admin, (await pending()).decision)
    const { approvalId, expectedVersion } = (await pending()).decision
    const byLink = await linkDecision(app, approvalId, expectedVersion)
    await new WatchedClient(app.url).done('approvalLinkDecide', byLink, 'approvalStatus')
    await changePolicies(admin)
  })

  it('what is done to organizations, accounts, users and API keys', async () => {
    const { organization } = await admin.done(
      'organizationCreate',
      { name: 'Audit GmbH', country: 'DE', currency: 'EUR', idempotencyKey: key() },
      'organization { id }',
    )
    const organizationId = organization.id as string
    await admin.done('organizationUpdate', { organizationId, name: 'Audit AG' }, 'organization { id }')
    const upserted = { externalReference: 'crm-1', name: 'Audit KG', country: 'DE', currency: 'EUR' }
    await admin.done('organizationUpsert', upserted, 'organization { id }')
    const account = { organizationId, name: 'Second', currency: 'EUR', idempotencyKey: key() }
    const { account: made } = await admin.done('accountCreate', account, 'account { id }')
    await admin.done('accountUpdate', { accountId: made.id, name: 'Third' }, 'account { id }')
    const { user, invitationUrl } = await admin.done(
      'userInvite',
      {
        organizationId,
        email: 'audit@audit.example',
        firstName: 'Au',
        lastName: 'Dit',
        roles: ['CUSTOMER_ADMIN'],
        idempotencyKey: key(),
      },
      'user { id } invitationUrl',
    )
    const token = new URL(invitationUrl, app.url).searchParams.get('token')
    const stranger = new WatchedClient(app.url)
    await stranger.done('invitationAccept', { token, password: 'a long enough phrase 7' }, 'token')
    await admin.done('userDeactivate', { userId: user.id }, 'user { id }')
    await admin.done('userActivate', { userId: user.id }, 'user { id }')
    await admin.done('passwordReset', { userId: user.id }, 'user { id }')
    const bulk = () => ({ userIds: [user.id as string], idempotencyKey: key() })
    await admin.done('usersDeactivate', bulk(), 'activity { id }')
    await app.quiet()
    await admin.done('usersActivate', bulk(), 'activity { id }')
    await app.quiet()
    const { activity } = await admin.done('usersDeactivate', bulk(), 'activity { id }')
    await app.sql(
      `UPDATE activity SET status = 'RUNNING', started_at = now(), ended_at = NULL WHERE id = $1`,
      [activity.id],
    )
    await admin.done('activityCancel', { activityId: activity.id }, 'activity { id }')
    const apiKey = { name: 'ERP', scopes: ['ORDER_READ'], idempotencyKey: key() }
    const { apiKey: credential } = await admin.done('apiKeyCreate', apiKey, 'apiKey { id }')
    await admin.done('apiKeyRevoke', { apiKeyId: credential.id }, 'apiKey { id }')
  })

  it('what is done to webhook endpoints and messages, and to connections to ERPs', async () => {
    const made = { url: receiver.url, eventTypes: ['order.*'], idempotencyKey: key() }
    const { webhookEndpoint } = await admin.done('webhookEndpointCreate', made, 'webhookEndpoint { id }')
    const { id: endpointId } = webhookEndpoint
    const one = { endpointId }
    await admin.done('webhookEndpointUpdate', { ...one, description: 'ERP' }, 'webhookEndpoint { id }')
    await admin.done('webhookEndpointRotateSecret', one, 'webhookEndpoint { id }')
    await admin.done('webhookEndpointDisable', one, 'webhookEndpoint { id }')
    await admin.done('webhookEndpointEnable', one, 'webhookEndpoint { id }')
    const { webhookMessage } = await admin.done('webhookEndpointTest', one, 'webhookMessage { id }')
    await app.quiet()
    const replay = { messageId: webhookMessage.id, idempotencyKey: key() }
    await admin.done('webhookMessageReplay', replay, 'webhookMessage { id }')
    await app.quiet()
    await app.sql(`UPDATE webhook_message SET status = 'FAILED' WHERE endpoint_id = $1`, [endpointId])
    await admin.done('webhookReplaySince', { ...one, since: '2020-01-01T00:00:00Z' }, 'replayedCount')
    await admin.done('webhookEndpointDelete', one, 'webhookEndpoint { id }')
    await changeErp(app, admin)
  })

  it('what is done to terms and to the catalog', async () => {
    const terms = {
      document: { key: 'audit', title: 'Audit' },
      version: '1',
      body: 'All of it.',
      idempotencyKey: key(),
    }
    await admin.done('termsVersionPublish', terms, 'termsVersion { id }')
    const operator = await watched('operator@countersign.example')
    await operator.done(
      'catalogImport',
      { csv: `${csvHeader}\n${csvLine}\n`, idempotencyKey: key() },
      'catalogImport { __typename }',
    )
    await operator.done('searchSynonymSet', { word: 'aud', meanings: ['audit'] }, 'searchSynonym { word }')
  })

  it('what is done to prices and series of order numbers', async () => {
    await changePromotion(admin)
    await changePriceLists(admin, offer.id)
    await changeNumberSeries(admin)
  })

  it('what is done to dead letters', async () => {
    await app.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, created_at, updated_at)
       SELECT 'job_dead', 'dead', seller_id, 'terms-record', 'terms-record', '{"subjectId": "ord_none"}', 'DEAD', 3, now(), now()
       FROM app_user WHERE email = 'admin@meridian.example'`,
    )
    await admin.done('jobDeadLetterRetry', { id: 'job_dead', idempotencyKey: key() }, 'deadLetter { id }')
  })

  it('every mutation of the schema, except those that rightly leave none', async () => {
    const mutations = Object.keys((await createSchema()).getMutationType()?.getFields() ?? {}).toSorted()
    const lines = mutations.map((name) => `  ${name.padEnd(28)} ${(left[name] ?? ['-']).join(' ')}`)
    process.stdout.write(`Audit entries by mutation, call by call:\n${lines.join('\n')}\n`)
    const audited = mutations.filter((name) => left[name]?.every((count) => count >= 1))
    expect(mutations.filter((name) => !audited.includes(name))).toEqual(Object.keys(withoutEntry))
  })

  it('all of that, whole: every chain verifies, and every order stands where its newest entry says', async () => {
    await app.quiet()
    const { orm, keys } = app.resources
    const sellers = await app.sql<{ id: string }>(`SELECT id FROM organization WHERE kind <> 'CUSTOMER'`)
    const findings: Finding[] = []
    let verified = 0
    for (const { id: sellerId } of sellers) {
      const em = forkFor(orm.em.fork(), systemActor({ id: sellerId, ancestors: [] }))
      const chain = { sellerId, exported: [], keys: [signingKeyOf(keys.signing)], now: new Date() }
      const { entries: count } = await verifyChain(
        (work) => readOnly({ em }, work),
        chain,
        (one) => findings.push(one),
      )
      verified += count
    }

    expect(findings).toEqual([])
    process.stdout.write(`${verified} entries of ${sellers.length} sellers verified\n`)
    expect(verified).toBe((await app.sql('SELECT 1 FROM audit_entry')).length)
  })
})
