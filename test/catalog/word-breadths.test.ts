import { afterAll, beforeAll, expect, test } from 'vitest'
import type { VerbHarness } from '../support/verbs.ts'
import { openCatalog } from './catalog-fixture.ts'

let harness: VerbHarness
beforeAll(async () => {
  harness = await openCatalog()
  const numbered = (beginning: string, count: number) =>
    harness.sql(
      `INSERT INTO search_word SELECT $1 || n, CASE n WHEN 1 THEN 500 ELSE 1 END FROM generate_series(1, $2::int) n`,
      [beginning, count],
    )
  await numbered('few', 8)
  await numbered('some', 9)
  await numbered('many', 2000)
  await numbered('countless', 2001)
  await harness.sql(
    `INSERT INTO search_word VALUES ('=vendor ven_1', 700), ('=vendor ven_2', 80), ('=vendors', 9)`,
  )
})
afterAll(() => harness.close())

test.each([
  ['few', 507, 500, 8],
  ['few1', 500, 500, 1],
  ['some', 508, 500, null],
  ['many', 2499, 500, null],
  ['none', 0, 0, null],
])(
  'the beginning %s stands in at most %i and at least %i products, and names its words when they are few',
  async (word, atMost, atLeast, completions) => {
    const [row] = await harness.sql(
      `SELECT at_most::int, at_least, cardinality(completions) AS completions FROM word_breadths(ARRAY[$1])`,
      [word],
    )
    expect(row).toEqual({ at_most: atMost, at_least: atLeast, completions })
  },
)

test('the beginning of more words than are added up has no greatest breadth, and one that is sure', async () => {
  const [row] = await harness.sql(
    `SELECT at_most, at_least, completions FROM word_breadths(ARRAY['countless'])`,
  )
  expect(row).toEqual({ at_most: null, at_least: 500, completions: null })
})

test('published products are those that the vendors have', async () => {
  expect(await harness.sql('SELECT published_products()::int AS products')).toEqual([{ products: 780 }])
})
