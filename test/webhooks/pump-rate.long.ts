import { afterEach, describe, expect, it } from 'vitest'
import { backends } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'

const queued = 200
const perSecond = 5
const windowMs = 10_000

/** The most that arrived in any ten seconds. */
function busiest(arrivals: readonly number[]): number {
  return Math.max(
    ...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + windowMs).length),
  )
}

describe.each(backends())('an endpoint with 200 events queued, queues on %s', (backend) => {
  let scene: PumpScene
  afterEach(() => scene.close())

  async function arrivalsAt(maxPerSecond: number | null): Promise<number[]> {
    scene = await PumpScene.open({ backend })
    const arrivals: number[] = []
    const receiver = await scene.receiver((response) => {
      arrivals.push(performance.now())
      response.writeHead(204).end()
    })
    await scene.endpoint(receiver, { ordering: 'NONE', maxPerSecond })
    await scene.tell(Array.from({ length: queued }, (_, n) => ({ subject: `ord_${n}`, version: 1 })))
    await scene.work()
    await scene.delivered(queued, 150_000)
    return arrivals
  }

  it('gets no more than 55 of them in any ten seconds at 5 a second', async () => {
    const arrivals = await arrivalsAt(perSecond)
    const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000
    process.stdout.write(
      `rate 5/s on ${backend}: ${busiest(arrivals)} in the busiest 10 s, ${seconds.toFixed(1)} s in all\n`,
    )
    expect(arrivals).toHaveLength(queued)
    expect(busiest(arrivals)).toBeLessThanOrEqual(55)
  }, 240_000)

  it('gets more than that without a rate: so the check above can fail', async () => {
    expect(busiest(await arrivalsAt(null))).toBeGreaterThan(55)
  }, 240_000)
})
