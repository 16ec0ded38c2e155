import { bootstrapActor, permissionsOfRoles, type Actor } from '../../src/access/actor.ts'
import type { Role } from '../../src/access/roles.ts'
import { addUser } from '../../src/identity/add-user.ts'
import { createReseller } from '../../src/organizations/create-reseller.ts'
import { ensurePlatform, platformId } from '../../src/organizations/ensure-platform.ts'
import { actorOf, type VerbHarness } from './verbs.ts'

const parents = { org_north: platformId, org_brook: 'org_north', org_south: platformId } as const
export type ResellerId = keyof typeof parents
const all = Object.keys(parents) as ResellerId[]

/** Three resellers: North, Brook below it, and South beside them. */
export async function addCompanies(verbs: VerbHarness): Promise<void> {
  await verbs.run(bootstrapActor(platformId, all), async (ctx) => {
    await ensurePlatform(ctx)
    for (const id of all)
      await createReseller(ctx, {
        id,
        parentId: parents[id],
        name: `Reseller ${id.slice(4)}`,
        country: 'DE',
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
      })
  })
}

/** A signed-in user of a reseller, with the reach that signing in gives it. */
export function userOf(seller: ResellerId, roles: Role[] = ['RESELLER_ADMIN'], id = `usr_${seller}`): Actor {
  const below = seller === 'org_north' ? (['org_brook'] as const) : []
  const readableSellers = [seller, ...below]
  const stepsIn = permissionsOfRoles(roles).has('USER_WRITE')
  return {
    ...actorOf(seller, roles, { id }),
    readableSellers,
    writableSellers: [seller],
    decidableSellers: stepsIn ? readableSellers : [seller],
    ancestorSellers: seller === 'org_brook' ? ['org_north', platformId] : [platformId],
  }
}

/** Adds an active user of a reseller; answers with its id. */
export async function addActiveUser(
  verbs: VerbHarness,
  seller: ResellerId,
  person: { email: string; roles: Role[]; passwordHash?: string },
): Promise<string> {
  const { email, roles, passwordHash = null } = person
  const user = await verbs.run(bootstrapActor(platformId, all), async (ctx) => {
    const added = await addUser(ctx, {
      organizationId: seller,
      email,
      firstName: 'Ada',
      lastName: 'Active',
      roles,
    })
    return Object.assign(added, { status: 'ACTIVE' as const, passwordHash })
  })
  return user.id
}

/** The refusal that a verb throws: its problems, without their sentences. */
export async function problemsOf(
  promise: Promise<unknown>,
): Promise<Array<{ code: string; path: string[] }>> {
  try {
    await promise
  } catch (error) {
    const { problems } = error as { problems?: Array<{ code: string; path: string[] }> }
    if (problems) return problems.map(({ code, path }) => ({ code, path }))
    throw error
  }
  throw new Error('The verb did not refuse.')
}
