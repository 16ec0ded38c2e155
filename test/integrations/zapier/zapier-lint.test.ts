import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { keyChanges } from '../../../integrations/zapier/lint/key-changes.ts'
import { lintApp } from '../../../integrations/zapier/lint/lint-app.ts'
import { validateApp } from '../../../integrations/zapier/lint/platform.ts'
import app from '../../../integrations/zapier/src/app.ts'
import type { Json } from '../../support/api-client.ts'

const definition = app as Json
const published = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../integrations/zapier/published-keys.json'), 'utf8'),
) as string[]

/** The app with one part of it changed. */
function planted(change: (copy: Json) => void): Json {
  const { order_placed: orderPlaced } = definition.triggers
  const { place_order: placeOrder } = definition.creates
  const copy = {
    ...definition,
    authentication: { ...definition.authentication },
    triggers: {
      ...definition.triggers,
      order_placed: {
        ...orderPlaced,
        display: { ...orderPlaced.display },
        operation: { ...orderPlaced.operation, sample: { ...orderPlaced.operation.sample } },
      },
    },
    creates: {
      ...definition.creates,
      place_order: {
        ...placeOrder,
        operation: {
          ...placeOrder.operation,
          inputFields: placeOrder.operation.inputFields.map((field: Json) =>
            typeof field === 'function' ? field : { ...field },
          ),
        },
      },
    },
  }
  change(copy)
  return copy
}

const placed = ({ triggers }: Json): Json => triggers.order_placed
const customerOf = ({ creates }: Json): Json => creates.place_order.operation.inputFields[0]

const faults: Array<[check: string, what: string, change: (copy: Json) => void]> = [
  ['D001', 'an API key among the fields', (copy) => (customerOf(copy).key = 'apiKey')],
  ['D002', 'no link to where a key is made', (copy) => (copy.authentication.fields = [])],
  ['D003', 'no connection label', (copy) => delete copy.authentication.connectionLabel],
  ['D004', 'an id without a dropdown', (copy) => delete customerOf(copy).dynamic],
  ['D005', 'a dropdown that nothing fills', (copy) => (customerOf(copy).dynamic = 'nobody.id.name')],
  ['D006', 'no performList', (copy) => delete placed(copy).operation.performList],
  ['D007', 'a link without encryption', (copy) => (placed(copy).display.description = 'http://x.example.')],
  ['D010', 'no sample', (copy) => delete placed(copy).operation.sample],
  ['D011', 'a help that repeats the label', (copy) => (customerOf(copy).helpText = 'Customer.')],
  ['D012', 'a sample without id', (copy) => delete placed(copy).operation.sample.id],
  ['D016', 'no performUnsubscribe', (copy) => delete placed(copy).operation.performUnsubscribe],
  ['D018', 'a label that is no title', (copy) => (placed(copy).display.label = 'order placed')],
  ['D021', 'another beginning', (copy) => (placed(copy).display.description = 'When it is placed.')],
  [
    'D023',
    'a time without a zone',
    (copy) => (placed(copy).operation.sample.occurredAt = '2026-11-23T09:30'),
  ],
  ['D024', 'a sample without a field', (copy) => delete placed(copy).operation.sample.sellerId],
]

describe('the Zapier app', () => {
  test("passes the platform's own validator, which prints nothing", async () => {
    expect(await validateApp(app)).toEqual([])
  })

  test('passes our lint', () => {
    expect(lintApp(definition)).toEqual([])
  })

  test.each(faults)('is not let through by %s with %s', (check, _what, change) => {
    expect(lintApp(planted(change)).map((finding) => finding.check)).toContain(check)
  })

  test('has everything that Zaps were built on (C001)', () => {
    expect(keyChanges(published, definition)).toEqual([])
    const { order_placed: _gone, ...triggers } = definition.triggers
    expect(keyChanges(published, { ...definition, triggers })).toContainEqual({
      check: 'C001',
      at: 'triggers.order_placed',
      sentence: 'Zaps use it: it stays.',
    })
  })
})
