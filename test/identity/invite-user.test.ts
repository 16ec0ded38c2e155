import { afterAll, beforeAll, expect, test } from 'vitest'
import { anonymous, type Actor } from '../../src/access/actor.ts'
import type { Role } from '../../src/access/roles.ts'
import { acceptInvitation } from '../../src/identity/accept-invitation.ts'
import { inviteUser } from '../../src/identity/invite-user.ts'
import { resetPassword } from '../../src/identity/reset-password.ts'
import { signIn } from '../../src/identity/sign-in.ts'
import { createOrganization } from '../../src/organizations/create-organization.ts'
import { addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let customerId: string
const admin = userOf('org_north')
const password = 'a long enough password'

beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  const input = { name: 'Guest Ltd', country: 'DE', currency: 'EUR', idempotencyKey: 'guest' }
  customerId = (await verbs.run(admin, (ctx) => createOrganization(ctx, input))).id
})
afterAll(() => verbs.close())

let people = 0
const person = (roles: Role[], more: object = {}) => {
  people += 1
  return {
    organizationId: 'org_north',
    email: `p${people}@north.example`,
    firstName: 'Pia',
    lastName: 'New',
    roles,
    idempotencyKey: `person ${people}`,
    ...more,
  }
}
const invite = (actor: Actor, input: ReturnType<typeof person>) =>
  verbs.run(actor, (ctx) => inviteUser(ctx, input))
const tokenOf = (url: string | null) => new URL(url ?? '', 'http://x').searchParams.get('token') ?? ''
const accept = (token: string) => verbs.run(anonymous, (ctx) => acceptInvitation(ctx, { token, password }))
const eventsOf = (id: string) =>
  verbs.sql('SELECT type, subject_version AS version FROM outbox_event WHERE subject_id = $1 ORDER BY id', [
    id,
  ])

test('the invited user chooses a password once, is signed in, and its own act is recorded', async () => {
  const { user, invitationUrl } = await invite(
    admin,
    person(['SALES_AGENT'], { email: 'Pia.New@North.example' }),
  )
  expect(user).toMatchObject({ email: 'pia.new@north.example', status: 'INVITED', passwordHash: null })
  const { token, viewer } = await accept(tokenOf(invitationUrl))
  expect(token).toMatch(/^cst_[\w-]{43}$/)
  expect(viewer).toMatchObject({ id: user.id, email: 'pia.new@north.example', roles: ['SALES_AGENT'] })
  expect(await eventsOf(user.id)).toEqual([
    { type: 'user.invited', version: 1 },
    { type: 'user.activated', version: 2 },
  ])
  expect(await problemsOf(accept(tokenOf(invitationUrl)))).toEqual([
    { code: 'LINK_INVALID', path: ['token'] },
  ])
  const email = 'PIA.new@north.example '
  expect(await verbs.run(anonymous, (ctx) => signIn(ctx, { email, password }))).toMatchObject({
    viewer: { id: user.id },
  })
})

test('neither the link nor the password is stored or told', async () => {
  const { user, invitationUrl } = await invite(admin, person(['FINANCE']))
  await accept(tokenOf(invitationUrl))
  const rows = await verbs.sql<{ text: string }>(
    `SELECT to_jsonb(t)::text AS text FROM user_token t WHERE user_id = $1
     UNION ALL SELECT to_jsonb(u)::text FROM app_user u WHERE id = $1
     UNION ALL SELECT to_jsonb(e)::text FROM outbox_event e WHERE subject_id = $1`,
    [user.id],
  )
  for (const { text } of rows) {
    expect(text).not.toContain(tokenOf(invitationUrl))
    expect(text).not.toContain(password)
  }
  const events = rows.filter(({ text }) => text.includes('"type": "user.'))
  expect(events).toHaveLength(2)
  for (const { text } of events) expect(text).not.toContain('argon2')
})

test('a weak password uses the link up for nobody', async () => {
  const { invitationUrl } = await invite(admin, person(['FINANCE']))
  const token = tokenOf(invitationUrl)
  expect(
    await problemsOf(verbs.run(anonymous, (ctx) => acceptInvitation(ctx, { token, password: 'short' }))),
  ).toEqual([{ code: 'PASSWORD_TOO_WEAK', path: ['password'] }])
  expect((await accept(token)).viewer?.roles).toEqual(['FINANCE'])
})

