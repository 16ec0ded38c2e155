import { afterAll, beforeAll, expect, test } from 'vitest'
import { anonymous } from '../../src/access/actor.ts'
import { authenticate } from '../../src/identity/authenticate.ts'
import { signIn } from '../../src/identity/sign-in.ts'
import { signOut } from '../../src/identity/sign-out.ts'
import { hashPassword } from '../../src/platform/passwords.ts'
import { sha256 } from '../../src/platform/secrets.ts'
import { addActiveUser, addCompanies, problemsOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let now = new Date('2026-11-23T09:00:00Z')
const clock = { now: () => now }
const password = 'a long enough password'

beforeAll(async () => {
  verbs = await openVerbs({ clock })
  await addCompanies(verbs)
  const passwordHash = await hashPassword(password)
  for (const name of ['ada', 'bob', 'cy'])
    await addActiveUser(verbs, 'org_north', {
      email: `${name}@north.example`,
      roles: ['FINANCE'],
      passwordHash,
    })
})
afterAll(() => verbs.close())

const attempt = (email: string, given: string) =>
  verbs.run(anonymous, (ctx) => signIn(ctx, { email, password: given }))
const wrong = { userErrors: [{ code: 'INVALID_CREDENTIALS', path: [] }] }

test('a wrong password, an unknown address and a very long password get the same answer', async () => {
  for (const [email, given] of [
    ['ada@north.example', 'wrong'],
    ['nobody@north.example', password],
    ['ada@north.example', 'x'.repeat(300)],
  ] as const)
    expect(await attempt(email, given)).toMatchObject(wrong)
})

test('after five failures the account waits, longer each time, and the right password waits too', async () => {
  for (let i = 0; i < 6; i++) expect(await attempt('bob@north.example', 'wrong')).toMatchObject(wrong)
  expect(await problemsOf(attempt('bob@north.example', password))).toEqual([
    { code: 'SIGN_IN_BLOCKED', path: [] },
  ])
  expect(await attempt('ada@north.example', password)).toMatchObject({
    viewer: { email: 'ada@north.example' },
  })
  now = new Date(now.getTime() + 2_001)
  expect(await attempt('bob@north.example', 'wrong')).toMatchObject(wrong)
  now = new Date(now.getTime() + 3_999)
  expect(await problemsOf(attempt('bob@north.example', password))).toEqual([
    { code: 'SIGN_IN_BLOCKED', path: [] },
  ])
  now = new Date(now.getTime() + 2)
  expect(await attempt('bob@north.example', password)).toMatchObject({
    viewer: { email: 'bob@north.example' },
  })
})

test('more wrong passwords at once than there are connections are all answered and all counted', async () => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => attempt(`stranger${i}@north.example`, 'wrong')),
  )
  for (const answer of answers) expect(answer).toMatchObject(wrong)
  const counted = await verbs.sql(
    `SELECT count(*)::int FROM sign_in_attempt WHERE key LIKE 'account:%' AND failures = 1`,
  )
  expect(counted).toEqual([{ count: 17 }])
})

test('a session ends after thirty idle minutes, after twelve hours of use, and by signing out', async () => {
  const tokenOf = async () => {
    const answer = await attempt('cy@north.example', password)
    return 'token' in answer ? answer.token : ''
  }
  const who = (token: string) => authenticate(verbs.orm.em.fork(), clock, token)
  const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000))
  const ended = [{ code: 'UNAUTHENTICATED', path: [] }]

  const idle = await tokenOf()
  later(29)
  expect(await who(idle)).toMatchObject({ email: 'cy@north.example' })
  later(31)
  expect(await problemsOf(who(idle))).toEqual(ended)

  const used = await tokenOf()
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    later(20)
    expect(await who(used)).toMatchObject({ email: 'cy@north.example' })
  }
  later(20)
  expect(await problemsOf(who(used))).toEqual(ended)

  const left = await tokenOf()
  expect(await verbs.run(await who(left), signOut)).toMatchObject({ signedOut: true, becomes: anonymous })
  expect(await problemsOf(who(left))).toEqual(ended)
})

test('a stranger’s failures from elsewhere keep nobody out of where the account signs in', async () => {
  const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000))
  const from = (ip: string, given: string) =>
    verbs.run(anonymous, (ctx) =>
      signIn({ ...ctx, request: { ...ctx.request, ip } }, { email: 'ada@north.example', password: given }),
    )
  const signedIn = { viewer: { email: 'ada@north.example' } }
  const blocked = [{ code: 'SIGN_IN_BLOCKED', path: [] }]
  later(24 * 60)
  expect(await from('192.0.2.1', password)).toMatchObject(signedIn)
  for (let i = 0; i < 6; i++) expect(await from('198.51.100.1', 'wrong')).toMatchObject(wrong)
  expect(await problemsOf(from('198.51.100.1', password))).toEqual(blocked)
  expect(await from('203.0.113.7', password)).toMatchObject(signedIn)

  // From everywhere: a hundred failures are the account's bound, but for where it signed in before.
  await verbs.sql('UPDATE sign_in_attempt SET failures = 100, updated_at = $2 WHERE key = $1', [
    `account:${sha256('ada@north.example')}`,
    now,
  ])
  expect(await from('198.51.101.1', 'wrong')).toMatchObject(wrong)
  expect(await problemsOf(from('203.0.113.8', password))).toEqual(blocked)
  expect(await from('192.0.2.1', password)).toMatchObject(signedIn)
  for (let i = 0; i < 6; i++) expect(await from('192.0.2.1', 'wrong')).toMatchObject(wrong)
  expect(await problemsOf(from('192.0.2.1', password))).toEqual(blocked)
  await verbs.sql('DELETE FROM sign_in_attempt')
})

test('failures are forgiven one by one: typing errors of a whole office shut nobody out', async () => {
  const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000))
  const failures = () =>
    verbs.sql(`SELECT max(failures)::int AS failures FROM sign_in_attempt WHERE key LIKE 'address:%'`)
  later(24 * 60)
  for (let i = 0; i < 60; i++) {
    expect(await attempt(`typist${i}@north.example`, 'wrong')).toMatchObject(wrong)
    later(16)
  }
  expect(await failures()).toEqual([{ failures: 1 }])
  for (let i = 0; i < 7; i++) {
    expect(await attempt('dee@north.example', 'wrong')).toMatchObject(wrong)
    later(0.1)
  }
  later(24 * 60)
  for (let i = 0; i < 2; i++) expect(await attempt('dee@north.example', 'wrong')).toMatchObject(wrong)
})
