import 'reflect-metadata'
import { parseArgs } from 'node:util'
import { systemActor } from './access/actor.ts'
import type { Ctx } from './access/ctx.ts'
import { forkFor } from './access/fork-for.ts'
import { rewrapErpPasswords } from './erp/rewrap-erp-passwords.ts'
import { rewrapAnswers } from './orders/rewrap-answers.ts'
import { systemClock } from './platform/clock.ts'
import { readConfig } from './platform/config.ts'
import { keyIdOf } from './platform/envelope.ts'
import { systemIds } from './platform/ids.ts'
import { readKeys, replaceEncryptionKey } from './platform/keys.ts'
import { transact } from './platform/transact.ts'
import { openDatabaseAlone } from './resources.ts'
import { rewrapSecrets } from './webhooks/rewrap-secrets.ts'

const usage = `Puts every stored secret under the current encryption key. Values are not changed, only what wraps them.

  npm run rotate-keys [-- --generate]

--generate  first makes a new key in DATA_DIR (without ENCRYPTION_KEY); the old one stays beside it and still opens

With ENCRYPTION_KEY: set the new key, and the old one in ENCRYPTION_KEYS_EARLIER; start every process anew; then run
this. When it says 0 left, the old key may go. Works beside running servers that know both keys.
`

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** The command `npm run rotate-keys`. */
async function rotateKeys(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { generate: { type: 'boolean', default: false } } })
  const config = readConfig(process.env)
  if (values.generate) await replaceEncryptionKey(config)
  const keys = await readKeys(config)
  const { orm, log, close } = await openDatabaseAlone(config)
  try {
    const sellers = await orm.em
      .fork()
      .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.audited_sellers() AS s')
    let changed = 0
    for (const { id } of sellers) {
      const unit = (): Ctx => {
        const actor = systemActor({ id, ancestors: [] })
        return {
          em: forkFor(orm.em.fork(), actor),
          actor,
          keys,
          log,
          clock: systemClock,
          ids: systemIds(systemClock),
          correlationId: 'rotate-keys',
          request: { ip: null, userAgent: null },
          loopbackWebhooks: false,
          recorded: [],
          eventsCommitted: () => undefined,
        }
      }
      changed += await transact(unit(), rewrapSecrets)
      changed += await transact(unit(), rewrapErpPasswords)
      for (let more = 1; more > 0; changed += more) more = await transact(unit(), rewrapAnswers)
    }
    say(`${changed} rows are now under the key ${keyIdOf(keys.encryption)}; 0 left under others.`)
  } finally {
    await close()
  }
}

try {
  await rotateKeys(process.argv.slice(2))
} catch (error) {
  const wrongFlag = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')
  process.stderr.write(
    `\n${error instanceof Error ? error.message : String(error)}\n${wrongFlag ? `\n${usage}` : ''}`,
  )
  process.exitCode = 1
}
