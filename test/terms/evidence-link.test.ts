import { describe, expect, it } from 'vitest'
import { evidenceLink, sellerOfLink } from '../../src/terms/evidence-link.ts'
import { standingClock } from '../support/small-world.ts'

const keys = { encryption: Buffer.alloc(32, 1), signing: Buffer.alloc(32, 2) }
const path = '/evidence/orders/ord_1.json'

describe('a link to evidence', () => {
  const clock = standingClock()
  const made = new URL(evidenceLink({ keys, clock, publicUrl: 'https://shop.example' }, path, 'org_up'))
  const opened = (
    more: { at?: string; path?: string; query?: Record<string, string>; signing?: number } = {},
  ) => {
    clock.set(more.at ?? '2026-11-23T09:00:00.000Z')
    const query = new URLSearchParams({ ...Object.fromEntries(made.searchParams), ...more.query })
    const signing = more.signing ? Buffer.alloc(32, more.signing) : keys.signing
    return sellerOfLink({ keys: { ...keys, signing }, clock }, more.path ?? made.pathname, query)
  }

  it('names the address of the installation and ends after five minutes', () => {
    expect(`${made.origin}${made.pathname}`).toBe('https://shop.example/evidence/orders/ord_1.json')
    expect(made.searchParams.get('expires')).toBe(String(Date.parse('2026-11-23T09:05:00.000Z')))
    expect(opened({ at: '2026-11-23T09:04:59.999Z' })).toBe('org_up')
    expect(opened({ at: '2026-11-23T09:05:00.000Z' })).toBeNull()
  })

  it.each([
    ['another order', { path: '/evidence/orders/ord_2.json' }],
    ['another seller', { query: { seller: 'org_far' } }],
    ['more time', { query: { expires: String(Date.parse('2026-11-24T09:00:00.000Z')) } }],
    ['no signature', { query: { signature: '' } }],
    ['the key of another installation', { signing: 3 }],
  ])('opens nothing with %s', (_, change) => {
    expect(opened()).toBe('org_up')
    expect(opened(change)).toBeNull()
  })
})
