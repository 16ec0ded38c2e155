import { describe, expect, it } from 'vitest'
import { flatten } from '../../src/webhooks/flatten.rules.ts'
import { renderMessage, type ToldEvent } from '../../src/webhooks/render-message.rules.ts'

const event: ToldEvent = {
  id: 'evt_1',
  type: 'order.placed',
  occurredAt: new Date('2026-11-23T09:30:00.000Z'),
  organizationId: 'org_c',
  sellerId: 'org_a',
  subjectType: 'order',
  subjectId: 'ord_1',
  subjectVersion: 7,
  data: { order: { number: 'A-1', lines: [{ quantity: '2' }, { quantity: '5' }], note: null } },
}
const envelope = {
  id: 'evt_1',
  type: 'order.placed',
  timestamp: '2026-11-23T09:30:00.000Z',
  apiVersion: '2026-11-01',
  organization: { id: 'org_c', sellerId: 'org_a' },
  subject: { type: 'order', id: 'ord_1', version: 7 },
}
const flat = {
  order__number: 'A-1',
  order__lines__1__quantity: '2',
  order__lines__2__quantity: '5',
  order__note: null,
}
const attributes = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/organizations/org_c',
  type: 'order.placed',
  time: '2026-11-23T09:30:00.000Z',
  subject: 'ord_1',
  sellerid: 'org_a',
  subjectversion: '7',
  apiversion: '2026-11-01',
}
const json = { 'content-type': 'application/json' }
const binary = {
  ...json,
  ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value])),
}
const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' }

describe('a message', () => {
  it.each([
    ['STANDARD', 'FULL', { ...envelope, data: event.data }, json],
    ['STANDARD', 'THIN', { ...envelope, data: { id: 'ord_1' } }, json],
    [
      'STANDARD',
      'FLAT',
      {
        id: 'evt_1',
        type: 'order.placed',
        timestamp: '2026-11-23T09:30:00.000Z',
        apiVersion: '2026-11-01',
        organization__id: 'org_c',
        organization__sellerId: 'org_a',
        subject__type: 'order',
        subject__id: 'ord_1',
        subject__version: 7,
        data__order__number: 'A-1',
        data__order__lines__1__quantity: '2',
        data__order__lines__2__quantity: '5',
        data__order__note: null,
      },
      json,
    ],
    [
      'CLOUDEVENTS_STRUCTURED',
      'FULL',
      { ...attributes, datacontenttype: 'application/json', data: event.data },
      structured,
    ],
    [
      'CLOUDEVENTS_STRUCTURED',
      'THIN',
      { ...attributes, datacontenttype: 'application/json', data: { id: 'ord_1' } },
      structured,
    ],
    ['CLOUDEVENTS_BINARY', 'FULL', event.data, binary],
    ['CLOUDEVENTS_BINARY', 'FLAT', flat, binary],
  ] as const)('in %s, %s', (format, payload, body, headers) => {
    const rendered = renderMessage(event, { format, payload, apiVersion: '2026-11-01' })
    expect(JSON.parse(rendered.body)).toEqual(body)
    expect(rendered.headers).toEqual(headers)
  })

  it('of the platform itself has its seller as its source', () => {
    const { headers } = renderMessage(
      { ...event, organizationId: null },
      { format: 'CLOUDEVENTS_BINARY', payload: 'FULL', apiVersion: '2026-11-01' },
    )
    expect(headers['ce-source']).toBe('/organizations/org_a')
  })

  it('leaves nothing of what is empty when it is flat', () => {
    expect(flatten({ a: [], b: {}, c: [[1], [2, 3]] })).toEqual({ c__1__1: 1, c__2__1: 2, c__2__2: 3 })
  })
})
