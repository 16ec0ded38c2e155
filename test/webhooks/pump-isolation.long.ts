import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { fanOutBatchJob } from '../../jobs/fan-out-batch.ts'
import { fanOutWebhooksJob } from '../../jobs/fan-out-webhooks.ts'
import { pumpWebhooksJob } from '../../jobs/pump-webhooks.ts'
import { percentile } from '../faults/kit/percentile.ts'
import { backends, type Backend } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'

const sellers = ['org_a', 'org_b', 'org_c', 'org_d']
const goodEach = [50, 50, 50, 49]
const heardEach = goodEach.reduce((sum, count) => sum + count, 0)
/** Rounds of events that each seller has in a turn, and how far apart events are: half of what the machine can do. */
const roundsEach = 4
const apartMs = 400
/** As long as one attempt at the silent endpoint hangs. */
const timeoutSeconds = 2

interface Turns {
  turns: number
  definitions?: unknown[]
}

/**
 * How long after an event was told each good receiver heard of it, without and beside an endpoint that never answers: in
 * turns in one scene, so that what the machine does otherwise meets both.
 */
async function measure(backend: Backend, { turns, ...rest }: Turns) {
  const scene = await PumpScene.open({ backend, sellers, ...rest })
  try {
    const toldAt = new Map<string, number>()
    const waits: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] }
    let now: 'alone' | 'beside' | null = null
    const good = await scene.receiver((response, { headers }) => {
      const at = toldAt.get(String(headers['webhook-id']))
      if (at !== undefined && now) waits[now].push(performance.now() - at)
      response.writeHead(204).end()
    })
    const silent = await scene.receiver(() => undefined)
    for (const [at, seller] of sellers.entries())
      for (let n = 0; n < (goodEach[at] ?? 0); n++) await scene.endpoint(good, { seller, path: `/${n}` })
    await scene.work()
    let heard = 0
    const turn = async (as: typeof now) => {
      now = as
      const hanging =
        as === 'beside'
          ? await scene.endpoint(silent, { seller: 'org_a', ordering: 'NONE', timeoutSeconds })
          : null
      for (let n = 0; n < roundsEach; n++)
        for (const seller of sellers) {
          const [id = ''] = await scene.tell([{ subject: `ord_${n}`, version: 1 }], seller)
          toldAt.set(id, performance.now())
          await sleep(apartMs)
        }
      heard += heardEach * roundsEach
      await scene.delivered(heard, 120_000)
      if (hanging) await scene.removeEndpoint(hanging)
      // What is in the air there ends.
      await sleep(timeoutSeconds * 1000)
    }
    await turn(null)
    for (let n = 0; n < turns; n++) {
      const order = n % 2 === 0 ? (['alone', 'beside'] as const) : (['beside', 'alone'] as const)
      for (const as of order) await turn(as)
    }
    expect(silent.requests.length).toBeGreaterThanOrEqual(turns)
    return { alone: percentile(waits.alone, 0.95), beside: percentile(waits.beside, 0.95) }
  } finally {
    await scene.close()
  }
}

describe.each(backends())('199 good endpoints beside one that never answers, queues on %s', (backend) => {
  it('are told as soon as without it: p95 within 10 %', async () => {
    const { alone, beside } = await measure(backend, { turns: 10 })
    process.stdout.write(
      `isolation on ${backend}: p95 ${Math.round(alone)} ms alone, ${Math.round(beside)} ms beside\n`,
    )
    expect(beside).toBeLessThanOrEqual(alone * 1.1)
  }, 900_000)

  it('wait for it where one pump serves all: so the check above can fail', async () => {
    const definitions = [fanOutBatchJob, fanOutWebhooksJob, { ...pumpWebhooksJob, concurrency: 1 }]
    const { alone, beside } = await measure(backend, { turns: 1, definitions })
    expect(beside).toBeGreaterThan(alone * 1.1)
  }, 600_000)
})
