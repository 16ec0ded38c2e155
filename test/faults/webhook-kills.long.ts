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
const atOnce = 5

/** How much, how often, and what a worker has sent when it is killed. */
interface Storm {
  events: number
  kills: number
  sentBefore: number
}

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

describe.each(backends())('kill -9 of a worker amid its deliveries, queues on %s', (backend: Backend) => {
  let scene: PumpScene
  let worker: Worker
  let dataDir: string
  afterEach(async () => {
    await worker.kill()
    await scene.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  function workerOf(carelessPump?: string): Worker {
    const redisUrl = backend === 'redis' ? inject('redisUrl') : null
    dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-pump-'))
    return new Worker({
      DATABASE_URL: scene.verbs.database.url,
      ENCRYPTION_KEY: scene.verbs.keys.encryption.toString('base64'),
      SIGNING_KEY: scene.verbs.keys.signing.toString('base64'),
      DATA_DIR: dataDir,
      QUEUE_PREFIX: scene.prefix,
      ROLE: 'worker',
      DEMO: '0',
      LOG_LEVEL: 'error',
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      ...(carelessPump ? { CARELESS_PUMP: carelessPump } : {}),
    })
  }

  /** Lets workers deliver, kills each but the last, and answers what was lost and how much was repeated. */
  async function weather({ events, kills, sentBefore }: Storm, carelessPump?: string) {
    scene = await PumpScene.open({ backend, definitions: [] })
    // Slower for a careless pump, so that it is killed before its batch is over.
    const takesMs = carelessPump ? 50 : 5
    const receiver = await scene.receiver(
      (response) => void setTimeout(() => response.writeHead(204).end(), takesMs),
    )
    const maxConcurrency = carelessPump ? 50 : atOnce
    // A short one: what a dead worker has leased is taken up half a minute after it.
    await scene.endpoint(receiver, { ordering: 'NONE', maxConcurrency, timeoutSeconds: 1 })
    const ids = await scene.tell(
      Array.from({ length: events }, (_, n) => ({ subject: `ord_${n}`, version: 1 })),
    )
    worker = workerOf(carelessPump)
    for (let kill = 1; kill <= kills; kill++) {
      const before = receiver.requests.length
      await worker.start()
      for (let tries = 0; tries < 24_000 && receiver.requests.length < before + sentBefore; tries++)
        await sleep(5)
      await worker.kill()
    }
    await worker.start()
    const recoveredMs = await scene.delivered(events, 240_000)
    // A pump that says so before it sends is not done yet.
    await sleep(2000)
    const seen = receiver.requests.map(({ headers }) => String(headers['webhook-id']))
    const arrived = new Set(seen)
    return {
      lost: ids.filter((id) => !arrived.has(id)),
      doubles: seen.length - arrived.size,
      recoveredMs,
    }
  }

  it('loses none of 2,000, and repeats only what was in the air', async () => {
    const kills = 6
    const { lost, doubles, recoveredMs } = await weather({ events: 2000, kills, sentBefore: 250 })
    process.stdout.write(
      `webhook kills on ${backend}: ${doubles} doubles of 2000, ${Math.round(recoveredMs)} ms after the last kill\n`,
    )
    expect(lost).toEqual([])
    expect(doubles).toBeLessThanOrEqual(kills * atOnce)
  }, 900_000)

  it('would lose some with a pump that says so before it sends: so the check above can fail', async () => {
    const { lost } = await weather({ events: 200, kills: 2, sentBefore: 30 }, 'forgets')
    expect(lost).not.toEqual([])
  }, 300_000)

  it('would repeat more with a pump that says so long after it sent: so can the check of doubles', async () => {
    const kills = 2
    const { lost, doubles } = await weather({ events: 200, kills, sentBefore: 30 }, 'repeats')
    expect(lost).toEqual([])
    expect(doubles).toBeGreaterThan(kills * atOnce)
  }, 600_000)
})
