import { afterAll, beforeAll, expect, test } from 'vitest'
import { anonymous, bootstrapActor } from '../../src/access/actor.ts'
import { quoteOffers } from '../../src/catalog/quote-offers.ts'
import { loadDemoData } from '../../src/demo/load-demo-data.ts'
import { demoLogIns, demoPassword } from '../../src/demo/demo-log-ins.ts'
import { signIn } from '../../src/identity/sign-in.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
const said: string[] = []

const load = () =>
  loadDemoData(
    {
      root: verbs.orm.em.fork(),
      clock: systemClock,
      ids: systemIds(systemClock),
      log: createLogger('silent'),
      keys: { encryption: Buffer.alloc(32, 1), signing: Buffer.alloc(32, 2) },
    },
    (line) => said.push(line),
  )

const counts = async () =>
  verbs.sql(`SELECT (SELECT count(*)::int FROM organization) AS organizations,
    (SELECT count(*)::int FROM app_user WHERE status = 'ACTIVE') AS users,
    (SELECT count(*)::int FROM offer) AS offers, (SELECT count(*)::int FROM terms_version) AS terms`)

beforeAll(async () => {
  verbs = await openVerbs()
  // Two processes that start together: one loads, the other waits and finds it done.
  expect((await Promise.all([load(), load()])).toSorted()).toEqual([false, true])
})
afterAll(() => verbs.close())

test('it says what it loaded', () => {
  expect(said.at(-1)).toBe('Demo companies: 3 resellers, 25 customers, 18 users')
})

test('loading again does nothing', async () => {
  const before = await counts()
  expect(before).toEqual([{ organizations: 29, users: 18, offers: 418, terms: 7 }])
  expect(await load()).toBe(false)
  expect(await counts()).toEqual(before)
})

test('every named log-in signs in', async () => {
  for (const { email } of demoLogIns) {
    const answer = await verbs.run(anonymous, (ctx) => signIn(ctx, { email, password: demoPassword }))
    expect(answer).toMatchObject({ viewer: { email } })
  }
})

test('every reseller has two administrators and a number series of its own', async () => {
  expect(
    await verbs.sql(`SELECT o.name, n.prefix, count(u.id)::int AS administrators
      FROM organization o JOIN number_series n ON n.seller_id = o.id
      JOIN app_user u ON u.organization_id = o.id AND 'RESELLER_ADMIN' = ANY (u.roles)
      GROUP BY o.name, n.prefix ORDER BY o.name`),
  ).toEqual([
    { name: 'Harbor IT', prefix: 'HB', administrators: 2 },
    { name: 'Lakeside IT', prefix: 'LS', administrators: 2 },
    { name: 'Meridian Cloud', prefix: 'MC', administrators: 2 },
  ])
})

test('one account is on credit hold', async () => {
  expect(await verbs.sql(`SELECT name FROM account WHERE status <> 'ACTIVE'`)).toEqual([
    { name: 'Feste & Ausschank' },
  ])
})

test('Meridian sells ten offers dearer than the list, and Lakeside below it inherits them', async () => {
  const [meridian] = await verbs.sql<{ id: string }>(
    `SELECT id FROM organization WHERE name = 'Meridian Cloud'`,
  )
  const [lakeside] = await verbs.sql<{ id: string; path: string[] }>(
    `SELECT id, path FROM organization WHERE name = 'Lakeside IT'`,
  )
  const own = await verbs.sql<{ offer_id: string; own: string; list: string }>(
    `SELECT p.offer_id, trim_scale(p.unit_price)::text AS own, trim_scale(l.unit_price)::text AS list FROM price p
     JOIN price l ON l.offer_id = p.offer_id AND l.currency = p.currency AND l.seller_id = 'org_platform'
     WHERE p.seller_id = $1 ORDER BY p.offer_id`,
    [meridian!.id],
  )
  expect(own).toHaveLength(10)
  for (const price of own) expect(Number(price.own)).toBeGreaterThan(Number(price.list))

  const { id, path } = lakeside!
  const actor = {
    ...bootstrapActor('org_platform', []),
    sellerId: id,
    readableSellers: [id],
    ancestorSellers: path.filter((above) => above !== id),
  }
  const [first] = own
  const quotes = await verbs.read(actor, (ctx) =>
    quoteOffers(ctx, { offerIds: [first!.offer_id], currency: 'EUR' }),
  )
  expect(Number(quotes.get(first!.offer_id)?.unitPrice)).toBe(Number(first!.own))
})

test('some offers have tiers, setup fees and measured usage, in yen and in dinars too', async () => {
  const shown = await verbs.sql(
    `SELECT p.currency, p.model, trim_scale(p.unit_price)::text AS first, trim_scale(p.setup_fee)::text AS setup,
       jsonb_array_length(p.tiers) AS tiers, p.usage ->> 'unitPrice' AS usage
     FROM price p JOIN offer o ON o.id = p.offer_id
     WHERE p.valid_to IS NULL AND o.sku_code IN ('VE-VBO-GRAD', 'AC-M365-VOL', 'AC-ADVB-GB') AND p.currency IN ('JPY', 'KWD')
     ORDER BY p.currency, o.sku_code`,
  )
  expect(shown).toEqual([
    { currency: 'JPY', model: 'FLAT', first: '720', setup: '12000', tiers: 0, usage: '1.98765432' },
    { currency: 'JPY', model: 'VOLUME', first: '450', setup: '0', tiers: 3, usage: null },
    { currency: 'JPY', model: 'TIERED', first: '305', setup: '24000', tiers: 3, usage: null },
    { currency: 'KWD', model: 'FLAT', first: '1.515', setup: '25.125', tiers: 0, usage: '0.00412345' },
    { currency: 'KWD', model: 'VOLUME', first: '0.945', setup: '0', tiers: 3, usage: null },
    { currency: 'KWD', model: 'TIERED', first: '0.64', setup: '50.25', tiers: 3, usage: null },
  ])
})
