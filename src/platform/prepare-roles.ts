import { pbkdf2Sync, createHash, createHmac, randomBytes } from 'node:crypto'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'

/** What `prepareRoles` is told. */
export interface RolePasswords {
  /** The database to prepare; created when it is missing. */
  database: string
  /** Password of `countersign_owner`; undefined keeps the one that it has. */
  ownerPassword?: string | undefined
  /** Password of `countersign_app`; undefined keeps the one that it has. */
  runtimePassword?: string | undefined
}

/** Any number that nobody else locks: keeps two preparations of one server from meeting. */
const LOCK = 7_260_019_441

/**
 * Prepares a PostgreSQL server (15 or newer) for Countersign: roles, database, schemas, extensions. Changes only what
 * differs, so it may be repeated at will.
 *
 * `countersign_owner` owns everything and migrates; `countersign_app` runs and, except for the queue's tables in
 * `bullmq`, owns nothing; `countersign_gate` cannot sign in and owns the few SECURITY DEFINER functions. None of them
 * is a superuser or passes by row-level security.
 * @param superuserUrl a superuser's connection to any existing database of the server
 */
export async function prepareRoles(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  await connected(superuserUrl, async (server) => {
    await server.query('SELECT pg_advisory_lock($1)', [LOCK])
    await ensureRole(server, 'countersign_owner', passwords.ownerPassword)
    await ensureRole(server, 'countersign_app', passwords.runtimePassword)
    await ensureRole(server, 'countersign_gate', null)
    // So that migrations can hand functions over (ALTER FUNCTION ... OWNER TO countersign_gate), and replace them.
    await server.query('GRANT countersign_gate TO countersign_owner WITH ADMIN OPTION')
    await ensureDatabase(server, passwords.database)
    await connected(withDatabase(superuserUrl, passwords.database), prepareDatabase)
  })
}

/** Which of the roles that sign in are there already. */
export async function existingRoles(superuserUrl: string): Promise<string[]> {
  return connected(superuserUrl, async (server) => {
    const { rows } = await server.query<{ rolname: string }>(
      `SELECT rolname FROM pg_roles WHERE rolname IN ('countersign_owner', 'countersign_app')`,
    )
    return rows.map(({ rolname }) => rolname)
  })
}

/** The same connection to another database of the server. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  return changed.href
}

/** @param password null: the role cannot sign in */
async function ensureRole(server: Client, name: string, password: string | null | undefined): Promise<void> {
  const { rows } = await server.query<{ fits: boolean }>(
    `SELECT rolcanlogin = $2 AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
       AND rolinherit AS fits FROM pg_roles WHERE rolname = $1`,
    [name, password !== null],
  )
  const [found] = rows
  const login = password === null ? 'NOLOGIN' : 'LOGIN'
  const attributes = `${login} INHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION`
  if (!found && password === undefined)
    throw new Error(`The role ${name} does not exist yet: give it a password.`)
  if (!found) await server.query(`CREATE ROLE ${name} ${attributes}`)
  else if (!found.fits) await server.query(`ALTER ROLE ${name} ${attributes}`)
  if (password) await server.query(`ALTER ROLE ${name} PASSWORD ${escapeLiteral(scramVerifier(password))}`)
}

async function ensureDatabase(server: Client, database: string): Promise<void> {
  const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
  // template0: a site's additions to template1 stay out.
  if (rowCount) return
  await server.query(
    `CREATE DATABASE ${escapeIdentifier(database)} OWNER countersign_owner TEMPLATE template0 ENCODING 'UTF8'`,
  )
}

/**
 * The queue's schema: BullMQ's `runMigrations` begins with CREATE SCHEMA IF NOT EXISTS, which needs CREATE on the database
 * even when the schema is there. The owner has it, so the owner migrates, and default privileges hand the tables on.
 * The runtime role owns the schema because BullMQ makes and drops sequences in it while running (and temporary tables).
 */
async function prepareDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
  const database = escapeIdentifier(rows[0]?.name ?? '')
  await client.query('BEGIN')
  await client.query(`
    REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
    GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${database} TO countersign_owner;
    GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO countersign_app;
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;

    CREATE SCHEMA IF NOT EXISTS countersign AUTHORIZATION countersign_owner;
    GRANT USAGE ON SCHEMA countersign TO countersign_app, countersign_gate;

    CREATE SCHEMA IF NOT EXISTS gate AUTHORIZATION countersign_owner;
    GRANT USAGE ON SCHEMA gate TO countersign_app;
    GRANT USAGE, CREATE ON SCHEMA gate TO countersign_gate;

    CREATE SCHEMA IF NOT EXISTS bullmq AUTHORIZATION countersign_app;
    GRANT USAGE, CREATE ON SCHEMA bullmq TO countersign_owner;
    ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA bullmq GRANT ALL ON TABLES TO countersign_app;
    ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA bullmq GRANT ALL ON SEQUENCES TO countersign_app;

    ALTER ROLE countersign_owner IN DATABASE ${database} SET search_path = countersign;
    ALTER ROLE countersign_app IN DATABASE ${database} SET search_path = countersign;
    ALTER ROLE countersign_app IN DATABASE ${database} SET idle_in_transaction_session_timeout = '15s';
  `)
  for (const extension of ['pg_trgm', 'unaccent']) await ensureExtension(client, extension)
  await client.query('COMMIT')
}

async function ensureExtension(client: Client, extension: string): Promise<void> {
  await client.query(`CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA countersign`)
  const { rowCount } = await client.query(
    `SELECT 1 FROM pg_extension WHERE extname = $1 AND extnamespace = 'countersign'::regnamespace`,
    [extension],
  )
  if (!rowCount) await client.query(`ALTER EXTENSION ${extension} SET SCHEMA countersign`)
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'countersign-prepare' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What PostgreSQL stores for a password (RFC 5803): sent instead of it, so that no statement log shows a password. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const iterations = 4096
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`
}
