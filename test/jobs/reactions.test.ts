import { expect, it } from 'vitest'
import { reactionsTo } from '../../jobs/reactions.ts'

const now = new Date('2026-11-28T00:00:00Z')
const about = {
  id: 'evt_1',
  seller_id: 'org_s',
  organization_id: null,
  subject_version: 1,
  data: {},
  traceparent: null,
}
const pumpsOf = (event: Parameters<typeof reactionsTo>[0]) =>
  reactionsTo(event, now)
    .filter(({ job }) => job.name === 'webhook-pump')
    .map(({ data }) => data)

it.each([
  ['a ping, whose message is made with it', 'ping', ['whe_1']],
  ['an endpoint that is enabled', 'webhook_endpoint.enabled', ['whe_1']],
  ['an endpoint that fails', 'webhook_endpoint.failing', []],
])('the pump that is woken by %s', (_case, type, endpoints) => {
  const event = { ...about, type, subject_type: 'webhook_endpoint', subject_id: 'whe_1' }
  expect(pumpsOf(event)).toEqual(endpoints.map((endpointId) => ({ sellerId: 'org_s', endpointId })))
})
