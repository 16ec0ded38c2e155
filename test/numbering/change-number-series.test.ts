import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorOf } from '../support/verbs.ts'
import { createNumberSeries } from '../../src/numbering/create-number-series.ts'
import { listNumberSeries } from '../../src/numbering/list-number-series.ts'
import { updateNumberSeries } from '../../src/numbering/update-number-series.ts'
import { decrypt } from '../../src/platform/secrets.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import {
  admin,
  openOrderWorld,
  problemsOf,
  sales,
  told,
  worker,
  type OrderWorld,
} from '../orders/order-fixture.ts'

describe('series of order numbers', () => {
  let world: OrderWorld
  let made = 0
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const plant = (submittedAt = '2026-11-23T08:00:00Z', type = 'NEW') =>
    world.verbs.sql(
      `INSERT INTO orders (id, seller_id, organization_id, account_id, requested_by, parties, status, currency, type,
         submitted_at, created_at, updated_at)
       SELECT $1, o.seller_id, o.id, a.id, 'usr_x',
         '{"seller":{"id":"s","name":"S"},"organization":{"id":"o","name":"O"},"account":{"id":"a","name":"A"},
           "requestedBy":{"id":"u","name":"U","email":null,"kind":"USER"}}', 'SUBMITTED', 'EUR', $3, $2, $2, $2
       FROM organization o JOIN account a ON a.organization_id = o.id WHERE o.id = 'org_up_customer'`,
      [`ord_${String(++made).padStart(4, '0')}`, submittedAt, type],
    )
  const inUse = async () =>
    (await world.verbs.read(admin, (ctx) => listNumberSeries(ctx, { first: 100 }))).nodes.filter(
      ({ endedAt }) => endedAt === null,
    )
  /** As the queue does: what could not have the lock in time is tried again. */
  const issue = async (): Promise<number> => {
    for (;;)
      try {
        return await world.verbs.run(worker, issueOrderNumbers)
      } catch (error) {
        if (!String(error).includes('BUSY')) throw error
      }
  }
  const numbersOf = (seriesId: string) =>
    world.verbs.sql<{ order_number: string; number_sequence: string }>(
      'SELECT order_number, number_sequence FROM orders WHERE number_series_id = $1 ORDER BY number_sequence',
      [seriesId],
    )
  const update = (input: Parameters<typeof updateNumberSeries>[1], actor = admin) =>
    world.verbs.run(actor, (ctx) => updateNumberSeries(ctx, input))

  it('leave no gap and give no number twice while they change under many assigners', async () => {
    await plant()
    await issue()
    for (let i = 0; i < 60; i++) await plant()
    let prefix = 'A'
    const change = async (next: string) => {
      for (;;) {
        const [series] = await inUse()
        try {
          return await update({
            numberSeriesId: series!.id,
            expectedVersion: series!.version,
            prefix: next,
            idempotencyKey: next,
          })
        } catch (error) {
          if (!String(error).includes('BUSY')) throw error
        }
      }
    }
    const submitting = async () => {
      for (let i = 0; i < 30; i++) {
        await plant()
        await issue()
      }
    }
    const changing = async () => {
      for (let i = 0; i < 6; i++) {
        await change(prefix)
        prefix = String.fromCharCode(prefix.charCodeAt(0) + 1)
      }
    }
    await Promise.all([submitting(), changing(), ...Array.from({ length: 4 }, issue)])
    await issue()

    const all = await world.verbs.sql<{ order_number: string | null; number_series_id: string }>(
      `SELECT order_number, number_series_id FROM orders WHERE id LIKE 'ord_0%' AND seller_id = 'org_up'`,
    )
    expect(all).toHaveLength(91)
    expect(all.filter(({ order_number }) => order_number === null)).toEqual([])
    expect(new Set(all.map(({ order_number }) => order_number)).size).toBe(91)
    const used = [...new Set(all.map(({ number_series_id }) => number_series_id))]
    for (const id of used) {
      const numbers = await numbersOf(id)
      expect(numbers.map((one) => one.number_sequence)).toEqual(numbers.map((_, index) => String(index + 1)))
      const counter = await world.verbs.sql<{ last_number: string }>(
        'SELECT last_number FROM number_counter WHERE series_id = $1',
        [id],
      )
      expect(counter).toEqual([{ last_number: String(numbers.length) }])
    }
    expect(await inUse()).toHaveLength(1)
    process.stdout.write(`91 numbers in ${used.length} series\n`)
  })

  it('number changes and countries of their own, and shuffle where they are opaque', async () => {
    const create = { pattern: '{prefix}-{seq:8}', reset: 'NEVER', idempotencyKey: 'c1' } as const
    const series = await world.verbs.run(admin, (ctx) =>
      createNumberSeries(ctx, { ...create, prefix: 'CH', orderType: 'CHANGE', policy: 'OPAQUE' }),
    )
    const de = await world.verbs.run(admin, (ctx) =>
      createNumberSeries(ctx, {
        ...create,
        prefix: 'DE',
        country: 'DE',
        legalEntity: 'Up GmbH',
        policy: 'SEQUENTIAL',
        idempotencyKey: 'c2',
      }),
    )
    await plant('2026-11-24T08:00:00Z', 'CHANGE')
    await plant('2026-11-24T08:00:00Z')
    expect(await issue()).toBe(2)

    expect(await numbersOf(series.id)).toEqual([
      { order_number: expect.stringMatching(/^CH-[0-9A-HJKMNP-TV-Z]{8}$/), number_sequence: '1' },
    ])
    expect(await numbersOf(de.id)).toEqual([{ order_number: 'DE-00000001', number_sequence: '1' }])
  })

  it('start again every month in their zone, also where its clocks changed', async () => {
    const series = await world.verbs.run(admin, (ctx) =>
      createNumberSeries(ctx, {
        pattern: '{prefix}{yy}{mm}-{seq:4}',
        prefix: 'MO',
        reset: 'MONTHLY',
        policy: 'SEQUENTIAL',
        orderType: 'CANCELLATION',
        timeZone: 'Europe/Berlin',
        idempotencyKey: 'monthly',
      }),
    )
    for (const submittedAt of [
      '2026-10-31T22:59:59Z',
      '2026-10-31T23:00:00Z',
      '2026-11-15T12:00:00Z',
      '2026-12-31T22:59:59Z',
      '2026-12-31T23:00:00Z',
    ])
      await plant(submittedAt, 'CANCELLATION')
    expect(await issue()).toBe(5)

    const numbers = await world.verbs.sql<{ order_number: string }>(
      'SELECT order_number FROM orders WHERE number_series_id = $1 ORDER BY submitted_at',
      [series.id],
    )
    expect(numbers.map((one) => one.order_number)).toEqual([
      'MO2610-0001',
      'MO2611-0001',
      'MO2611-0002',
      'MO2612-0001',
      'MO2701-0001',
    ])
  })

  it('keep the secret of an opaque one encrypted', async () => {
    const [stored] = await world.verbs.sql<{ id: string; secret: string }>(
      `SELECT id, secret FROM number_series WHERE policy = 'OPAQUE'`,
    )
    expect(stored?.secret).toMatch(/^v1\.[A-Za-z0-9+/=]+\.[A-Za-z0-9+/=]+\.[A-Za-z0-9+/=]+$/)
    expect(decrypt(stored!.secret, world.verbs.keys.encryption, stored!.id)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('refuse a number that another series could yield, one that ended too, and change nothing', async () => {
    const [series] = await inUse()
    const before = await world.verbs.sql('SELECT * FROM number_series ORDER BY id')
    const attempt = (more: Partial<Parameters<typeof updateNumberSeries>[1]>, actor = admin) =>
      problemsOf(
        update(
          {
            numberSeriesId: series!.id,
            expectedVersion: series!.version,
            idempotencyKey: JSON.stringify(more),
            ...more,
          },
          actor,
        ),
      )

    expect(told(await attempt({ prefix: 'SO' }))).toEqual(['NUMBER_PATTERN_TAKEN prefix'])
    expect(told(await attempt({ prefix: 'so' }))).toEqual(['NUMBER_PREFIX_INVALID prefix'])
    expect(told(await attempt({ pattern: '{prefix}' }))).toEqual(['NUMBER_PATTERN_INVALID pattern'])
    expect(told(await attempt({ timeZone: 'Mars/Base' }))).toEqual(['TIME_ZONE_INVALID timeZone'])
    expect(told(await attempt({ expectedVersion: 99 }))).toEqual(['VERSION_CONFLICT expectedVersion'])
    expect((await attempt({ prefix: 'ZZ' }, sales))[0]?.code).toBe('FORBIDDEN')
    expect(await world.verbs.sql('SELECT * FROM number_series ORDER BY id')).toEqual(before)
  })

  it('change zone and legal entity where they stand, by finance too', async () => {
    const [series] = await inUse()
    const finance = actorOf('org_up', ['FINANCE'], { id: 'usr_fin' })
    const changed = await update(
      {
        numberSeriesId: series!.id,
        expectedVersion: series!.version,
        timeZone: 'America/New_York',
        legalEntity: 'Up Inc.',
        idempotencyKey: 'z',
      },
      finance,
    )
    expect(changed).toMatchObject({
      id: series!.id,
      version: series!.version + 1,
      timeZone: 'America/New_York',
      legalEntity: 'Up Inc.',
      endedAt: null,
    })
  })
})
