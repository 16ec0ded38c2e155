import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TrytonSite } from '../../../integrations/erp/tryton-client.ts'

const database = 'erp'
const password = 'only-for-this-test'

/** Why there is no Tryton here; null: there is. */
export function whyNoTryton(): string | null {
  const isThere = !spawnSync('trytond-admin', ['--version']).error
  return isThere ? null : 'install it first: apt-get install tryton-server tryton-modules-sale'
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

function admin(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(
    'trytond-admin',
    ['-c', path.join(folder, 'trytond.conf'), '-d', database, ...args],
    { env: { ...process.env, TRYTONPASSFILE: path.join(folder, 'password') }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`trytond-admin ${args.join(' ')} failed: ${stderr}`)
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`trytond ended with ${server.exitCode}.`)
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    )
    if (isUp) return
    await sleep(200)
  }
  throw new Error('trytond does not answer.')
}

/** A real Tryton server with the module `sale`, over a SQLite database of its own. Making it takes about a minute. */
export async function startTryton() {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-tryton-'))
  const port = await freePort()
  // Tryton takes an empty file for a database that is to be filled, and no file for none.
  writeFileSync(path.join(folder, `${database}.sqlite`), '')
  writeFileSync(path.join(folder, 'password'), `${password}\n`)
  writeFileSync(
    path.join(folder, 'trytond.conf'),
    `[database]\nuri = sqlite://\npath = ${folder}\n[web]\nlisten = 127.0.0.1:${port}\n`,
  )
  admin(folder, '--all', '--email', 'admin@erp.example')
  admin(folder, '-u', 'sale', '--activate-dependencies')
  const server = spawn('trytond', ['-c', path.join(folder, 'trytond.conf')], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await untilItAnswers(url, server)
  const site: TrytonSite = { url, database, user: 'admin', password }
  return {
    site,
    async close() {
      server.kill()
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
