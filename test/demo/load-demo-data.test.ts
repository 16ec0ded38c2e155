import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemoData } from '../../src/demo/load-demo-data.ts'
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

beforeAll(async () => {
  verbs = await openVerbs()
  const t = performance.now()
  expect(await load()).toBe(true)
  process.stderr.write(`load ${performance.now() - t} ms, ${verbs.statements.length} statements\n`)
})
afterAll(() => verbs.close())

test('it says what it loaded', () => {
  expect(said).toEqual([
    'Demo catalog: 186 products with 415 offers',
    'Demo companies: 3 resellers, 25 customers, 18 users',
  ])
})
