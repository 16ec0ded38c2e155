import { inject, expect, it } from 'vitest'
import type { Clock } from '../../src/platform/clock.ts'
import { refuseWrongClock } from '../../src/platform/refuse-wrong-clock.ts'

const shifted = (ms: number): Clock => ({ now: () => new Date(Date.now() + ms) })
const start = (ms: number) => refuseWrongClock(inject('runtimeUrl'), shifted(ms))

it('refuses a machine whose clock is ahead of the database', async () => {
  await expect(start(120_000)).rejects.toThrow(
    /^The clock of this machine is 120\.\d s ahead of the database's\. Have both keep time by NTP/,
  )
})

it('refuses a machine whose clock is behind the database', async () => {
  await expect(start(-120_000)).rejects.toThrow(
    /^The clock of this machine is 1(19|20)\.\d s behind the database's\./,
  )
})

it('accepts clocks that agree within five seconds', async () => {
  await expect(start(0)).resolves.toBeUndefined()
  await expect(start(3_000)).resolves.toBeUndefined()
  await expect(start(-3_000)).resolves.toBeUndefined()
})
