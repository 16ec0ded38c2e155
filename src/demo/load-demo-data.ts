import { bootstrapActor, type Actor } from '../access/actor.ts'
import type { Ctx, Keys } from '../access/ctx.ts'
import { forkFor } from '../access/fork-for.ts'
import { ensurePlatform, platformId } from '../organizations/ensure-platform.ts'
import type { Organization } from '../organizations/organization.entity.ts'
import type { Clock } from '../platform/clock.ts'
import type { EntityManager } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import type { Logger } from '../platform/logger.ts'
import { transact } from '../platform/transact.ts'
import { loadDemoCatalog } from './load-demo-catalog.ts'
import { loadDemoCustomer, loadDemoUsers } from './load-demo-people.ts'
import { forSeller, loadDemoMarkup, loadDemoReseller, loadDemoTerms } from './load-demo-resellers.ts'
import { readDemoData, type DemoData } from './read-demo-data.ts'

/** What loading needs of a process. */
export interface DemoParts {
  root: EntityManager
  clock: Clock
  ids: Ids
  log: Logger
  keys: Keys
}

function contextFor(parts: DemoParts, actor: Actor): Ctx {
  const { root, clock, ids, log, keys } = parts
  return {
    em: forkFor(root, actor),
    actor,
    clock,
    ids,
    log,
    keys,
    correlationId: ids.next('req'),
    request: { ip: null, userAgent: null },
    loopbackWebhooks: false,
    recorded: [],
    // The relay is not running yet; it finds the events when it starts.
    eventsCommitted: () => undefined,
  }
}

/** True when there is nobody to sell: no demo data and no other. Processes that start together wait for one another. */
async function isEmpty(ctx: Ctx): Promise<boolean> {
  // Longer than the usual limit: the other process may be loading the whole demo.
  await ctx.em.execute("SELECT set_config('lock_timeout', '2min', true)")
  await ctx.em.execute("SELECT pg_advisory_xact_lock(hashtextextended('countersign setup', 0))")
  return (await ctx.em.execute('SELECT gate.sellers() AS id')).length === 0
}

async function loadCompanies(ctx: Ctx, data: DemoData, ids: ReadonlyMap<string, string>): Promise<void> {
  const organizations = new Map<string, Organization>([['platform', await ensurePlatform(ctx)]])
  const idOf = (key: string | null) => (key === null ? platformId : (ids.get(key) ?? ''))
  for (const reseller of data.resellers) {
    const place = { id: idOf(reseller.key), parentId: idOf(reseller.parentKey) }
    organizations.set(reseller.key, await loadDemoReseller(ctx, reseller, place))
  }
  for (const customer of data.customers) {
    const seller = organizations.get(customer.resellerKey)
    if (!seller)
      throw new Error(`src/demo/data: "${customer.key}" has no reseller "${customer.resellerKey}".`)
    organizations.set(customer.key, await loadDemoCustomer(forSeller(ctx, seller), customer))
  }
  await loadDemoUsers(ctx, data.users, organizations)
  const below = data.resellers.filter(({ parentKey }) => parentKey === null)
  const direct = below.flatMap(({ key }) => organizations.get(key) ?? [])
  await loadDemoTerms(ctx, data, direct)
  const [first] = direct
  if (first) await loadDemoMarkup(ctx, first)
}

/**
 * Fills an empty installation with the demo: catalog, three resellers, their customers, users, prices, terms and number
 * series, through the same verbs as everything else. Answers false, and does nothing, when there is a reseller already.
 * Two transactions: the catalog, which may be repeated, and all companies, which come together or not at all. So it can
 * be killed at any time and run again.
 */
export async function loadDemoData(parts: DemoParts, say: (line: string) => void): Promise<boolean> {
  const data = await readDemoData()
  const ids = new Map(data.resellers.map(({ key }) => [key, parts.ids.next('org')]))
  const actor = bootstrapActor(platformId, [...ids.values()])
  const catalog = await transact(contextFor(parts, actor), async (ctx) => {
    if (!(await isEmpty(ctx))) return null
    await ensurePlatform(ctx)
    return loadDemoCatalog(ctx, data)
  })
  if (catalog === null) return false
  say(`Demo catalog: ${catalog}`)
  const loaded = await transact(contextFor(parts, actor), async (ctx) => {
    if (!(await isEmpty(ctx))) return false
    await loadCompanies(ctx, data, ids)
    return true
  })
  const { resellers, customers, users } = data
  if (loaded)
    say(`Demo companies: ${resellers.length} resellers, ${customers.length} customers, ${users.length} users`)
  return loaded
}
