import pg from 'pg'
import type { Clock } from './clock.ts'

/** More than this apart, leases and deadlines of two machines no longer mean the same. */
const mostApartMs = 5_000

/**
 * Refuses to run on a machine whose clock disagrees with the database's: a worker that is ahead would take over jobs
 * that still run, and sign webhooks that receivers refuse as too old or too new.
 */
export async function refuseWrongClock(url: string, clock: Clock): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const asked = clock.now().getTime()
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now')
    const answered = clock.now().getTime()
    const theirs = rows[0]?.now.getTime() ?? answered
    const apart = Math.max(asked - theirs, theirs - answered, 0)
    if (apart > mostApartMs)
      throw new Error(
        `The clock of this machine is ${(apart / 1000).toFixed(1)} s ${asked > theirs ? 'ahead of' : 'behind'} the ` +
          'database\'s. Have both keep time by NTP ("timedatectl set-ntp true"), then start again.',
      )
  } finally {
    await client.end()
  }
}
