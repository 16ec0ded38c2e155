import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addJobs } from '../../jobs/add-jobs.ts'
import { pumpJobOf } from '../../jobs/pump-job.ts'
import { backends } from '../support/app.ts'
import { PumpScene } from '../support/pump-scene.ts'
import type { Behavior, ReceivedRequest, WebhookReceiver } from '../support/webhook-receiver.ts'

const orders = 8
const versions = 6

interface Accepted {
  subject: string
  version: number
}

const subjectOf = ({ body }: ReceivedRequest) =>
  (JSON.parse(body.toString()) as { subject: { id: string; version: number } }).subject

/** What a receiver has accepted, in its order: it refuses some at first, and takes its time. */
function moody(refuses: (request: ReceivedRequest) => boolean): { behavior: Behavior; accepted: Accepted[] } {
  const accepted: Accepted[] = []
  const behavior: Behavior = (response, request) => {
    const isRefused = refuses(request)
    setTimeout(
      () => {
        if (!isRefused) {
          const { id, version } = subjectOf(request)
          accepted.push({ subject: id, version })
        }
        response.writeHead(isRefused ? 500 : 204).end()
      },
      Math.floor(Math.random() * 20),
    )
  }
  return { behavior, accepted }
}

/** Refuses the first attempt at every fourth event: never so many that the breaker opens. */
function atFirst(request: ReceivedRequest): boolean {
  const { id, version } = subjectOf(request)
  return request.headers['webhook-attempt'] === '1' && (Number(id.slice(4)) + version) % 4 === 0
}

/** Delivered at least once: what a receiver has accepted already, it knows by its id. */
function unique(accepted: readonly Accepted[]): Accepted[] {
  const nameOf = ({ subject, version }: Accepted) => `${subject} ${version}`
  return [...new Map(accepted.map((one) => [nameOf(one), one])).values()]
}

/** Where a later version of a thing was accepted before an earlier one. */
const inversions = (accepted: readonly Accepted[]) =>
  accepted.filter(({ subject, version }, at) =>
    accepted.slice(0, at).some((one) => one.subject === subject && one.version > version),
  )

describe.each(backends())('events of one order, on %s queues', (backend) => {
  let scene: PumpScene
  beforeAll(async () => {
    scene = await PumpScene.open({ backend, sellers: ['org_per', 'org_strict', 'org_none'] })
    await scene.work()
  })
  afterAll(() => scene.close())

  /** Makes the retries of a seller's messages due, as time would, until all have succeeded. */
  async function pass(seller: string, count: number): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      await scene.verbs.sql(
        `UPDATE webhook_message SET next_attempt_at = now() WHERE seller_id = $1 AND status = 'RETRYING' AND lease_id IS NULL`,
        [seller],
      )
      const endpoints = await scene.verbs.sql<{ id: string }>(
        'SELECT id FROM webhook_endpoint WHERE seller_id = $1',
        [seller],
      )
      await addJobs(
        scene.queues,
        endpoints.map(({ id }) => pumpJobOf({ sellerId: seller, endpointId: id })),
      )
      const [row] = await scene.verbs.sql<{ done: number }>(
        `SELECT count(*)::int AS done FROM webhook_message WHERE seller_id = $1 AND status = 'SUCCEEDED'`,
        [seller],
      )
      if (row?.done === count) return
      await sleep(100)
    }
    throw new Error(`Not all delivered: ${JSON.stringify(await scene.counts())}`)
  }

  /** All messages are there, and without an order all were tried: no retry comes before. */
  async function firstRound(seller: string, ordering: string): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      const [row] = await scene.verbs.sql<{ made: number; untried: number }>(
        `SELECT count(*)::int AS made, (count(*) FILTER (WHERE attempts = 0))::int AS untried FROM webhook_message
         WHERE seller_id = $1`,
        [seller],
      )
      if (row?.made === facts.length && (ordering !== 'NONE' || row.untried === 0)) return
      await sleep(100)
    }
    throw new Error(`Not all tried: ${JSON.stringify(await scene.counts())}`)
  }

  const facts = Array.from({ length: versions }, (_, version) =>
    Array.from({ length: orders }, (_one, order) => ({ subject: `ord_${order}`, version: version + 1 })),
  ).flat()

  async function run(seller: string, ordering: 'PER_SUBJECT' | 'STRICT' | 'NONE') {
    const { behavior, accepted } = moody(atFirst)
    const receiver: WebhookReceiver = await scene.receiver(behavior)
    await scene.endpoint(receiver, { seller, ordering })
    for (let at = 0; at < facts.length; at += orders) await scene.tell(facts.slice(at, at + orders), seller)
    await firstRound(seller, ordering)
    await pass(seller, facts.length)
    return { accepted: unique(accepted), receiver }
  }

  it('are accepted in the order of its versions (PER_SUBJECT), though some are refused at first', async () => {
    const { accepted, receiver } = await run('org_per', 'PER_SUBJECT')
    expect(accepted).toHaveLength(facts.length)
    expect(receiver.requests.length).toBeGreaterThan(facts.length)
    expect(inversions(accepted)).toEqual([])
  }, 180_000)

  it('and of all others are accepted in the order of the feed (STRICT)', async () => {
    const { receiver } = await run('org_strict', 'STRICT')
    const feed = await scene.verbs.sql<{ id: string }>(
      "SELECT id FROM outbox_event WHERE seller_id = 'org_strict' AND type = 'terms.recorded' ORDER BY feed_position",
    )
    const first = [...new Set(receiver.requests.map(({ headers }) => String(headers['webhook-id'])))]
    expect(first).toEqual(feed.map(({ id }) => id))
  }, 180_000)

  it('come as they like where no order is asked for: so the check above can fail', async () => {
    const { accepted } = await run('org_none', 'NONE')
    expect(inversions(accepted)).not.toEqual([])
  }, 180_000)
})
