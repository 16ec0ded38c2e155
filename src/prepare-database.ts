import { systemClock } from './platform/clock.ts'
import { systemIds } from './platform/ids.ts'
import { existingRoles, prepareRoles, withDatabase } from './platform/prepare-roles.ts'

const USAGE = `Prepares a PostgreSQL server for Countersign: roles, database, schemas, extensions. May be repeated.

  npm run db:prepare -- postgres://superuser:password@host:5432/countersign [--new-passwords]

--new-passwords  gives existing roles new passwords too; processes that run with the old ones must then be restarted
`

/** The command `npm run db:prepare`: prints the two settings to paste. */
async function prepareDatabase(args: string[]): Promise<number> {
  const [url] = args.filter((arg) => !arg.startsWith('--'))
  if (!url || !URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    process.stderr.write(USAGE)
    return 2
  }
  const named = decodeURIComponent(new URL(url).pathname.slice(1))
  const database = named === '' || named === 'postgres' ? 'countersign' : named
  const superuserUrl = withDatabase(url, 'postgres')
  const known = args.includes('--new-passwords') ? [] : await existingRoles(superuserUrl)
  const ownerPassword = known.includes('countersign_owner') ? undefined : newPassword()
  const runtimePassword = known.includes('countersign_app') ? undefined : newPassword()
  await prepareRoles(superuserUrl, { database, ownerPassword, runtimePassword })
  const target = withDatabase(url, database)
  process.stdout.write(`DATABASE_OWNER_URL=${signedInAs(target, 'countersign_owner', ownerPassword)}\n`)
  process.stdout.write(`DATABASE_URL=${signedInAs(target, 'countersign_app', runtimePassword)}\n`)
  if (!ownerPassword || !runtimePassword) {
    process.stderr.write(
      'The roles existed already and keep their passwords. --new-passwords gives them new ones.\n',
    )
  }
  return 0
}

function newPassword(): string {
  return systemIds(systemClock).bytes(24).toString('base64url')
}

function signedInAs(url: string, user: string, password: string | undefined): string {
  const changed = new URL(url)
  changed.username = user
  changed.password = password ?? 'PASSWORD'
  return changed.href
}

try {
  process.exitCode = await prepareDatabase(process.argv.slice(2))
} catch (error) {
  const reason = error instanceof Error ? error.message || String(error) : String(error)
  process.stderr.write(`The database could not be prepared: ${reason}\n${USAGE}`)
  process.exitCode = 1
}
