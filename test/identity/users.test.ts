import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous } from '../../src/access/actor.ts'
import { listUsers } from '../../src/identity/list-users.ts'
import { resetPassword } from '../../src/identity/reset-password.ts'
import { signIn } from '../../src/identity/sign-in.ts'
import type { UsersArgs } from '../../src/identity/users.inputs.ts'
import { addActiveUser, addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
const admin = userOf('org_south')
const people = [
  ['usr_a', 'Berg', 'zoe@south.example', 'FINANCE', 'ACTIVE'],
  ['usr_b', 'Berg', 'yan@south.example', 'SALES_AGENT', 'DEACTIVATED'],
  ['usr_c', 'Adler', 'xena_1@south.example', 'FINANCE', 'INVITED'],
  ['usr_d', 'Clausen', 'wim@south.example', 'ORDER_DESK', 'ACTIVE'],
]
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  for (const [at, [id, lastName, email, role, status]] of people.entries())
    await verbs.sql(
      `INSERT INTO app_user (id, seller_id, organization_id, email, first_name, last_name, roles, status, created_at, updated_at)
       VALUES ($1, 'org_south', 'org_south', $2, 'Kim', $3, ARRAY[$4], $5, $6, $6)`,
      [id, email, lastName, role, status, `2026-11-0${4 - at}T00:00:00Z`],
    )
})
afterAll(() => verbs.close())

const list = (args: Partial<UsersArgs>, actor = admin) =>
  verbs.read(actor, (ctx) => listUsers(ctx, { first: 20, ...args }))
const idsOf = async (args: Partial<UsersArgs>) => (await list(args)).nodes.map(({ id }) => id)

describe('users', () => {
  it.each<[string, Partial<UsersArgs>, string[]]>([
    ['by last name', {}, ['usr_c', 'usr_a', 'usr_b', 'usr_d']],
    [
      'by log-in name, descending',
      { orderBy: { field: 'EMAIL', direction: 'DESC' } },
      ['usr_a', 'usr_b', 'usr_c', 'usr_d'],
    ],
    ['by age', { orderBy: { field: 'CREATED_AT', direction: 'ASC' } }, ['usr_d', 'usr_c', 'usr_b', 'usr_a']],
    ['in a status', { where: { status: ['INVITED', 'DEACTIVATED'] } }, ['usr_c', 'usr_b']],
    ['with a role', { where: { role: ['FINANCE'] } }, ['usr_c', 'usr_a']],
    ['of a role and a status', { where: { role: ['FINANCE'], status: ['ACTIVE'] } }, ['usr_a']],
    ['of another organization', { where: { organizationId: 'org_north' } }, []],
    ['whose words stand in the names', { search: 'kim BERG' }, ['usr_a', 'usr_b']],
    ['whose signs are meant literally', { search: 'a_1' }, ['usr_c']],
  ])('are listed %s', async (_what, args, ids) => {
    expect(await idsOf(args)).toEqual(ids)
  })

  it('come in pages without gap or repeat', async () => {
    const seen: string[] = []
    let after: string | null = null
    do {
      const page = await list({ first: 1, after })
      seen.push(...page.nodes.map(({ id }) => id))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after)
    expect(seen).toEqual(['usr_c', 'usr_a', 'usr_b', 'usr_d'])
  })

  it('of another reseller are not there', async () => {
    expect((await list({}, userOf('org_north'))).nodes).toEqual([])
  })
})

describe('an administrator gives a user a password', () => {
  const email = 'fay@south.example'
  let userId: string
  beforeAll(async () => {
    userId = await addActiveUser(verbs, 'org_south', { email, roles: ['FINANCE'] })
  })
  const reset = (more: Partial<Parameters<typeof resetPassword>[1]>, actor = admin) =>
    verbs.run(actor, (ctx) => resetPassword(ctx, { userId, ...more }))
  const signInWith = (password: string) => verbs.run(anonymous, (ctx) => signIn(ctx, { email, password }))
  const stored = async () =>
    (
      await verbs.sql<{ password_hash: string }>('SELECT password_hash FROM app_user WHERE id = $1', [userId])
    )[0]

  it('that it chose: it holds at once, and sessions end', async () => {
    const password = 'seven green bottles'
    expect(await reset({ method: 'SET', password })).toMatchObject({ passwordResetUrl: null, password: null })
    expect(await signInWith(password)).toMatchObject({ viewer: { id: userId } })
    await reset({ method: 'SET', password: 'eight green bottles' })
    expect(
      await verbs.sql('SELECT id FROM session WHERE user_id = $1 AND revoked_at IS NULL', [userId]),
    ).toEqual([])
    expect(await signInWith(password)).toMatchObject({ userErrors: [{ code: 'INVALID_CREDENTIALS' }] })
  })

  it('that is generated: shown this once, told in no event', async () => {
    const { password } = await reset({ method: 'GENERATE' })
    expect(password).toMatch(/^[\w-]{27}$/)
    expect(await signInWith(password ?? '')).toMatchObject({ viewer: { id: userId } })
    const told = await verbs.sql('SELECT id FROM outbox_event WHERE data::text LIKE $1', [`%${password}%`])
    expect(told).toEqual([])
  })

  it('is refused a weak one, or none, or one that nobody asked for, and nothing changes', async () => {
    const before = await stored()
    const refused = (more: Parameters<typeof reset>[0]) => problemsOf(reset(more))
    expect(await refused({ method: 'SET' })).toEqual([{ code: 'PASSWORD_MISSING', path: ['password'] }])
    expect(await refused({ method: 'SET', password: 'too short' })).toEqual([
      { code: 'PASSWORD_TOO_WEAK', path: ['password'] },
    ])
    expect(await refused({ method: 'LINK', password: 'seven green bottles' })).toEqual([
      { code: 'PASSWORD_NOT_USED', path: ['password'] },
    ])
    expect(await problemsOf(reset({ method: 'GENERATE' }, userOf('org_south', ['SALES_AGENT'])))).toEqual([
      { code: 'FORBIDDEN', path: [] },
    ])
    expect(await stored()).toEqual(before)
  })
})
