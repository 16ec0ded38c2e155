import 'reflect-metadata'
import { benchApprovals } from './approval-latency.ts'
import { benchOrders } from './order-cost.ts'

/**
 * `npm run bench`: what an order costs, and how soon a decision is heard of. `npm run bench -- orders [orders] [at once]`
 * and `npm run bench -- approvals [decisions]` print one of them.
 */
const [what = 'all', first, second] = process.argv.slice(2)
if (!['all', 'orders', 'approvals'].includes(what))
  throw new Error('Say nothing, "orders [orders] [at once]" or "approvals [decisions]".')
// Its servers end with it, also when it is interrupted.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
if (what !== 'approvals') await benchOrders(Number(first ?? 200), Number(second ?? 8))
if (what !== 'orders') await benchApprovals(Number(first ?? 1000))
process.exit(0)
