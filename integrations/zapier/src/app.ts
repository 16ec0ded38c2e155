import zapier, { defineApp } from 'zapier-platform-core'
import packageJson from '../package.json' with { type: 'json' }
import { authentication } from './authentication.ts'
import { createCustomer } from './creates/create-customer.ts'
import { decisions } from './creates/decide-approval.ts'
import { fulfilLine } from './creates/fulfil-line.ts'
import { placeOrder } from './creates/place-order.ts'
import { dropdowns } from './dropdowns/dropdowns.ts'
import { eventTriggers } from './events.ts'
import { searches } from './searches/searches.ts'
import { hookTrigger } from './triggers/hook-trigger.ts'

const byKey = <Part extends { key: string }>(parts: readonly Part[]): Record<string, Part> =>
  Object.fromEntries(parts.map((part) => [part.key, part]))

// Zapier loads the default export.
export default defineApp({
  version: packageJson.version,
  platformVersion: zapier.version,
  authentication,
  triggers: byKey([...eventTriggers.map(hookTrigger), ...dropdowns]),
  creates: byKey([placeOrder, ...decisions, fulfilLine, createCustomer]),
  searches: byKey(searches),
})
