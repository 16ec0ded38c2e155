// The first file that every npm script runs. Plain JavaScript without dependencies, because it has to work on the
// machine's own Node before anything is installed: it installs what is missing, builds what changed, and runs the
// program on the Node 24 that npm installs.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfChanged } from './boot-build.js'
import { installIfNeeded, pickNode } from './boot-install.js'
import { buildPortal } from './boot-portal.js'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Packages with a lock of their own, which what checks and tests them needs. The product itself does not. */
const PACKAGES = ['integrations/zapier', 'integrations/portal']
/** Those of n8n are 700 MB. */
const LARGE_PACKAGES = [...PACKAGES, 'integrations/n8n']

/**
 * Every command. `built`: a program of ours, compiled to dist/ first. `source`: one that runs from its TypeScript source.
 * `tool`: [package, program, ...arguments] of a development dependency. `packages`: what else must be installed.
 * `portal`: the portal is built first, when it was changed.
 */
const COMMANDS = {
  start: { built: 'src/main.js', portal: true },
  demo: { built: 'src/demo/place-demo-order.js' },
  setup: { built: 'src/setup.js' },
  'db:prepare': { built: 'src/prepare-database.js' },
  'verify-audit': { built: 'src/verify-audit.js' },
  'rotate-keys': { built: 'src/rotate-keys.js' },
  'verify-terms': { built: 'src/verify-terms.js' },
  test: {
    tool: ['vitest', 'vitest', 'run', '--config', 'test/vitest.config.ts'],
    packages: PACKAGES,
    portal: true,
  },
  'test:long': {
    tool: ['vitest', 'vitest', 'run', '--config', 'test/vitest.config.ts'],
    env: { TEST_LONG: '1' },
    packages: LARGE_PACKAGES,
    portal: true,
  },
  'verify:tryton': {
    tool: [
      'vitest',
      'vitest',
      'run',
      '--config',
      'test/vitest.config.ts',
      'test/integrations/erp/tryton.long.ts',
      'test/erp/push-into-tryton.long.ts',
    ],
    env: { TEST_LONG: '1' },
  },
  'verify:n8n': {
    tool: [
      'vitest',
      'vitest',
      'run',
      '--config',
      'test/vitest.config.ts',
      'test/integrations/n8n/n8n-server.long.ts',
    ],
    env: { TEST_LONG: '1', VERIFY_N8N: '1' },
    packages: LARGE_PACKAGES,
  },
  check: { source: 'test/check/run-checks.ts', packages: PACKAGES },
  bench: { source: 'test/bench/run-bench.ts', portal: true },
  schema: { source: 'src/api/emit-schema.ts' },
  codegen: { tool: ['@graphql-codegen/cli', 'graphql-codegen', '--config', 'codegen.ts'] },
}

/** Signals that ask the program to end, and its exit code when it dies of one. */
const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGILL: 4,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})

async function main([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name || '') ? COMMANDS[name] : undefined
  if (!command)
    throw new Error(
      `Usage: node src/boot.js <command> [arguments]. Commands: ${Object.keys(COMMANDS).join(', ')}.`,
    )
  requireNode20(process.versions.node)
  await installIfNeeded(ROOT, { development: !command.built })
  for (const folder of command.packages || [])
    if (existsSync(join(ROOT, folder, 'package-lock.json')))
      await installIfNeeded(join(ROOT, folder), { development: true })
  const node = await pickNode(ROOT)
  // First: it writes types that are among the sources of the other.
  if (command.portal) await buildPortal(ROOT, node)
  if (command.built) await buildIfChanged(ROOT, node)
  run(node, [...programOf(command), ...args], { env: command.env, supervised: name === 'start' })
}

function requireNode20(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(
    `This is Node ${version}; Countersign needs 20.19 or newer to install itself (it then brings its own Node 24). ` +
      'Get one from https://nodejs.org, or with a version manager: `nvm install 24` or `fnm install 24`.',
  )
}

/** What follows `node` on the command line. */
function programOf(command) {
  if (command.built) return ['--enable-source-maps', join(ROOT, 'dist', command.built)]
  if (command.source) return ['--enable-source-maps', '--import', 'tsx', join(ROOT, command.source)]
  const [packageName, program, ...args] = command.tool
  const folder = join(ROOT, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return ['--enable-source-maps', join(folder, typeof bin === 'string' ? bin : bin[program]), ...args]
}

/**
 * Runs the program until it ends, and ends as it did. The extra channel closes when this process is killed, which tells
 * the program to end too; over it the program says that it is ready. One that served and then died by violence (a job
 * that used up its memory, say) is started again, on the port that it had.
 */
function run(node, args, { env, supervised }) {
  const path = [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const restarts = []
  let port = {}
  let stopping = false
  let child
  const start = () => {
    let ready = false
    child = spawn(node, args, {
      cwd: ROOT,
      env: { ...process.env, ...env, ...port, PATH: path },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    child.on('message', (told) => {
      ready = true
      if (told.port) port = { PORT: String(told.port) }
    })
    child.on('error', (error) => {
      process.stderr.write(`${node} could not be started: ${error.message}\n`)
      process.exit(1)
    })
    child.on('exit', (code, signal) => {
      const wait = supervised && ready && !stopping && diedByViolence(code, signal) && nextRestart(restarts)
      if (!wait) process.exit(code === null ? 128 + (SIGNALS[signal] || 0) : code)
      process.stderr.write(`The server died (${signal || code}); it is started again in ${wait / 1000} s.\n`)
      setTimeout(start, wait)
    })
  }
  const stop = once((signal) => {
    stopping = true
    if (child.exitCode !== null || child.signalCode !== null) process.exit(0)
    child.kill(signal)
  })
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGHUP', () => stop('SIGTERM'))
  process.on('SIGINT', () => {
    stopping = true
    // A terminal sends Ctrl-C to the program itself as well; a second one would mean "at once".
    if (!process.stdin.isTTY) stop('SIGINT')
  })
  watchParents(() => stop('SIGTERM'))
  start()
}

/** Nobody asked for such an end: the kernel's, V8's, or that of the program's own watchdog. */
function diedByViolence(code, signal) {
  const violent = ['SIGKILL', 'SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP']
  return violent.includes(signal) || [132, 134, 135, 137, 139].includes(code)
}

/** The wait before one more start: 1 s, 2 s, 4 s ...; undefined when five within ten minutes did not help. */
function nextRestart(restarts) {
  const now = Date.now()
  while (restarts.length > 0 && now - restarts[0] > 600_000) restarts.shift()
  if (restarts.length >= 5) return undefined
  return 1000 * 2 ** (restarts.push(now) - 1)
}

/** The same signal often arrives twice, from npm and from the process group. A person's second one comes later. */
function once(send) {
  const sent = {}
  return (signal) => {
    if (Date.now() - (sent[signal] || 0) < 1000) return
    sent[signal] = Date.now()
    send(signal)
  }
}

/**
 * npm does not hand every signal on: its shell dies of SIGTERM alone, and a kill -9 of npm leaves both behind.
 * So when npm or its shell is gone, the program must go too.
 */
function watchParents(ended) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined
  const parent = process.ppid
  const grandparent = parentOf(parent)
  return setInterval(() => {
    if (process.ppid !== parent || (grandparent && parentOf(parent) !== grandparent)) ended()
  }, 500).unref()
}

/** Linux only; undefined elsewhere. */
function parentOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[1]
  } catch {
    return undefined
  }
}
