import { describe, expect, it } from 'vitest'
import { statusOutcomes, type UserFacts, type WantedStatus } from '../../src/identity/user-statuses.rules.ts'
import type { UserStatus } from '../../src/identity/user.entity.ts'

const user = (status: UserStatus, more: Partial<UserFacts> = {}): UserFacts => ({
  status,
  hasPassword: true,
  isManaged: true,
  keyRoles: [],
  ...more,
})
const admin = (status: UserStatus = 'ACTIVE') => user(status, { keyRoles: ['RESELLER_ADMIN'] })

const cases: Array<
  [
    what: string,
    wanted: WantedStatus,
    users: Array<UserFacts | undefined>,
    administrators: number,
    outcomes: string[],
  ]
> = [
  ['let in again', 'ACTIVE', [user('DEACTIVATED')], 1, ['ACTIVE']],
  [
    'let in who never had a password',
    'ACTIVE',
    [user('DEACTIVATED', { hasPassword: false })],
    1,
    ['INVITED'],
  ],
  ['let in who is in', 'ACTIVE', [user('ACTIVE')], 1, ['-']],
  ['let in who is invited', 'ACTIVE', [user('INVITED')], 1, ['USER_INVITED']],
  ['shut out', 'DEACTIVATED', [user('ACTIVE'), user('INVITED')], 1, ['DEACTIVATED', 'DEACTIVATED']],
  ['shut out who is out', 'DEACTIVATED', [user('DEACTIVATED')], 1, ['-']],
  ['nobody', 'DEACTIVATED', [undefined, user('ACTIVE')], 1, ['NOT_FOUND', 'DEACTIVATED']],
  ['who may do more', 'DEACTIVATED', [user('ACTIVE', { isManaged: false })], 1, ['ROLE_TOO_HIGH']],
  ['the only administrator', 'DEACTIVATED', [admin()], 1, ['LAST_ADMINISTRATOR']],
  ['one of two administrators', 'DEACTIVATED', [admin()], 2, ['DEACTIVATED']],
  [
    'all three administrators: the last one stays',
    'DEACTIVATED',
    [admin(), admin(), admin()],
    3,
    ['DEACTIVATED', 'DEACTIVATED', 'LAST_ADMINISTRATOR'],
  ],
  [
    'an administrator who is only invited counts for nothing',
    'DEACTIVATED',
    [admin('INVITED'), admin()],
    1,
    ['DEACTIVATED', 'LAST_ADMINISTRATOR'],
  ],
]

describe('what becomes of many users', () => {
  it.each(cases)('%s', (_what, wanted, users, administrators, outcomes) => {
    const counted = { RESELLER_ADMIN: administrators }
    const read = statusOutcomes(users, wanted, counted).map((outcome) =>
      'refused' in outcome ? outcome.refused.code : (outcome.becomes ?? '-'),
    )
    expect(read).toEqual(outcomes)
    expect(counted).toEqual({ RESELLER_ADMIN: administrators })
  })
})
