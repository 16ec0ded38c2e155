import { permissionsOfRoles } from '../../src/access/actor.ts'
import type { Role } from '../../src/access/roles.ts'
import type { ApiClient } from './api-client.ts'
import type { TestApp } from './app.ts'
import { ownersTexts, tenantTables, textsOf } from './owner-secrets.ts'
import { whoMay } from './who-may.ts'

/** Somebody who sends what the owner sent. */
export interface ProbeActor {
  name: string
  client: ApiClient
  /** `STRANGER`: of another tenant or customer. `LOWER`: of the owner's own, with less permissions. */
  kind: 'STRANGER' | 'LOWER' | 'NOBODY'
  /** True when the table of permissions lets this one call the field at all. */
  may(field: string): boolean
  /** Texts of the owner's that this one must never see. */
  secrets: ReadonlySet<string>
  /** Texts of its own, or open to it; what it wrote itself in an earlier run is among them. */
  knows: ReadonlySet<string>
}

interface Described {
  name: string
  email: string | null
  role: Role | null
  kind: ProbeActor['kind']
}

/** Who tries. The first is of the same role as the owner, in another tenant. */
const described: readonly Described[] = [
  { name: 'another reseller', email: 'admin@harbor.example', role: 'RESELLER_ADMIN', kind: 'STRANGER' },
  { name: 'a reseller below', email: 'admin@lakeside.example', role: 'RESELLER_ADMIN', kind: 'STRANGER' },
  {
    name: 'a sibling customer',
    email: 'h.stahlmann@ahornfeld.example',
    role: 'CUSTOMER_ADMIN',
    kind: 'STRANGER',
  },
  { name: 'nobody', email: null, role: null, kind: 'NOBODY' },
  { name: 'a sales agent', email: 'sales@meridian.example', role: 'SALES_AGENT', kind: 'LOWER' },
  { name: 'an order desk', email: 'desk@meridian.example', role: 'ORDER_DESK', kind: 'LOWER' },
  { name: 'an approver', email: 'approver@meridian.example', role: 'APPROVER', kind: 'LOWER' },
]

const inherited = ['price_list', 'price', 'terms_document', 'terms_version']

/** All that a reseller's administrator owns, and the configuration that it inherits of the sellers above. */
async function knownToReseller(app: TestApp, email: string): Promise<Set<string>> {
  const seller = `(SELECT seller_id FROM app_user WHERE email = '${email}')`
  const above = `seller_id = ANY ((SELECT path FROM organization WHERE id = ${seller})::text[])`
  const own = await textsOf(app, await tenantTables(app), { sql: `seller_id = ${seller}` })
  return new Set([...own, ...(await textsOf(app, inherited, { sql: above }))])
}

/** What each may know of the owner's all the same. */
async function known(app: TestApp, sellerId: string, { name, email, role }: Described): Promise<Set<string>> {
  if (email && role === 'RESELLER_ADMIN') return knownToReseller(app, email)
  if (name !== 'a sibling customer') return new Set()
  const own = { sql: 'seller_id = $1', values: [sellerId] }
  const tables = await tenantTables(app)
  const scoped = await app.sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'countersign'
     AND column_name = 'organization_id' AND table_name = ANY ($1)`,
    [tables],
  )
  const customer = `(SELECT organization_id FROM app_user WHERE email = 'h.stahlmann@ahornfeld.example')`
  const parts = await Promise.all([
    textsOf(app, inherited, own),
    textsOf(
      app,
      scoped.map(({ name: table }) => table),
      { sql: `organization_id = ${customer}` },
    ),
    textsOf(app, ['organization'], { sql: `id = ${customer} OR id = $1`, values: [sellerId] }),
  ])
  return new Set(parts.flatMap((part) => [...part]))
}

/** Signs everybody in. Do it when the owner's world is built: what is secret is taken from its rows. */
export async function signActorsIn(app: TestApp, sellerId: string): Promise<ProbeActor[]> {
  const texts = await ownersTexts(app, sellerId)
  return Promise.all(
    described.map(async (who) => {
      const { name, email, role, kind } = who
      const permissions: ReadonlySet<string> = permissionsOfRoles(role ? [role] : [])
      const knows = await known(app, sellerId, who)
      return {
        name,
        kind,
        client: email ? await app.signedIn(email) : app.anonymous(),
        may(field: string) {
          const need = whoMay[field]
          if (need === 'EVERYBODY') return true
          return need === 'SIGNED_IN' ? email !== null : permissions.has(need ?? '')
        },
        knows,
        secrets: new Set(kind === 'LOWER' ? [] : [...texts].filter((text) => !knows.has(text))),
      }
    }),
  )
}
