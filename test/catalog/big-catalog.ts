import pg from 'pg'
import type { VerbHarness } from '../support/verbs.ts'

/** Words that stand for the trade; the rarer rest of the vocabulary is made of syllables. */
const trade = [
  'cloud', 'business', 'security', 'backup', 'license', 'premium', 'standard', 'enterprise', 'server', 'storage',
  'endpoint', 'protection', 'email', 'archive', 'online', 'office', 'project', 'database', 'network', 'monitoring',
  'recovery', 'identity', 'desktop', 'virtual', 'analytics', 'support', 'advanced', 'migration', 'gateway', 'firewall',
  'compliance', 'sharing', 'voice', 'meeting', 'design', 'suite', 'studio', 'developer', 'management', 'automation',
] // prettier-ignore
const syllables = ['ka', 'lo', 'mi', 'ren', 'ta', 'vos', 'zu', 'per', 'dan', 'qui', 'sol', 'ber', 'nex', 'tri', 'gom', 'fa'] // prettier-ignore
const vocabulary = 20_000
const vendors = 300

/** Offers of a product by its kind: commitment, billing period, payment model. */
const kinds = [
  ['P1M P1M RECURRING', 'P1Y P1M RECURRING', 'P1Y P1Y RECURRING'],
  ['P1M P1M RECURRING', 'P1Y P1Y RECURRING', 'P3Y P1Y RECURRING'],
  ['P1Y P1M RECURRING', 'P1Y P1Y RECURRING', 'NONE NONE TRIAL'],
  ['NONE P1M USAGE', 'P1Y P1M RECURRING', 'P1Y P1Y RECURRING'],
  ['NONE NONE ONE_TIME', 'NONE NONE ONE_TIME', 'P1Y P1Y RECURRING'],
]

const list = (texts: readonly string[]) => `ARRAY[${texts.map((text) => `'${text}'`).join(', ')}]`

/** The words, the commonest first: the word at place n is asked for 1/n as often as the first. */
const words = `CREATE TEMP TABLE vocabulary ON COMMIT DROP AS SELECT n, coalesce((${list(trade)})[n],
    (SELECT string_agg((${list(syllables)})[1 + ((n / (16 ^ place)::int) % 16)], '' ORDER BY place) FROM generate_series(0, 3) place)
    || CASE WHEN n % 3 = 0 THEN 'x' ELSE '' END) AS word FROM generate_series(1, ${vocabulary}) n`

/** A word by Zipf's law. */
const zipf = (limit: number) => `power(${limit}, random())::int`

const shelves = [
  `INSERT INTO vendor SELECT 'ven_' || v, 'vendor-' || v, initcap(w.word)
   FROM generate_series(1, ${vendors}) v JOIN vocabulary w ON w.n = 40 + v * 7`,
  `INSERT INTO category SELECT 'cat_' || n, 'category-' || n, 'Shelf ' || n, NULL, n FROM generate_series(1, 12) n`,
  `INSERT INTO category SELECT 'cat_' || n || '_' || m, 'category-' || n || '-' || m, 'Board ' || n || ' ' || m, 'cat_' || n, m
   FROM generate_series(1, 12) n, generate_series(1, 10) m`,
]

const draft = (count: number) => `CREATE TEMP TABLE draft ON COMMIT DROP AS
  SELECT n, v, c, d, name, rest, n % ${kinds.length} AS kind FROM (
    SELECT n, least(${vendors}, ${zipf(vendors)}) AS v, 1 + power(12, random())::int % 12 AS c, 1 + (random() * 9)::int AS d
    FROM generate_series(1, ${count}) n) shelved
  JOIN (SELECT picked.n, string_agg(w.word, ' ' ORDER BY place) FILTER (WHERE place <= 3) AS name,
      string_agg(w.word, ' ' ORDER BY place) AS rest
    FROM (SELECT n, place, least(${vocabulary}, ${zipf(vocabulary)}) AS pick
      FROM generate_series(1, ${count}) n, generate_series(1, 14) place) picked
    JOIN vocabulary w ON w.n = picked.pick GROUP BY picked.n) texts USING (n)`

/** The tags that `product_tags` would give: every combination of what an offer has and any. */
const tagsOfKind = kinds.map((offers) => {
  const tags = offers.flatMap((offer) => {
    const [terms = [], periods = [], models = []] = offer.split(' ').map((part) => ['*', part])
    return terms.flatMap((t) => periods.flatMap((p) => models.map((m) => `=offer ${t} ${p} ${m}`)))
  })
  return list([...new Set(tags)].filter((tag) => tag !== '=offer * * *'))
})

