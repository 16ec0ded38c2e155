import { describe, expect, it } from 'vitest'
import { orderEvents } from '../../src/orders/orders.events.ts'

describe('the events of orders', () => {
  it.each(orderEvents.map((definition) => [definition.type, definition] as const))(
    '%s has an example that its own schema keeps as it is',
    (_type, definition) => {
      expect(definition.schema.parse(definition.example)).toEqual(definition.example)
    },
  )

  it('have names of their own, and drafts are not offered to webhooks', () => {
    expect(new Set(orderEvents.map((one) => one.type)).size).toBe(orderEvents.length)
    expect(orderEvents.filter((one) => !one.offeredToWebhooks).map((one) => one.type)).toEqual([
      'order.draft_created',
      'order.draft_updated',
      'order.stage_completed',
      'order.information_link_created',
    ])
  })
})
