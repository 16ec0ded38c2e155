import { afterAll, beforeAll, expect, test } from 'vitest'
import { anonymous } from '../../src/access/actor.ts'
import { activateUser } from '../../src/identity/activate-user.ts'
import { authenticate } from '../../src/identity/authenticate.ts'
import { deactivateUser } from '../../src/identity/deactivate-user.ts'
import { signIn } from '../../src/identity/sign-in.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { hashPassword } from '../../src/platform/passwords.ts'
import { addActiveUser, addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
const password = 'a long enough password'
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
})
afterAll(() => verbs.close())

const statusOf = async (id: string) =>
  (await verbs.sql<{ status: string }>('SELECT status FROM app_user WHERE id = $1', [id]))[0]?.status

test('a deactivated user is out at once, and in again when activated', async () => {
  const email = 'leaver@south.example'
  const passwordHash = await hashPassword(password)
  const userId = await addActiveUser(verbs, 'org_south', { email, roles: ['FINANCE'], passwordHash })
  const signedIn = await verbs.run(anonymous, (ctx) => signIn(ctx, { email, password }))
  const token = 'token' in signedIn ? signedIn.token : ''
  const admin = userOf('org_south')
  const root = verbs.orm.em.fork()
  expect(await authenticate(root, systemClock, token)).toMatchObject({ id: userId })

  await verbs.run(admin, (ctx) => deactivateUser(ctx, { userId }))
  expect(await problemsOf(authenticate(root, systemClock, token))).toEqual([
    { code: 'UNAUTHENTICATED', path: [] },
  ])
  expect(await verbs.run(anonymous, (ctx) => signIn(ctx, { email, password }))).toMatchObject({
    userErrors: [{ code: 'INVALID_CREDENTIALS' }],
  })
  await verbs.run(admin, (ctx) => deactivateUser(ctx, { userId }))

  await verbs.run(admin, (ctx) => activateUser(ctx, { userId }))
  expect(await verbs.run(anonymous, (ctx) => signIn(ctx, { email, password }))).toMatchObject({
    viewer: { id: userId },
  })
  expect(await problemsOf(authenticate(root, systemClock, token))).toEqual([
    { code: 'UNAUTHENTICATED', path: [] },
  ])
  expect(
    await verbs.sql('SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id', [userId]),
  ).toEqual([{ type: 'user.invited' }, { type: 'user.deactivated' }, { type: 'user.activated' }])
})

test('two administrators who deactivate each other at once: one stays', async () => {
  const [one, two] = [
    await addActiveUser(verbs, 'org_brook', { email: 'one@brook.example', roles: ['RESELLER_ADMIN'] }),
    await addActiveUser(verbs, 'org_brook', { email: 'two@brook.example', roles: ['RESELLER_ADMIN'] }),
  ]
  const out = (by: string, userId: string) =>
    verbs.run(userOf('org_brook', ['RESELLER_ADMIN'], by), (ctx) => deactivateUser(ctx, { userId }))
  const results = await Promise.allSettled([out(one, two), out(two, one)])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(new Set([await statusOf(one), await statusOf(two)])).toEqual(new Set(['ACTIVE', 'DEACTIVATED']))
  const last = (await statusOf(one)) === 'ACTIVE' ? one : two
  expect(await problemsOf(out(last, last))).toEqual([{ code: 'LAST_ADMINISTRATOR', path: ['userId'] }])
})

test('another reseller does not find the user', async () => {
  const userId = await addActiveUser(verbs, 'org_north', { email: 'x@north.example', roles: ['FINANCE'] })
  for (const verb of [deactivateUser, activateUser])
    expect(await problemsOf(verbs.run(userOf('org_south'), (ctx) => verb(ctx, { userId })))).toEqual([
      { code: 'NOT_FOUND', path: ['userId'] },
    ])
  expect(await statusOf(userId)).toBe('ACTIVE')
})
