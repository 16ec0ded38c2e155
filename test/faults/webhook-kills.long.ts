import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { backends, type Backend } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'

const program = path.join(import.meta.dirname, '../support/pump-worker.ts')
const events = 2000
const kills = 6
const atOnce = 5

/** One worker process, killed and started again. */
class Worker {
  #child: ChildProcess | null = null

  constructor(private readonly env: Record<string, string>) {}

  async start(): Promise<void> {
    const child = fork(program, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#child = child
    await once(child, 'message')
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

describe.each(backends())('kill -9 of a worker amid 2,000 deliveries, queues on %s', (backend: Backend) => {
  let scene: PumpScene
  let worker: Worker
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-pump-'))
  afterEach(async () => {
    await worker.kill()
    await scene.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('loses none, and repeats only what was in the air', async () => {
    scene = await PumpScene.open({ backend, definitions: [] })
    const receiver = await scene.receiver(
      (response) => void setTimeout(() => response.writeHead(204).end(), 5),
    )
    await scene.endpoint(receiver, { ordering: 'NONE', maxConcurrency: atOnce })
    const ids = await scene.tell(
      Array.from({ length: events }, (_, n) => ({ subject: `ord_${n}`, version: 1 })),
    )
    const redisUrl = backend === 'redis' ? inject('redisUrl') : null
    worker = new Worker({
      DATABASE_URL: scene.verbs.database.url,
      ENCRYPTION_KEY: scene.verbs.keys.encryption.toString('base64'),
      SIGNING_KEY: scene.verbs.keys.signing.toString('base64'),
      DATA_DIR: dataDir,
      QUEUE_PREFIX: scene.prefix,
      ROLE: 'worker',
      DEMO: '0',
      LOG_LEVEL: 'error',
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    })
    for (let kill = 1; kill <= kills; kill++) {
      await worker.start()
      const aim = Math.floor((events * kill) / (kills + 2))
      for (let tries = 0; tries < 1200 && receiver.requests.length < aim; tries++) await sleep(50)
      await worker.kill()
    }
    await worker.start()
    const recoveredMs = await scene.delivered(events, 240_000)

    const seen = receiver.requests.map(({ headers }) => String(headers['webhook-id']))
    const doubles = seen.length - new Set(seen).size
    process.stdout.write(
      `webhook kills on ${backend}: ${doubles} doubles of ${events}, ${Math.round(recoveredMs)} ms after the last kill\n`,
    )
    expect(new Set(seen)).toEqual(new Set(ids))
    expect(doubles).toBeLessThanOrEqual(kills * atOnce)
  }, 900_000)
})
