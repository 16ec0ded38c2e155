import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import type { Json } from '../../support/api-client.ts'
import { runIn } from '../../support/run-in.ts'
import { copyOfPackage, n8nNode } from './n8n-package.ts'

const version = '2.8.4'
// One dependency of it is a file on its maker's own host, another is too new for the rest.
const overrides = { xlsx: '0.18.5', '@langchain/langgraph-checkpoint': '1.0.0' }
const owner = {
  email: 'owner@n8n.example',
  firstName: 'Ada',
  lastName: 'Owner',
  password: 'Only-for-this-test-1',
}
const trigger = 'Countersign Trigger'
/** The one workflow. */
const workflowId = 'countersign00001'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function succeed(folder: string, command: string[], env: Record<string, string> = {}): Promise<void> {
  const { code, output } = await runIn(folder, command, env)
  if (code !== 0) throw new Error(`${command.join(' ')} failed: ${output.slice(-4000)}`)
}

/** n8n from npm: 2.4 GB, ten minutes. `N8N_FOLDER` keeps it for the next time. */
async function install(folder: string): Promise<void> {
  if (existsSync(path.join(folder, 'node_modules', 'n8n', 'package.json'))) return
  mkdirSync(folder, { recursive: true })
  const wanted = { private: true, dependencies: { n8n: version }, overrides }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(wanted))
  await succeed(folder, ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'])
}

/** Our node as npm would hand it out, where n8n looks for it and where it finds n8n's own packages. */
async function addNode(folder: string): Promise<string> {
  const copy = copyOfPackage()
  const built = await n8nNode(copy, 'build')
  if (built.code !== 0) throw new Error(built.output)
  const extensions = path.join(folder, 'extensions')
  rmSync(extensions, { recursive: true, force: true })
  mkdirSync(extensions)
  await succeed(copy, ['npm', 'pack', '--ignore-scripts', '--pack-destination', extensions])
  await succeed(extensions, ['tar', '-xzf', 'n8n-nodes-countersign-0.1.0.tgz'])
  renameSync(path.join(extensions, 'package'), path.join(extensions, 'n8n-nodes-countersign'))
  rmSync(copy, { recursive: true, force: true })
  return extensions
}

/** A database of its own beside ours: SQLite would have to be compiled for n8n. */
async function makeDatabase(name: string): Promise<Record<string, string>> {
  const url = new URL(inject('superuserUrl'))
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return {
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: url.hostname,
    DB_POSTGRESDB_PORT: url.port,
    DB_POSTGRESDB_DATABASE: name,
    DB_POSTGRESDB_USER: decodeURIComponent(url.username),
    DB_POSTGRESDB_PASSWORD: decodeURIComponent(url.password),
  }
}

const settings = {
  N8N_HOST: '127.0.0.1',
  N8N_LISTEN_ADDRESS: '127.0.0.1',
  N8N_ENCRYPTION_KEY: 'only-for-this-test',
  N8N_RUNNERS_ENABLED: 'false',
  N8N_SECURE_COOKIE: 'false',
  EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
}

/** What is imported: a credential, and a workflow that only the trigger is in. */
function filesFor(credential: { url: string; apiKey: string }) {
  const credentials = [
    { id: 'countersign000001', name: 'Countersign', type: 'countersignApi', data: credential },
  ]
  const node = {
    id: '11111111-1111-4111-8111-111111111111',
    name: trigger,
    type: 'CUSTOM.countersignTrigger',
    typeVersion: 1,
    position: [0, 0],
    webhookId: '22222222-2222-4222-8222-222222222222',
    parameters: { events: ['order.placed'] },
    credentials: { countersignApi: { id: 'countersign000001', name: 'Countersign' } },
  }
  const workflow = {
    id: workflowId,
    name: 'Orders',
    nodes: [node],
    connections: {},
    settings: {},
    active: false,
  }
  return { credentials, workflows: [workflow] }
}

/** A real n8n with our node in it, over a database of its own. */
export class N8nServer {
  #child: ChildProcess | null = null
  #log = ''
  #cookie = ''

