import 'reflect-metadata'
import { benchApprovals } from './approval-latency.ts'
import { benchOrders } from './order-cost.ts'
import { benchPortal } from './portal-paint.ts'
import { benchWebhooks } from './webhook-deliveries.ts'

/**
 * `npm run bench`: what an order costs, how soon a decision is heard of, how fast webhooks are, and how soon the portal is painted.
 * `npm run bench -- orders [orders] [at once]`, `npm run bench -- approvals [decisions]`, `npm run bench -- webhooks [events per seller]
 * [seconds]` and `npm run bench -- portal [runs]` print one of them.
 */
const [what = 'all', first, second] = process.argv.slice(2)
const known = ['all', 'orders', 'approvals', 'webhooks', 'portal']
if (!known.includes(what))
  throw new Error(
    'Say nothing, "orders [orders] [at once]", "approvals [decisions]", "webhooks [events] [seconds]" or "portal [runs]".',
  )
const isAsked = (name: string) => what === 'all' || what === name
// Its servers end with it, also when it is interrupted.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
if (isAsked('orders')) await benchOrders(Number(first ?? 200), Number(second ?? 8))
if (isAsked('approvals')) await benchApprovals(Number(first ?? 1000))
if (isAsked('webhooks'))
  await benchWebhooks(what === 'all' ? 10 : Number(first ?? 10), Number(what === 'all' ? 30 : (second ?? 30)))
if (isAsked('portal')) await benchPortal(what === 'all' ? 5 : Number(first ?? 5))
process.exit(0)
