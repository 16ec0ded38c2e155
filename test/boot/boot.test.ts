import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { addPortal } from './add-portal.ts'

const BOOT_FILES = ['boot.js', 'boot-install.js', 'boot-build.js', 'boot-portal.js', 'boot-progress.js']
const LOCK = JSON.stringify({
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  },
})
const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup()
})

/**
 * A project with the real boot files, and stand-ins for what comes from the network: a compiler that counts its runs and
 * "compiles" the program `main`, an `npm` that counts its runs and takes a moment.
 */
function makeProject(main = ''): string {
  const root = mkdtempSync(join(tmpdir(), 'countersign boot '))
  cleanups.push(() => rmSync(root, { recursive: true, force: true }))
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  put('package.json', '{ "type": "module" }')
  put('package-lock.json', LOCK)
  put('tsconfig.json', '{}')
  put('src/main.ts', main)
  put('src/other.ts', '')
  for (const file of BOOT_FILES)
    copyFileSync(new URL(`../../src/${file}`, import.meta.url), join(root, 'src', file))
  put('node_modules/.countersign-lock', createHash('sha256').update(LOCK).digest('hex'))
  put(
    'node_modules/typescript/bin/tsc',
    `const fs = require('node:fs')
     fs.appendFileSync('builds', 'x')
     if (fs.existsSync('broken')) { console.log('main.ts(1,1): error'); process.exit(2) }
     fs.mkdirSync('dist/src', { recursive: true })
     fs.copyFileSync('src/main.ts', 'dist/src/main.js')`,
  )
  put('node_modules/typescript/package.json', '{}')
  put(
    'npm/npm-cli.js',
    `const fs = require('node:fs')
     fs.appendFileSync('installs', process.argv[2] + ' ')
     if (fs.existsSync('offline')) { console.error('npm error network'); process.exit(1) }
     setTimeout(() => {}, 300)`,
  )
  put('npm/package.json', '{}')
  mkdirSync(join(root, 'node_modules', '.bin'))
  symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'))
  return root
}

interface Run {
  child: ChildProcess
  /** Settles when boot has ended. */
  result: Promise<{ code: number | null; stdout: string; stderr: string }>
  /** Settles when stdout holds the text. */
  says: (text: string) => Promise<void>
}

function boot(root: string, args: string[], nodeArgs: string[] = []): Run {
  const child = spawn(process.execPath, [...nodeArgs, join(root, 'src', 'boot.js'), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], npm_execpath: join(root, 'npm', 'npm-cli.js') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanups.push(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  return {
    child,
    result: new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr }))),
    says: async (text) => {
      while (!stdout.includes(text)) await new Promise((resolve) => child.stdout.once('data', resolve))
    },
  }
}

const countOf = (root: string, file: string) =>
  existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8').trim().length : 0

test('the program gets its arguments, runs in the project, and its exit code is handed on', async () => {
  const root = makeProject(
    `console.log(JSON.stringify([process.argv.slice(2), process.cwd()])); process.exitCode = 7`,
  )
  const { code, stdout } = await boot(root, ['start', '--json', 'a b']).result
  expect(code).toBe(7)
  expect(JSON.parse(stdout)).toEqual([['--json', 'a b'], root])
})

test('a program that dies of a signal gives 128 and its number', async () => {
  const root = makeProject(`process.kill(process.pid, 'SIGKILL')`)
  expect((await boot(root, ['start']).result).code).toBe(137)
})

test('it builds once, and again after a source was changed, added or removed', async () => {
  const root = makeProject()
  const buildsAfterStart = async () => {
    await boot(root, ['start']).result
    return countOf(root, 'builds')
  }
  expect(await buildsAfterStart()).toBe(1)
  expect(await buildsAfterStart()).toBe(1)
  writeFileSync(join(root, 'src', 'other.ts'), '// changed')
  expect(await buildsAfterStart()).toBe(2)
  mkdirSync(join(root, 'jobs'))
  writeFileSync(join(root, 'jobs', 'added.ts'), '')
  expect(await buildsAfterStart()).toBe(3)
  mkdirSync(join(root, 'dist', 'jobs'))
  writeFileSync(join(root, 'dist', 'jobs', 'added.js'), '')
  unlinkSync(join(root, 'jobs', 'added.ts'))
  expect(await buildsAfterStart()).toBe(4)
  expect(existsSync(join(root, 'dist', 'jobs', 'added.js'))).toBe(false)
  mkdirSync(join(root, 'integrations', 'portal'), { recursive: true })
  writeFileSync(join(root, 'integrations', 'portal', 'page.tsx'), '')
  expect(await buildsAfterStart()).toBe(4)
  rmSync(join(root, 'dist'), { recursive: true })
  expect(await buildsAfterStart()).toBe(5)
})

