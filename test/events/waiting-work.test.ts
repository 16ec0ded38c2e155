import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addApprovedOrder, addMarket } from '../subscriptions/approved-order.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { addCompanies } from '../support/companies.ts'

let verbs: VerbHarness
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
})
afterAll(() => verbs.close())

const pumps = async () =>
  (
    await verbs.sql<{ subject_id: string }>(
      "SELECT subject_id FROM gate.waiting_work('2026-11-23T10:00Z', 50) WHERE kind = 'webhook-pump' ORDER BY 1",
    )
  ).map(({ subject_id }) => subject_id)

describe('an endpoint', () => {
  const endpoint = (id: string, columns = '', values = '') =>
    verbs.sql(`INSERT INTO webhook_endpoint (id, seller_id, created_by, url, event_types, secrets, created_at, updated_at,
        status ${columns}) VALUES ('${id}', 'org_north', 'usr_1', 'https://hooks.example', '{*}', '[]', now(), now(),
        ${values || "'ACTIVE'"})`)
  const message = (endpointId: string, due: string, lease: string | null = null) =>
    verbs.sql(
      `INSERT INTO webhook_message (id, seller_id, endpoint_id, event_id, event_type, status, body, next_attempt_at,
         lease_id, lease_until, created_at, updated_at)
       VALUES ($1, 'org_north', $2, $1, 'order.placed', 'PENDING', '', $3, $4, $5, now(), now())`,
      [
        `whm_${endpointId}_${due}`,
        endpointId,
        `2026-11-23T${due}Z`,
        lease && 'lea_1',
        lease && `2026-11-23T${lease}Z`,
      ],
    )

  it('waits for its pump while a message is due that nobody sends, and nothing holds the endpoint back', async () => {
    await endpoint('whe_due')
    await message('whe_due', '09:59')
    await endpoint('whe_later')
    await message('whe_later', '10:01')
    await endpoint('whe_leased')
    await message('whe_leased', '09:59', '10:01')
    await endpoint('whe_lost')
    await message('whe_lost', '09:58', '09:59')
    await endpoint('whe_paused', ', paused_until', "'ACTIVE', '2026-11-23T10:01Z'")
    await message('whe_paused', '09:59')
    await endpoint(
      'whe_open',
      ', breaker',
      `'ACTIVE', '{"state": "OPEN", "until": "2026-11-23T10:01:00.000Z"}'`,
    )
    await message('whe_open', '09:59')
    await endpoint('whe_off', ', disabled_reason', "'DISABLED', 'MANUAL'")
    await message('whe_off', '09:59')
    await endpoint('whe_outage', ', next_notice_at', "'ACTIVE', '2026-11-23T09:59Z'")
    await endpoint('whe_idle')
    expect(await pumps()).toEqual(['whe_due', 'whe_lost', 'whe_off', 'whe_outage'])
    await verbs.sql('DELETE FROM webhook_message')
    await verbs.sql('DELETE FROM webhook_endpoint')
  })
})

const work = async (vendors: string[] | null = null) =>
  (
    await verbs.sql<{ work: string }>(
      "SELECT kind || ' ' || subject_id AS work FROM gate.waiting_work('2026-11-23T10:00Z', 50, $1) WHERE subject_id LIKE ANY ('{ord%,evt%}') ORDER BY 1",
      [vendors],
    )
  ).map((row) => row.work)

it('is an event whose fan-out its queue has lost, until the commit that makes the messages', async () => {
  await verbs.sql(`INSERT INTO outbox_event (id, seller_id, type, subject_type, subject_id, subject_version, actor, data,
      correlation_id, occurred_at, published_at, fan_out_due)
    SELECT id, 'org_north', 'order.placed', 'order', 'ord_x', 1, '{}', '{}', 'req_x', at, at, due
    FROM (VALUES ('evt_lost', timestamptz '2026-11-23T09:59Z', true), ('evt_done', '2026-11-23T09:59Z', false),
      ('evt_fresh', '2026-11-23T10:01Z', true)) AS e (id, at, due)`)
  expect(await work()).toEqual(['webhook-fan-out evt_lost'])
  await verbs.sql("SELECT gate.event_fanned_out('org_south', 'evt_lost')")
  expect(await work()).toEqual(['webhook-fan-out evt_lost'])
  await verbs.sql("SELECT gate.event_fanned_out('org_north', 'evt_lost')")
  expect(await work()).toEqual([])
})

describe('an approved order', () => {
  const at = new Date('2026-11-23T09:00:00Z')
  let market: VerbHarness
  const waitingOrders = (vendors: string[] | null) =>
    market.sql(
      "SELECT kind, subject_id AS id FROM gate.waiting_work('2026-11-23T10:00Z', 50, $1) ORDER BY 2",
      [vendors],
    )
  const provisioning = (id: string) => [{ kind: 'provisioning', id }]

  beforeAll(async () => {
    market = await openVerbs()
    await addMarket(market)
  })
  afterAll(() => market.close())

  it('waits for a worker, but not while its customer or its account is on hold', async () => {
    const id = await addApprovedOrder(market, [{}], at)
    expect(await waitingOrders(null)).toEqual(provisioning(id))
    for (const table of ['organization', 'account']) {
      await market.sql(`UPDATE ${table} SET status = 'ADMIN_HOLD' WHERE id IN ('org_c', 'acc_c')`)
      expect(await waitingOrders(null)).toEqual([])
      await market.sql(`UPDATE ${table} SET status = 'ACTIVE' WHERE id IN ('org_c', 'acc_c')`)
    }
    await market.sql("UPDATE orders SET status = 'FULFILLED' WHERE id = $1", [id])
  })

  it('waits, once begun, only for vendors that a provider delivers for, and for add-ons whose base is delivered', async () => {
    const id = await addApprovedOrder(market, [{}, { parentLineNumber: 1 }], at)
    const lines = (...status: string[]) =>
      Promise.all(
        status.map((one, index) =>
          market.sql('UPDATE order_line SET status = $1 WHERE order_id = $2 AND line_number = $3', [
            one,
            id,
            index + 1,
          ]),
        ),
      )
    await market.sql("UPDATE orders SET status = 'IN_FULFILLMENT' WHERE id = $1", [id])
    await lines('QUEUED', 'PENDING')
    expect(await waitingOrders(null)).toEqual(provisioning(id))
    expect(await waitingOrders(['northcloud'])).toEqual(provisioning(id))
    expect(await waitingOrders(['southcloud'])).toEqual([])
    expect(await waitingOrders([])).toEqual([])
    await lines('AWAITING_INFORMATION', 'PENDING')
    expect(await waitingOrders(null)).toEqual([])
    await lines('FULFILLED', 'PENDING')
    expect(await waitingOrders(null)).toEqual(provisioning(id))
  })

  it('is held up by a dead letter only until it has changed again', async () => {
    const [row] = await market.sql<{ id: string }>("SELECT id FROM orders WHERE status = 'IN_FULFILLMENT'")
    const id = row?.id ?? ''
    await market.sql(
      `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, created_at, updated_at)
       VALUES ('job_1', 'j', 'org_a', 'provisioning', 'provisioning', jsonb_build_object('subjectId', $1::text), 'DEAD', $2, $2)`,
      [id, new Date('2026-11-23T09:30:00Z')],
    )
    expect(await waitingOrders(null)).toEqual([])
    await market.sql('UPDATE orders SET updated_at = $2 WHERE id = $1', [
      id,
      new Date('2026-11-23T09:31:00Z'),
    ])
    expect(await waitingOrders(null)).toEqual(provisioning(id))
  })
})
