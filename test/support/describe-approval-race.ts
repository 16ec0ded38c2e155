import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backends, startApp } from './app.ts'
import { openRace, runRace, type Racers } from './approval-race.ts'

/** Approve against reject against withdraw, fifty at once, so many rounds on each queue backend. */
export function describeApprovalRace(rounds: number, timeoutMs: number): void {
  describe.each(backends())(
    'approve against reject against withdraw, fifty at once, on %s queues',
    (backend) => {
      let racers: Racers
      beforeAll(async () => {
        const app = await startApp({ backend, env: { ORDER_NUMBER_WAIT_MS: '10000' } })
        racers = await openRace(app)
      })
      afterAll(() => racers?.app.close())

      it(
        `has exactly one winner in each of ${rounds} rounds, and the others are told why`,
        async () => {
          const wins = await runRace(racers, rounds)
          process.stdout.write(`${backend}: ${JSON.stringify(wins)}\n`)
          expect(Object.values(wins).reduce((sum, one) => sum + one, 0)).toBe(rounds)
        },
        timeoutMs,
      )
    },
  )
}
