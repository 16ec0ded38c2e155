import type { Dispatcher } from 'undici'
import type { Erp, ErpSite, StoredCrosswalk } from '../../src/erp/erp-port.ts'
import { documentOrder } from './document-order.ts'
import { pushOrder } from './push-order.ts'
import { TrytonConnector } from './tryton-connector.ts'

/** What reaching an ERP needs from its surroundings. */
export interface ErpTools {
  /** Connections to allowed addresses only; made for one push, and destroyed after it. */
  open: (allow: { loopback: boolean }) => Dispatcher
  /** Says what went wrong with a connection, without telling what was dialled. */
  explain: (thrown: unknown) => string
  /** How long one call may take; 20 seconds when absent. */
  timeoutMs?: number
}

/** No order has it: numbers never begin with a blank. */
const noNumber = ' countersign'

/** Runs with a connector whose connections end with it. */
async function connected<T>(
  tools: ErpTools,
  { site, names }: { site: ErpSite; names?: StoredCrosswalk },
  work: (connector: TrytonConnector) => Promise<T>,
): Promise<T> {
  const { url, database, username: user, password, confirms, priceDigits, loopback } = site
  const dispatcher = tools.open({ loopback })
  const { explain, timeoutMs } = tools
  const place = { url, database, user, password, dispatcher, explain, ...(timeoutMs ? { timeoutMs } : {}) }
  try {
    return await work(new TrytonConnector(place, { confirms, priceDigits, ...(names ? { names } : {}) }))
  } finally {
    // Not awaited: a connection that is still being made would hold the answer back.
    dispatcher.destroy().catch(() => undefined)
  }
}

/** The ERPs that there are connectors for, as jobs reach them. */
export function connectErps(tools: ErpTools): Erp {
  return {
    push: (site, source, names) =>
      connected(tools, { site, names }, async (connector) => {
        const outcome = await pushOrder(connector, documentOrder(source))
        if (outcome.kind !== 'REFUSED') return outcome
        // What never came there needs no cancelling.
        const wasNeverThere = outcome.problems.some(({ code }) => code === 'ERP_ORDER_UNKNOWN')
        return wasNeverThere ? { kind: 'PUSHED', order: null } : outcome
      }),
    test: (site) =>
      connected(tools, { site }, async (connector) => {
        const found = await connector.find(noNumber)
        return found.kind === 'OK' ? null : `${connector.name}: ${found.message}`
      }),
  }
}