test('sources that do not compile are shown, and tried again', async () => {
  const root = makeProject()
  writeFileSync(join(root, 'broken'), '')
  const { code, stderr } = await boot(root, ['start']).result
  expect(code).toBe(1)
  expect(stderr).toMatch(/main\.ts\(1,1\): error[^]*Fix what is listed above/)
  unlinkSync(join(root, 'broken'))
  expect((await boot(root, ['start']).result).code).toBe(0)
})

test('a changed lock file is installed once by two boots at the same time', async () => {
  const root = makeProject()
  writeFileSync(join(root, 'package-lock.json'), LOCK.replace('1.0.0', '1.0.1'))
  const results = await Promise.all([boot(root, ['start']).result, boot(root, ['start']).result])
  expect(results.map((result) => result.code)).toEqual([0, 0])
  expect(readFileSync(join(root, 'installs'), 'utf8')).toBe('ci ')
  expect(countOf(root, 'builds')).toBe(1)
  expect(existsSync(join(root, 'dist', '.boot-lock'))).toBe(false)
})

test('the lock of a boot that was killed is taken over', async () => {
  const root = makeProject()
  mkdirSync(join(root, 'dist', '.boot-lock'), { recursive: true })
  writeFileSync(join(root, 'dist', '.boot-lock', 'pids'), '2147483600')
  expect((await boot(root, ['start']).result).code).toBe(0)
})

test('what npm installed by itself is recognized by its record', async () => {
  const root = makeProject()
  unlinkSync(join(root, 'node_modules', '.countersign-lock'))
  const record = { packages: { 'node_modules/a': { version: '1.0.0' } } }
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify(record))
  await boot(root, ['start']).result
  expect(countOf(root, 'installs')).toBe(0)
})

test('a node_modules that is a link is left to whoever made it', async () => {
  const root = makeProject()
  const elsewhere = makeProject()
  rmSync(join(root, 'node_modules'), { recursive: true })
  symlinkSync(join(elsewhere, 'node_modules'), join(root, 'node_modules'))
  writeFileSync(join(root, 'package-lock.json'), LOCK.replace('1.0.0', '1.0.1'))
  await boot(root, ['start']).result
  expect(countOf(root, 'installs')).toBe(0)
})

test('an install that fails shows why and what to do, and is tried again', async () => {
  const root = makeProject()
  writeFileSync(join(root, 'package-lock.json'), LOCK.replace('1.0.0', '1.0.1'))
  writeFileSync(join(root, 'offline'), '')
  const { code, stderr } = await boot(root, ['start']).result
  expect(code).toBe(1)
  expect(stderr).toMatch(/npm error network[^]*Check the network and the npm registry/)
  unlinkSync(join(root, 'offline'))
  expect((await boot(root, ['start']).result).code).toBe(0)
})