const partNumber = (n: string, o: string) => `upper(left(md5(${n}::text), 10)) || '-' || ${o}`

const products = `INSERT INTO product (id, key, vendor_id, category_id, name, summary, description, search_text, name_words,
    search_tags, created_at, updated_at)
  SELECT 'prd_' || n, 'product-' || n, 'ven_' || v, 'cat_' || c || '_' || d, initcap(named), initcap(rest), 'Generated.',
    lower(concat_ws(' ', named, rest, 'shelf', c, 'board', d, left(md5(n::text), 10), 'sku', n, '1 2 3')), lower(named),
    ARRAY['=vendor ven_' || v, '=category cat_' || c, '=category cat_' || c || '_' || d] || CASE kind
    ${tagsOfKind.map((tags, kind) => `WHEN ${kind} THEN ${tags}`).join(' ')} END, now(), now()
  FROM (SELECT draft.*, vendor.name || ' ' || draft.name || ' ' || n % 40 AS named FROM draft JOIN vendor ON vendor.id = 'ven_' || v) d`

const offers = `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, payment_model,
    charge_timing, commitment_term, billing_period, status, created_at, updated_at)
  SELECT 'off_' || n || '_' || o, 'prd_' || n, 'SKU-' || n, ${partNumber('n', 'o')}, initcap(name), 'SEAT',
    split_part(terms, ' ', 3), 'IN_ADVANCE', nullif(split_part(terms, ' ', 1), 'NONE'), nullif(split_part(terms, ' ', 2), 'NONE'),
    CASE WHEN n % 50 = 7 THEN 'END_OF_SALE' ELSE 'ON_SALE' END, now(), now()
  FROM draft, generate_series(1, 3) o,
  LATERAL (SELECT (ARRAY[${kinds
    .flat()
    .map((terms) => `'${terms}'`)
    .join(', ')}])[kind * 3 + o] AS terms) t`

const prices = [
  `INSERT INTO price_list SELECT 'pls_' || cur, 'org_platform', 'list-' || cur, cur, cur, now() FROM unnest(ARRAY['EUR', 'USD']) cur`,
  `INSERT INTO price_list VALUES ('pls_own', 'org_meridian', 'own', 'Own', 'EUR', now())`,
  `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from, valid_to)
   SELECT 'prc_' || cur || '_' || n || '_' || o, 'org_platform', 'pls_' || cur, 'off_' || n || '_' || o, cur,
     round(power(10, random() * 4)::numeric, 2), CASE WHEN n % 100 = 3 THEN timestamptz '2027-02-01' ELSE '2026-01-01' END,
     CASE WHEN n % 100 = 4 THEN timestamptz '2027-01-01' END
   FROM draft, generate_series(1, 3) o, unnest(ARRAY['EUR', 'USD']) cur WHERE n % 30 <> 5`,
  `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
   SELECT 'prc_own_' || n, 'org_meridian', 'pls_own', 'off_' || n || '_1', 'EUR', round(power(10, random() * 4)::numeric, 2), '2026-01-01'
   FROM draft WHERE n % 10 = 1`,
]

const dictionary = `INSERT INTO search_word SELECT word, count(*) FROM product, unnest(tsvector_to_array(search_document)) AS word
  GROUP BY word`

const unindexed = [
  'product_by_words',
  'product_by_name',
  'product_by_walk',
  'search_word_by_trigram',
  'price_by_amount',
]

/**
 * Fills the catalog with so many offers, three to a product: 300 vendors, 120 boards on 12 shelves, names and texts of
 * 20,000 words, all by Zipf's law; the same at every run. Prices in EUR and USD for most, from tomorrow for one in a hundred.
 * Indexes are built when the rows are there.
 */
export async function fillCatalog(harness: VerbHarness, offerCount: number): Promise<void> {
  const client = new pg.Client({
    connectionString: harness.database.superuserUrl,
    options: '-c search_path=countersign',
  })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; definition: string }>(
      'SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE indexname = ANY ($1)',
      [unindexed],
    )
    await client.query('BEGIN')
    await client.query(
      "SELECT setseed(0.42); SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '64MB'",
    )
    await client.query("SET LOCAL session_replication_role = 'replica'")
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
    for (const statement of [
      words,
      ...shelves,
      draft(Math.floor(offerCount / 3)),
      products,
      offers,
      ...prices,
      dictionary,
    ])
      await client.query(statement)
    for (const { definition } of rows) await client.query(definition)
    await client.query('COMMIT')
    await client.query('VACUUM ANALYZE product, offer, price, search_word, vendor, category')
  } finally {
    await client.end()
  }
}
