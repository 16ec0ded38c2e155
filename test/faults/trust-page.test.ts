import { check, format, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'
import { trustPage } from './kit/trust-page.ts'
import type { ScenarioResult } from './kit/results.ts'

const facts = { date: '2026-11-26', commit: '0123456789', versions: { Node: '24.0.0', PostgreSQL: '18.4' } }
const green: ScenarioResult = {
  scenario: 'kill-random',
  title: 'kill -9 at random',
  backend: 'redis',
  faults: { 'kill -9 API': 2, 'kill -9 worker': 3 },
  figures: { acknowledged: 400, lost: 0, doubled: 0, gaps: 0, delivered: 300, dead: 100, undelivered: 0 },
  violations: [],
  recoveryMs: 1234,
  retries: 7,
  control: 'planted damages: all named',
  notes: ['it took | a while'],
  seed: 42,
}
const hits = { redis: { 'worker: relay, events claimed': 3 }, postgres: {} }

describe('the page that a long run writes', () => {
  it('says what was promised, what was done to it, and what came of it', () => {
    const page = trustPage(facts, [green, { ...green, backend: 'postgres' }], hits)
    expect(page).toContain('2026-11-26, commit `0123456789`; Node 24.0.0, PostgreSQL 18.4.')
    expect(page).toContain(
      'Together: **800 acknowledged orders, 10 faults, 0 lost, 0 doubled, 0 gaps**, 600 webhooks delivered, ' +
        '200 in the dead letters, 0 neither. Every check was green.',
    )
    expect(page).toContain(
      '| kill -9 at random | Redis | 2 × kill -9 API, 3 × kill -9 worker | 400 | 0 | 0 | 0 | 300 / 100 | 7 | 1.2 s | ' +
        'green; planted damages: all named | 42 |',
    )
    expect(page).toContain('| worker: relay, events claimed | – | 3 |')
    expect(page).toContain('- kill -9 at random (redis): it took | a while')
    expect(page).toContain('We never promise delivery exactly once')
  })

  it('does not hide what went wrong', () => {
    const figures = { ...green.figures, lost: 1, undelivered: 2 }
    const red = { ...green, figures, violations: ['I1: acknowledged load1-7 (ord_7) is lost'] }
    const page = trustPage(facts, [green, red], hits)
    expect(page).toContain('1 lost, 0 doubled, 0 gaps**')
    expect(page).toContain('2 neither. 1 of 2 checks was RED.')
    expect(page).toContain('RED: I1: acknowledged load1-7 (ord_7) is lost')
    expect(page).toContain('300 / 100 / 2 waiting')
  })

  it('is the same for the same run, and as the house formats it', async () => {
    const once = trustPage(facts, [green], hits)
    expect(trustPage(facts, [green], hits)).toBe(once)
    const options = { ...(await resolveConfig('docs/trust.md')), parser: 'markdown' }
    expect(await check(await format(once, options), options)).toBe(true)
  })
})
