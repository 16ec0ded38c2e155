import { expect, it } from 'vitest'
import { passwordPolicyProblems } from '../../src/identity/password-policy.rules.ts'

const ada = { email: 'ada.krueger@south.example', firstName: 'Ada', lastName: 'Krüger' }

it.each([
  ['long enough, varied', 'seven green bottles', []],
  ['11 characters', 'abcdefghijk', ['PASSWORD_TOO_WEAK']],
  ['12 characters', 'abcdefghijkl', []],
  ['256 characters', 'abcde'.repeat(51) + 'f', []],
  ['257 characters', 'abcde'.repeat(51) + 'fg', ['PASSWORD_TOO_WEAK']],
  ['4 different characters', 'abcdabcdabcd', ['PASSWORD_TOO_SIMPLE']],
  ['upper and lower case are the same', 'abcdABCDabcd', ['PASSWORD_TOO_SIMPLE']],
  ['5 different characters', 'abcdeabcdeab', []],
  ['the log-in name', 'xx ADA.krueger 99', ['PASSWORD_HAS_NAME']],
  ['the last name', '2026-krüger-2026', ['PASSWORD_HAS_NAME']],
  ['a first name too short to tell', 'ada likes bottles', []],
])('%s', (_what, password, codes) => {
  expect(passwordPolicyProblems(password, ada).map(({ code }) => code)).toEqual(codes)
})
