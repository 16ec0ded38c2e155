import type { GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSchema } from '../../src/api/schema.ts'
import { addPausedErp } from '../support/add-erp.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { idPlaces, operationOf } from '../support/id-probes.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'
import { ownersRows } from '../support/owner-secrets.ts'

/** Refused before anybody asks whose it is: what is missing in the call, or who is asked to decide. */
const otherwise: Record<string, string> = {
  'approvalApprove.input.approvalId': 'APPROVAL_NOT_ELIGIBLE',
  'approvalApproverAdd.input.approvalId': 'FORBIDDEN',
  'approvalApproverAdd.input.userId': 'FORBIDDEN',
  'approvalCommentAdd.input.approvalId': 'FORBIDDEN',
  'approvalReassign.input.approvalId': 'APPROVER_UNKNOWN',
  'approvalPause.input.approvalId': 'APPROVAL_NOT_ELIGIBLE',
  'approvalReject.input.approvalId': 'APPROVAL_NOT_ELIGIBLE',
  'approvalRequestChanges.input.approvalId': 'APPROVAL_NOT_ELIGIBLE',
  'approvalResume.input.approvalId': 'APPROVAL_NOT_ELIGIBLE',
  'responsiblePersonSet.input.userId': 'NOT_FOUND',
}

describe('an administrator of the reseller above', () => {
  let app: TestApp
  let schema: GraphQLSchema
  let above: ApiClient
  let below: ApiClient
  let sellerId: string
  let buyer: Json
  let offer: Json
  beforeAll(async () => {
    app = await startApp()
    schema = await createSchema()
    above = await app.signedIn('admin@meridian.example')
    below = await app.signedIn('admin@lakeside.example')
    const [seller] = await app.sql<{ id: string }>(
      "SELECT seller_id AS id FROM app_user WHERE email = 'admin@lakeside.example'",
    )
    sellerId = seller?.id ?? ''
    buyer = await customer(below, 'Ashgrove')
    offer = await offerOf(below, '365 business prem')
  })
  afterAll(() => app.close())

  /** One row of each kind below, by the prefix of its id. */
  async function rowsBelow(): Promise<Record<string, string>> {
    const draft = await completeDraft(below, { customer: buyer, offer })
    const pending = await completeDraft(below, { customer: buyer, offer })
    await submit(below, pending)
    const approval = await approvalOf(below, pending.orderId)
    const { webhookEndpoint } = await below.done(
      'webhookEndpointCreate',
      { url: 'http://127.0.0.1:9/hooks', eventTypes: ['ping'], idempotencyKey: key() },
      'webhookEndpoint { id }',
    )
    const { apiKey } = await below.done(
      'apiKeyCreate',
      { name: 'ERP', scopes: ['ORDER_READ'], idempotencyKey: key() },
      'apiKey { id }',
    )
    const connectionId = await addPausedErp({ admin: below })
    const [user] = await app.sql<{ id: string }>(
      "SELECT id FROM app_user WHERE email = 'sales@lakeside.example'",
    )
    const [document] = await app.sql<{ id: string }>('SELECT id FROM terms_document WHERE seller_id = $1', [
      sellerId,
    ])
    return {
      orderId: draft.orderId,
      approvalId: approval.id,
      organizationId: buyer.id,
      accountId: buyer.accounts[0].id,
      endpointId: webhookEndpoint.id,
      connectionId,
      apiKeyId: apiKey.id,
      userId: user?.id ?? '',
      documentId: document?.id ?? '',
    }
  }

  it('reads what is below, and is refused to change any of it', async () => {
    const ids = await rowsBelow()
    await app.quiet()
    const before = await ownersRows(app, sellerId)
    const told: Record<string, string[]> = {}
    for (const place of idPlaces(schema).filter(({ kind }) => kind === 'mutation')) {
      const id = ids[place.name.split('.')[2] ?? '']
      if (!id) continue
      const { query, variables } = operationOf(schema, place, [place.argumentsWith(id, ids)])
      const { data } = await above.request(query, variables)
      told[place.name] = data.a0.userErrors.map(({ code }: Json) => code as string)
    }
    expect(Object.keys(told).length).toBeGreaterThanOrEqual(30)
    const wanted = Object.keys(told).map((name) => [name, [otherwise[name] ?? 'OUT_OF_REACH']])
    expect(told).toEqual(Object.fromEntries(wanted))
    expect(await ownersRows(app, sellerId)).toEqual(before)
  })

  it('decides an approval below when it is asked to, and does nothing else with the order', async () => {
    await app.sql("UPDATE app_user SET status = 'DEACTIVATED' WHERE email = 'admin2@lakeside.example'")
    const draft = await completeDraft(below, { customer: buyer, offer })
    await submit(below, draft)
    const approval = await approvalOf(above, draft.orderId)
    const actions = async () => {
      const { order } = await above.ask('query ($id: ID!) { order(id: $id) { allowedActions } }', {
        id: draft.orderId,
      })
      return order.allowedActions as string[]
    }
    expect(await actions()).toEqual(['APPROVE', 'REJECT', 'REQUEST_CHANGES'])
    const cancelled = await above.mutate(
      'orderCancel',
      { orderId: draft.orderId, reason: 'No' },
      'order { id }',
    )
    expect(cancelled.userErrors).toMatchObject([{ code: 'OUT_OF_REACH', path: ['orderId'] }])
    const decided = await above.done(
      'approvalApprove',
      { approvalId: approval.id, expectedVersion: approval.version, idempotencyKey: key() },
      'approval { status } order { status }',
    )
    expect(decided).toMatchObject({ approval: { status: 'APPROVED' }, order: { status: 'APPROVED' } })
    expect(await actions()).toEqual([])
  })
})