  private constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
    readonly url: string,
    private readonly database: string,
  ) {}

  /** Installs and fills it; `start` starts it. */
  static async prepare(credential: { url: string; apiKey: string }): Promise<N8nServer> {
    const kept = process.env['N8N_FOLDER']
    const folder = kept ? path.resolve(kept) : mkdtempSync(path.join(tmpdir(), 'countersign-n8n-server-'))
    await install(folder)
    const port = String(await freePort())
    const database = `n8n_${process.pid}`
    const home = mkdtempSync(path.join(tmpdir(), 'countersign-n8n-home-'))
    const env = {
      ...settings,
      ...(await makeDatabase(database)),
      N8N_USER_FOLDER: home,
      N8N_CUSTOM_EXTENSIONS: await addNode(folder),
      N8N_PORT: port,
      WEBHOOK_URL: `http://127.0.0.1:${port}/`,
    }
    const server = new N8nServer(folder, env, `http://127.0.0.1:${port}`, database)
    for (const [what, content] of Object.entries(filesFor(credential))) {
      const file = path.join(home, `${what}.json`)
      writeFileSync(file, JSON.stringify(content))
      await succeed(
        folder,
        [...server.#program, `import:${what === 'workflows' ? 'workflow' : what}`, `--input=${file}`],
        env,
      )
    }
    return server
  }

  get #program(): string[] {
    return [process.execPath, path.join(this.folder, 'node_modules', 'n8n', 'bin', 'n8n')]
  }

  async start(): Promise<void> {
    const [program = '', ...args] = this.#program
    const child = spawn(program, [...args, 'start'], {
      cwd: this.folder,
      env: { ...process.env, NODE_ENV: 'production', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.#log += chunk.toString()))
    this.#child = child
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) break
      // It says ok before it takes part; what it answers here it has set up.
      const isUp = await fetch(`${this.url}/rest/settings`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isUp) return
      await sleep(500)
    }
    throw new Error(`n8n did not start: ${this.#log.slice(-4000)}`)
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await once(child, 'exit')
    clearTimeout(timer)
  }

  async close(): Promise<void> {
    await this.stop()
    const client = new pg.Client({ connectionString: inject('superuserUrl') })
    await client.connect()
    await client.query(`DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`)
    await client.end()
    rmSync(this.env['N8N_USER_FOLDER'] ?? '', { recursive: true, force: true })
    if (!process.env['N8N_FOLDER']) rmSync(this.folder, { recursive: true, force: true })
  }

  /** As the owner's browser. */
  async ask(method: 'GET' | 'POST', where: string, body?: Json): Promise<Json> {
    const response = await fetch(`${this.url}/rest/${where}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const [cookie] = response.headers.getSetCookie()
    if (cookie?.startsWith('n8n-auth=')) this.#cookie = cookie.replace(/;.*/, '')
    const text = await response.text()
    if (!response.ok)
      throw new Error(`n8n, ${where}: ${response.status} ${text.slice(0, 500)} ${this.#log.slice(-2000)}`)
    return (JSON.parse(text) as { data: Json }).data
  }

  async setUpOwner(): Promise<void> {
    await this.ask('POST', 'owner/setup', owner)
  }

  async activate(): Promise<void> {
    const { versionId } = await this.ask('GET', `workflows/${workflowId}`)
    await this.ask('POST', `workflows/${workflowId}/activate`, { versionId })
  }

  async deactivate(): Promise<void> {
    await this.ask('POST', `workflows/${workflowId}/deactivate`, {})
  }

  /** What the trigger gave to each execution of the workflow, oldest first. */
  async inputs(): Promise<Array<{ status: string; json: Json }>> {
    const filter = encodeURIComponent(JSON.stringify({ workflowId }))
    const { results } = await this.ask('GET', `executions?filter=${filter}&limit=20`)
    const { parse } = createRequire(path.join(this.folder, 'node_modules', 'n8n', 'package.json'))(
      'flatted',
    ) as { parse: (text: string) => Json }
    const inputs = []
    for (const { id } of (results as Json[]).toReversed()) {
      const { status, data } = await this.ask('GET', `executions/${id}`)
      const [run] = parse(data as string).resultData.runData[trigger] as Json[]
      inputs.push({ status: status as string, json: run.data.main[0][0].json })
    }
    return inputs
  }
}
