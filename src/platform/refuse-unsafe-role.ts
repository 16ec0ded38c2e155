import pg from 'pg'

interface RoleFacts {
  name: string
  superuser: boolean
  bypasses: boolean
  owns: boolean
  migrated: boolean
}

const question = `
  SELECT current_user AS name, r.rolsuper AS superuser, r.rolbypassrls AS bypasses,
    to_regclass('countersign.orders') IS NOT NULL AS migrated,
    EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'countersign' AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns
  FROM pg_roles r WHERE r.rolname = current_user`

/** Refuses to run with a role that row-level security does not hold, or on a schema that nobody migrated. */
export async function refuseUnsafeRole(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const facts = (await client.query<RoleFacts>(question)).rows[0]
    if (!facts) throw new Error('The database role has no entry in pg_roles.')
    const fault = facts.superuser
      ? 'is a superuser'
      : facts.bypasses
        ? 'has BYPASSRLS'
        : facts.owns
          ? 'owns the tables'
          : null
    if (fault)
      throw new Error(
        `DATABASE_URL: the role "${facts.name}" ${fault}, so row-level security would not hold it. ` +
          'Run "npm run db:prepare -- <superuser url>": it makes a safe role and prints both settings.',
      )
    if (!facts.migrated)
      throw new Error(
        'DATABASE_URL: the schema "countersign" is not there. Set DATABASE_OWNER_URL so that the server can migrate.',
      )
  } finally {
    await client.end()
  }
}
