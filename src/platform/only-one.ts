import pg from 'pg'

/**
 * Holds the embedded database for this process alone: a second `npm start` in the same folder is told so. The lock is
 * PostgreSQL's own and ends with the connection, however the process dies.
 */
export async function onlyOne(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    application_name: 'countersign-only-one',
  })
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<{ held: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('countersign.server')) AS held",
  )
  if (rows[0]?.held) return () => client.end()
  await client.end()
  throw new Error(
    'Countersign is already running on this DATA_DIR. Use that server, stop it first, or set another DATA_DIR.',
  )
}