test('a link that is accepted twice at once works once', async () => {
  const { invitationUrl } = await invite(admin, person(['FINANCE']))
  const results = await Promise.allSettled([accept(tokenOf(invitationUrl)), accept(tokenOf(invitationUrl))])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('a repeat invites nobody twice and shows no link', async () => {
  const input = person(['FINANCE'])
  const first = await invite(admin, input)
  const again = await invite(admin, input)
  expect(again).toMatchObject({ user: { id: first.user.id }, invitationUrl: null })
  expect(await problemsOf(invite(admin, { ...input, idempotencyKey: 'another' }))).toEqual([
    { code: 'EMAIL_TAKEN', path: ['email'] },
  ])
})

test("a customer's users are CUSTOMER_ADMIN, a reseller's are not, and nobody is INTEGRATION", async () => {
  const refused = [{ code: 'ROLE_NOT_POSSIBLE', path: ['roles'] }]
  expect(await problemsOf(invite(admin, person(['SALES_AGENT'], { organizationId: customerId })))).toEqual(
    refused,
  )
  expect(await problemsOf(invite(admin, person(['CUSTOMER_ADMIN'])))).toEqual(refused)
  expect(await problemsOf(invite(admin, person(['PLATFORM_OPERATOR'])))).toEqual(refused)
  expect(await problemsOf(invite(admin, person(['INTEGRATION'])))).toEqual(refused)
  expect(await problemsOf(invite(admin, person([])))).toEqual([{ code: 'ROLES_MISSING', path: ['roles'] }])
  const { user } = await invite(admin, person(['CUSTOMER_ADMIN'], { organizationId: customerId }))
  expect(user).toMatchObject({ sellerId: 'org_north', organizationId: customerId })
})

test('a limited API key can neither invite an administrator nor reset the password of one', async () => {
  const { user } = await invite(admin, person(['RESELLER_ADMIN']))
  const key: Actor = {
    ...admin,
    kind: 'API_KEY',
    roles: ['INTEGRATION'],
    permissions: new Set(['USER_WRITE']),
  }
  expect(await problemsOf(invite(key, person(['RESELLER_ADMIN'])))).toEqual([
    { code: 'ROLE_TOO_HIGH', path: ['roles'] },
  ])
  expect(await problemsOf(verbs.run(key, (ctx) => resetPassword(ctx, { userId: user.id })))).toEqual([
    { code: 'ROLE_TOO_HIGH', path: ['userId'] },
  ])
  expect(await verbs.sql(`SELECT count(*)::int FROM user_token WHERE user_id = $1`, [user.id])).toEqual([
    { count: 1 },
  ])
})

test('another reseller cannot invite here', async () => {
  expect(await problemsOf(invite(userOf('org_south'), person(['FINANCE'])))).toEqual([
    { code: 'NOT_FOUND', path: ['organizationId'] },
  ])
})

test('a new link ends the earlier ones, a redeemed one ends the sessions', async () => {
  const { user, invitationUrl } = await invite(admin, person(['FINANCE']))
  const renewed = await verbs.run(admin, (ctx) => resetPassword(ctx, { userId: user.id }))
  expect(await problemsOf(accept(tokenOf(invitationUrl)))).toEqual([
    { code: 'LINK_INVALID', path: ['token'] },
  ])
  await accept(tokenOf(renewed.passwordResetUrl))
  const reset = await verbs.run(admin, (ctx) => resetPassword(ctx, { userId: user.id }))
  await accept(tokenOf(reset.passwordResetUrl))
  expect(
    await verbs.sql('SELECT revoked_at IS NULL AS open FROM session WHERE user_id = $1 ORDER BY id', [
      user.id,
    ]),
  ).toEqual([{ open: false }, { open: true }])
  expect((await eventsOf(user.id)).map((event) => (event as { type: string }).type)).toEqual([
    'user.invited',
    'user.password_reset',
    'user.activated',
    'user.password_reset',
    'user.password_changed',
  ])
})
