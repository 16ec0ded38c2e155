import { expect, it } from 'vitest'
import { ago } from '../../src/api/ops-desk-times.ts'

it.each([
  [-5, '0 s'],
  [0, '0 s'],
  [999, '0 s'],
  [1000, '1 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [11_520_000, '3 h 12 min'],
  [86_400_000 * 2 + 3_600_000 * 5 + 59_000, '2 d 5 h'],
])('%d ms are told as %s', (milliseconds, told) => {
  expect(ago(milliseconds)).toBe(told)
})