test('a Node that is too old is told how to get a newer one', async () => {
  const old = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '18.20.4' } })`
  const { code, stderr } = await boot(makeProject(), ['start'], ['--import', old]).result
  expect(code).toBe(1)
  expect(stderr).toMatch(/This is Node 18\.20\.4; Countersign needs 20\.19 or newer.*nvm install 24/)
})

test('an unknown command lists the known ones', async () => {
  const { code, stderr } = await boot(makeProject(), ['toString']).result
  expect(code).toBe(1)
  expect(stderr).toContain(
    'start, demo, setup, db:prepare, verify-audit, rotate-keys, verify-terms, test, test:long, verify:tryton, verify:n8n, check, bench, schema, codegen',
  )
})

const SERVER = `
  process.on('SIGTERM', () => { console.log('SIGTERM'); setTimeout(() => process.exit(5), 200) })
  process.on('disconnect', () => { require('node:fs').writeFileSync('told', ''); process.exit() })
  setInterval(() => {}, 1000)
  console.log('ready')`.replace('require(', 'process.getBuiltinModule(')

test('SIGTERM reaches the program once, however often it comes', async () => {
  const root = makeProject(SERVER)
  const { child, result, says } = boot(root, ['start'])
  await says('ready')
  child.kill('SIGTERM')
  child.kill('SIGTERM')
  await says('SIGTERM')
  child.kill('SIGTERM')
  const { code, stdout } = await result
  expect(code).toBe(5)
  expect(stdout).toBe('ready\nSIGTERM\n')
})

/** Serves on port 4123, and dies of `death` in each of its first `lives` lives. */
const mortal = (death: string, lives: number) => `
  import { appendFileSync, readFileSync } from 'node:fs'
  appendFileSync('starts', (process.env.PORT ?? 'none') + ' ')
  process.send({ url: 'http://any.example', port: 4123 })
  process.on('SIGTERM', () => process.exit(0))
  const starts = readFileSync('starts', 'utf8').trim().split(' ').length
  setTimeout(() => (starts <= ${lives} ? ${death} : console.log('lives')), 50)
  setInterval(() => {}, 1000)`

const startsOf = (root: string) => readFileSync(join(root, 'starts'), 'utf8').trim()

test('a server that served and was killed is started again on its port, and boot says so', async () => {
  const root = makeProject(mortal(`process.kill(process.pid, 'SIGKILL')`, 2))
  const { child, result, says } = boot(root, ['start'])
  await says('lives')
  child.kill('SIGTERM')
  const { code, stderr } = await result
  expect(code).toBe(0)
  expect(startsOf(root)).toBe('none 4123 4123')
  expect(stderr.replace(/^Building.*\n/gm, '')).toBe(
    'The server died (SIGKILL); it is started again in 1 s.\nThe server died (SIGKILL); it is started again in 2 s.\n',
  )
})

test('a server that aborts is started again; one that ends with 1 or 0 is not', async () => {
  const aborting = makeProject(mortal(`process.abort()`, 1))
  const run = boot(aborting, ['start'])
  await run.says('lives')
  run.child.kill('SIGTERM')
  await run.result
  expect(startsOf(aborting)).toBe('none 4123')
  for (const code of [0, 1]) {
    const root = makeProject(mortal(`process.exit(${code})`, 1))
    expect((await boot(root, ['start']).result).code).toBe(code)
    expect(startsOf(root)).toBe('none')
  }
})

test('a server that waits to be started again is not, when boot is asked to stop', async () => {
  const other = makeProject(mortal(`process.kill(process.pid, 'SIGKILL')`, 9))
  const { child, result } = boot(other, ['start'])
  await new Promise<void>((resolve) =>
    child.stderr?.on('data', (chunk) => String(chunk).includes('died') && resolve()),
  )
  const asked = performance.now()
  child.kill('SIGTERM')
  expect((await result).code).toBe(0)
  expect(performance.now() - asked).toBeLessThan(900)
  expect(startsOf(other)).toBe('none')
})

test('a kill -9 of boot tells the program', async () => {
  const root = makeProject(SERVER)
  const { child, result, says } = boot(root, ['start'])
  await says('ready')
  child.kill('SIGKILL')
  // stdout closes when the program has ended too.
  await result
  expect(existsSync(join(root, 'told'))).toBe(true)
})

test('a Node that does not run here is replaced by the one that does', async () => {
  const root = makeProject(`console.log(process.execPath)`)
  const own = join(root, 'node_modules', '.bin', 'node')
  unlinkSync(own)
  writeFileSync(own, '#!/bin/sh\nexit 127\n')
  chmodSync(own, 0o755)
  expect((await boot(root, ['start']).result).stdout.trim()).toBe(process.execPath)
})

test('the portal is built by a start, and again when it or the schema changed', async () => {
  const root = makeProject()
  const folder = addPortal(root, LOCK)
  const buildsAfterStart = async () => {
    await boot(root, ['start']).result
    return countOf(folder, 'node_modules/builds')
  }
  expect(await buildsAfterStart()).toBe(1)
  expect(await buildsAfterStart()).toBe(1)
  mkdirSync(join(root, 'schema'))
  writeFileSync(join(root, 'schema', 'schema.graphql'), 'type Query')
  expect(await buildsAfterStart()).toBe(2)
  writeFileSync(join(folder, 'src', 'main.tsx'), 'changed()')
  expect(await buildsAfterStart()).toBe(3)
})

test('a portal that cannot be built is told, and the server starts without it', async () => {
  const root = makeProject(`console.log('served')`)
  const folder = addPortal(root, LOCK)
  writeFileSync(join(folder, 'broken'), '')
  const { code, stdout, stderr } = await boot(root, ['start']).result
  expect(code).toBe(0)
  expect(stdout.trim()).toBe('served')
  expect(stderr).toMatch(
    /main\.tsx: error[^]*The portal could not be built; everything else works without it/,
  )
})
