import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { runJob } from '../../jobs/run-job.ts'
import { startRelay } from '../../jobs/relay-outbox.ts'
import { backends, type Backend } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'

const events = 600

/** Takes everything out of the queues, as FLUSHALL would; only this test's keys, for others share the server. */
async function wipe(scene: PumpScene, backend: Backend): Promise<void> {
  const redisUrl = inject('redisUrl')
  if (backend === 'postgres' || !redisUrl) {
    await scene.verbs.sql('DELETE FROM bullmq.job')
    await scene.verbs.sql('DELETE FROM bullmq.dedup')
    await scene.verbs.sql('DELETE FROM bullmq.dedup_next')
    return
  }
  const redis = new Redis(redisUrl)
  const keys = await redis.keys(`${scene.prefix.replaceAll(/[{}]/g, String.raw`\$&`)}*`)
  if (keys.length > 0) await redis.del(...keys)
  redis.disconnect()
}

describe.each(backends())('a queue on %s that is wiped while webhooks are delivered', (backend) => {
  let scene: PumpScene
  let stops: Array<() => Promise<void>> = []
  afterEach(async () => {
    for (const stop of stops) await stop()
    stops = []
    await scene.close()
  })

  async function tellAndWipe(): Promise<string[]> {
    const receiver = await scene.receiver(
      (response) => void setTimeout(() => response.writeHead(204).end(), 20),
    )
    for (let n = 0; n < 3; n++) await scene.endpoint(receiver, { path: `/${n}` })
    const ids = await scene.tell(
      Array.from({ length: events / 3 }, (_, n) => ({ subject: `ord_${n}`, version: 1 })),
    )
    for (let tries = 0; tries < 600 && receiver.requests.length < 50; tries++) await sleep(20)
    await wipe(scene, backend)
    return ids
  }

  it('loses nothing: all are delivered within 60 seconds, and nobody has done anything', async () => {
    scene = await PumpScene.open({ backend })
    await scene.work()
    const ids = await tellAndWipe()
    const ms = await scene.delivered(events, 60_000)
    process.stdout.write(
      `webhooks after a wiped queue on ${backend}: all delivered after ${Math.round(ms)} ms\n`,
    )
    const [receiver] = scene.receivers
    expect(new Set(receiver?.requests.map(({ headers }) => String(headers['webhook-id'])))).toEqual(
      new Set(ids),
    )
  }, 180_000)

  it('would lose them without the reconciler: so the check above can fail', async () => {
    scene = await PumpScene.open({ backend })
    const { parts, queues } = scene
    stops.push(await startRelay(parts))
    for (const definition of [fanOutBatchJob, fanOutWebhooksJob, pumpWebhooksJob])
      queues.worker(definition.name, (job) => runJob(parts, definition, job), definition)
    await tellAndWipe()
    await expect(scene.delivered(events, 60_000)).rejects.toThrow('not 600 delivered')
  }, 180_000)
})
