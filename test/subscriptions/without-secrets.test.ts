import { expect, it } from 'vitest'
import type { ProvisionOutcome } from '../../src/subscriptions/cloud-provider.ts'
import { secretTexts, withoutSecrets } from '../../src/subscriptions/without-secrets.rules.ts'

const secrets = secretTexts({ password: 'Open"Sesame', pin: 1234, short: 'abc', on: true, none: null })

it('knows the texts of an answer, also as JSON writes them, but for those that hide nothing', () => {
  expect(secrets).toEqual(['Open"Sesame', String.raw`Open\"Sesame`, '1234'])
})

it.each<[ProvisionOutcome, ProvisionOutcome]>([
  [
    { state: 'FAILED', code: 'BAD', category: 'VENDOR', retryable: true, message: 'Open"Sesame is weak' },
    { state: 'FAILED', code: 'BAD', category: 'VENDOR', retryable: true, message: '[not told] is weak' },
  ],
  [
    { state: 'UNKNOWN_OUTCOME', message: String.raw`sent {"password":"Open\"Sesame"}` },
    { state: 'UNKNOWN_OUTCOME', message: 'sent {"password":"[not told]"}' },
  ],
  [
    { state: 'INFORMATION_REQUIRED', problems: [{ parameter: 'pin', message: 'Not 1234.' }] },
    { state: 'INFORMATION_REQUIRED', problems: [{ parameter: 'pin', message: 'Not [not told].' }] },
  ],
  [
    { state: 'PENDING', vendorReference: 'R-1234' },
    { state: 'PENDING', vendorReference: 'R-[not told]' },
  ],
])('%j', (outcome, told) => {
  expect(withoutSecrets(outcome, secrets)).toEqual(told)
})

it('leaves an answer alone when nothing is secret', () => {
  const outcome = { state: 'PENDING', vendorReference: 'R-1234' } as const
  expect(withoutSecrets(outcome, [])).toBe(outcome)
})
