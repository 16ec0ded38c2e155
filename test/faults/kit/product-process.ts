import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '../../../src/platform/project-root.ts'

let built = false

/** A test that fails or is interrupted must leave nothing behind that eats the machine. */
const alive = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** Compiles the product to dist/ when a source changed, as `npm start` does. */
function build(): void {
  if (built) return
  const program = `import { buildIfChanged } from './src/boot-build.js'
    await buildIfChanged(process.cwd(), process.execPath)`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: projectRoot })
  if (run.status !== 0) throw new Error(`The product does not compile: ${run.stderr.toString()}`)
  built = true
}

/** How one process is started. */
export interface ProcessOptions {
  name: string
  role: 'api' | 'worker' | 'all'
  env: Record<string, string>
  /** Its output goes to `<name>.log` here. */
  logDir: string
  /** Moves its clock, e.g. `+2m`; needs faketime. */
  clock?: string
}

/** Loads the library as `faketime` would, but without that program in between: a kill must hit node itself. */
function shiftedBy(offset: string): Record<string, string> {
  const { stdout } = spawnSync('faketime', ['-f', offset, 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' })
  return { LD_PRELOAD: stdout.trim(), FAKETIME: offset }
}

/** True when the clock of a process can be moved on this machine. */
export function canShiftClocks(): boolean {
  return spawnSync('faketime', ['--version']).status === 0
}

/** One process of the product, as it runs in production: compiled, started by node, reached over its port. */
export class ProductProcess {
  url = ''
  /** True from its first word until it dies. */
  isReady = false
  readonly logFile: string
  #child: ChildProcess | null = null
  #ended: Promise<unknown> = Promise.resolve()

  constructor(readonly options: ProcessOptions) {
    this.logFile = path.join(options.logDir, `${options.name}.log`)
  }

  get name(): string {
    return this.options.name
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Starts it, or starts it again; an API keeps its port, so that its clients find it. */
  async restart(): Promise<void> {
    build()
    const { role, env, clock } = this.options
    const log = openSync(this.logFile, 'a')
    const from = readFileSync(this.logFile, 'utf8').length
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', path.join(projectRoot, 'dist/src/main.js')],
      {
        cwd: projectRoot,
        env: {
          PATH: process.env['PATH'],
          HOST: '127.0.0.1',
          PORT: this.url ? new URL(this.url).port : '0',
          LOG_LEVEL: 'warn',
          ...(clock ? shiftedBy(clock) : {}),
          ...env,
          ROLE: role,
        },
        // Writes straight to the file: what a killed process said last is kept. The channel ends it when the test dies.
        stdio: ['ignore', log, log, 'ipc'],
      },
    )
    closeSync(log)
    this.#child = child
    this.isReady = false
    alive.add(child)
    child.once('exit', () => {
      alive.delete(child)
      if (this.#child === child) this.isReady = false
    })
    this.#ended = once(child, 'exit')
    child.on('error', () => undefined)
    await this.#ready(from)
  }

  async #ready(from: number): Promise<void> {
    for (let tries = 0; tries < 3600; tries++) {
      const text = readFileSync(this.logFile, 'utf8').slice(from)
      const [, url] = /GraphiQL +(http\S+?)\/graphql\n/.exec(text) ?? []
      if (url) this.url = url
      this.isReady = this.isRunning && (url !== undefined || text.includes('worker is ready'))
      if (this.isReady) return
      if (!this.isRunning) break
      await sleep(25)
    }
    throw new Error(`${this.name} did not start: ${readFileSync(this.logFile, 'utf8').slice(-2000)}`)
  }

  /** At once: SIGKILL. Does not wait. */
  killNow(): void {
    this.#child?.kill('SIGKILL')
  }

  async kill(): Promise<void> {
    if (!this.isRunning) return
    this.killNow()
    await this.#ended
  }

  pause(): void {
    this.#child?.kill('SIGSTOP')
  }

  goOn(): void {
    this.#child?.kill('SIGCONT')
  }

  /** SIGTERM; answers how long it took to end, in milliseconds. */
  async drain(): Promise<number> {
    const from = performance.now()
    this.#child?.kill('SIGTERM')
    await Promise.race([this.#ended, sleep(60_000)])
    if (this.isRunning) throw new Error(`${this.name} did not end within a minute.`)
    return performance.now() - from
  }

  async gone(): Promise<void> {
    await this.#ended
  }
}
