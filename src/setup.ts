import 'reflect-metadata'
import { parseArgs } from 'node:util'
import { bootstrapActor } from './access/actor.ts'
import type { Ctx } from './access/ctx.ts'
import { forkFor } from './access/fork-for.ts'
import {
  installFirstReseller,
  type FirstLinks,
  type FirstReseller,
  type FirstUser,
} from './identity/install-first-reseller.ts'
import { platformId } from './organizations/ensure-platform.ts'
import { ConfigError, readConfig, type Config } from './platform/config.ts'
import { DomainError } from './platform/errors.ts'
import { transact } from './platform/transact.ts'
import { openResources, type Resources } from './resources.ts'

const usage = `Begins an installation, once: the platform's operator, the first reseller and its administrator.

  npm run setup -- --reseller "Company" --country DE --currency EUR --admin name@company.example --operator name@company.example

--admin-name, --operator-name  first and last name (default: the part before the @, and the office)
--time-zone  IANA zone of the reseller; decides the year of order numbers (default UTC)
--prefix     of order numbers, 1 to 10 capitals and digits (default SO: SO-2026-000001)

Needs DEMO=0. Prints two links, valid for 7 days, with which the two choose their passwords.
`

const options = {
  reseller: { type: 'string' },
  country: { type: 'string' },
  currency: { type: 'string' },
  admin: { type: 'string' },
  operator: { type: 'string' },
  'admin-name': { type: 'string' },
  'operator-name': { type: 'string' },
  'time-zone': { type: 'string', default: 'UTC' },
  prefix: { type: 'string', default: 'SO' },
} as const

/** A first and a last name out of one text; with one word, the address gives the first name. */
function personOf(email: string, name: string): FirstUser {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return rest.length > 0
    ? { email, firstName: first, lastName: rest.join(' ') }
    : { email, firstName: email.split('@')[0] ?? '', lastName: first }
}

/** The flags, or null when one of them is missing. */
function readFlags(args: string[]): Omit<FirstReseller, 'resellerId'> | null {
  const { values } = parseArgs({ args, options })
  const { reseller: name, country, currency, admin, operator, prefix } = values
  if (!name || !country || !currency || !admin || !operator) return null
  return {
    name,
    country: country.toUpperCase(),
    currency: currency.toUpperCase(),
    timeZone: values['time-zone'],
    orderPrefix: prefix.toUpperCase(),
    administrator: personOf(admin, values['admin-name'] ?? 'Administrator'),
    operator: personOf(operator, values['operator-name'] ?? 'Operator'),
  }
}

/** Where people will reach the server: the links lead there. */
function publicUrlOf({ publicUrl, host, port }: Config): string {
  return (publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(/\/+$/, '')
}

async function install(resources: Resources, flags: Omit<FirstReseller, 'resellerId'>): Promise<FirstLinks> {
  const { orm, config, clock, ids, log, keys } = resources
  const resellerId = ids.next('org')
  const actor = bootstrapActor(platformId, [resellerId])
  const ctx: Ctx = {
    em: forkFor(orm.em.fork(), actor),
    actor,
    clock,
    ids,
    log,
    keys,
    correlationId: ids.next('req'),
    request: { ip: null, userAgent: null },
    loopbackWebhooks: false,
    publicUrl: publicUrlOf(config),
    recorded: [],
    // The server's relay finds the events, running or not.
    eventsCommitted: () => undefined,
  }
  return transact(ctx, (unit) => installFirstReseller(unit, { ...flags, resellerId }))
}

/** The command `npm run setup`. Answers with the exit code. */
async function setup(args: string[]): Promise<number> {
  const flags = readFlags(args)
  if (!flags) {
    process.stderr.write(usage)
    return 2
  }
  const config = readConfig(process.env)
  if (config.demo) {
    process.stderr.write('Set DEMO=0: the demo has its own resellers and log-ins.\n')
    return 2
  }
  const resources = await openResources(config)
  try {
    const links = await install(resources, flags)
    process.stdout.write(
      `\nThe operator, ${flags.operator.email}, chooses a password here:\n  ${links.operator}\n`,
    )
    process.stdout.write(
      `\nThe administrator, ${flags.administrator.email}, chooses a password here:\n  ${links.administrator}\n\n`,
    )
    return 0
  } finally {
    await resources.close()
  }
}

/** What to say of an error, in words for the person at the terminal. */
function explain(error: unknown): string {
  if (error instanceof DomainError)
    return error.problems.map(({ message, path }) => [...path, message].join(': ')).join('\n')
  if (error instanceof ConfigError) return error.message
  return error instanceof Error ? error.message : String(error)
}

try {
  process.exitCode = await setup(process.argv.slice(2))
} catch (error) {
  const wrongFlag = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')
  process.stderr.write(`\n${explain(error)}\n${wrongFlag ? `\n${usage}` : ''}`)
  process.exitCode = wrongFlag ? 2 : 1
}
