import { describe, expect, it } from 'vitest'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { percentile } from '../faults/kit/percentile.ts'
import { backends, type Backend } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'

const sellers = ['org_a', 'org_b', 'org_c', 'org_d']
const goodEach = [50, 50, 50, 49]
const eventsEach = 20

/** How long after an event was told each good receiver heard of it: the 95th percentile, in milliseconds. */
async function p95(
  backend: Backend,
  options: { hanging: boolean; definitions?: unknown[] },
): Promise<number> {
  const { hanging, ...rest } = options
  const scene = await PumpScene.open({ backend, sellers, ...rest })
  try {
    const toldAt = new Map<string, number>()
    const waits: number[] = []
    const good = await scene.receiver((response, { headers }) => {
      const at = toldAt.get(String(headers['webhook-id']))
      if (at !== undefined) waits.push(performance.now() - at)
      response.writeHead(204).end()
    })
    const silent = await scene.receiver(() => undefined)
    for (const [at, seller] of sellers.entries())
      for (let n = 0; n < (goodEach[at] ?? 0); n++) await scene.endpoint(good, { seller, path: `/${n}` })
    if (hanging) await scene.endpoint(silent, { seller: 'org_a', ordering: 'NONE' })
    await scene.work()
    const heard = goodEach.reduce((sum, count) => sum + count, 0) * eventsEach
    for (let n = 0; n < eventsEach; n++)
      for (const seller of sellers) {
        const [id = ''] = await scene.tell([{ subject: `ord_${n}`, version: 1 }], seller)
        toldAt.set(id, performance.now())
        await new Promise((resolve) => void setTimeout(resolve, 250))
      }
    await scene.delivered(heard, 120_000)
    return percentile(waits, 0.95)
  } finally {
    await scene.close()
  }
}

describe.each(backends())('199 good endpoints beside one that never answers, queues on %s', (backend) => {
  it('are told as soon as without it: p95 within 10 %', async () => {
    // Once to warm up; then in turns, because the machine has neighbors.
    await p95(backend, { hanging: false })
    const alone: number[] = []
    const beside: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      alone.push(await p95(backend, { hanging: false }))
      beside.push(await p95(backend, { hanging: true }))
    }
    const median = (of: number[]) => percentile(of, 0.5)
    process.stdout.write(
      `isolation on ${backend}: p95 ${alone.map(Math.round).join(' ')} ms alone, ${beside.map(Math.round).join(' ')} ms beside\n`,
    )
    expect(median(beside)).toBeLessThanOrEqual(median(alone) * 1.1)
  }, 900_000)

  it('wait for it where one pump serves all: so the check above can fail', async () => {
    const definitions = [fanOutBatchJob, fanOutWebhooksJob, { ...pumpWebhooksJob, concurrency: 1 }]
    const alone = await p95(backend, { hanging: false, definitions })
    const beside = await p95(backend, { hanging: true, definitions }).catch(() => Number.POSITIVE_INFINITY)
    expect(beside).toBeGreaterThan(alone * 1.1)
  }, 600_000)
})
