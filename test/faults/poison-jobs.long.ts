import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { createLogger } from '../../src/platform/logger.ts'
import { postgresQueues, redisQueues, type Queues } from '../../src/platform/queues.ts'
import { backends, type Backend } from '../support/app.ts'
import { addCompanies } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

const worker = path.join(import.meta.dirname, '../support/poison-worker.ts')

/** Worker processes, each started again a moment after it died. */
class Workers {
  #children = new Set<ChildProcess>()
  #stopped = false
  deaths: string[] = []

  constructor(
    readonly env: Record<string, string>,
    processes: number,
  ) {
    for (let one = 0; one < processes; one++) this.#start()
  }

  #start(): void {
    const child = fork(worker, {
      execArgv: ['--import', 'tsx', '--max-old-space-size=160'],
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#children.add(child)
    child.once('exit', (code, signal) => {
      this.#children.delete(child)
      if (this.#stopped) return
      this.deaths.push(signal ?? String(code))
      setTimeout(() => !this.#stopped && this.#start(), 200)
    })
  }

  stop(): void {
    this.#stopped = true
    for (const child of this.#children) child.kill('SIGKILL')
  }
}

interface Ended {
  seconds: number
  done: number
  deadGood: string[]
  deadPoison: string[]
  effects: number
  effectsTwice: number
  mostStartsOfGood: number
  /** What really began, as the jobs wrote it down themselves. */
  startsOf: Record<string, number>
}

describe.each(backends())('poison among good jobs on %s queues', (backend: Backend) => {
  let verbs: VerbHarness
  let queues: Queues
  let workers: Workers
  let folder: string
  const log = () => path.join(folder, 'starts')
  const env = () => ({
    DATABASE_URL: verbs.database.url,
    QUEUE_PREFIX: `{${path.basename(folder)}}`,
    DATA_DIR: folder,
    STARTS_LOG: log(),
    LOG_LEVEL: 'silent',
    REDIS_URL: backend === 'redis' ? (inject('redisUrl') ?? '') : '',
  })

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-poison-'))
    writeFileSync(log(), '')
    verbs = await openVerbs()
    await addCompanies(verbs)
    await verbs.sql('CREATE TABLE proof (subject_id text, start integer)')
    await verbs.sql('GRANT INSERT ON proof TO countersign_app')
    const quiet = createLogger('silent')
    queues =
      backend === 'redis'
        ? redisQueues(inject('redisUrl') ?? '', env().QUEUE_PREFIX, quiet)
        : postgresQueues(verbs.database.url, quiet)
  })
  afterEach(async () => {
    workers.stop()
    await queues.close()
    await verbs.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Good jobs with poison evenly between them. */
  async function addJobs(good: number, poison: string[]): Promise<void> {
    const every = Math.floor(good / (poison.length + 1))
    const kinds = Array.from({ length: good }, (_, at) => [
      { id: `good-${at}`, kind: 'good' },
      ...poison.filter((_kind, place) => at === (place + 1) * every).map((kind) => ({ id: kind, kind })),
    ]).flat()
    await queues.queue('proof').addBulk(
      kinds.map(({ id, kind }) => ({
        name: 'proof',
        data: { sellerId: 'org_north', subjectId: id, kind },
        opts: { jobId: id },
      })),
    )
  }

  const isGood = (id: string) => id.startsWith('good-')

  async function whenEnded(jobs: number, withinMs: number): Promise<Ended> {
    const begun = performance.now()
    let ended = 0
    while (ended < jobs && performance.now() - begun < withinMs) {
      await sleep(250)
      const [row] = await verbs.sql<{ count: number }>(
        "SELECT count(*)::int FROM job_run WHERE status IN ('DONE', 'DEAD')",
      )
      ended = row?.count ?? 0
    }
    const seconds = (performance.now() - begun) / 1000
    const rows = await verbs.sql<{ subject_id: string; status: string; starts: number }>(
      'SELECT subject_id, status, starts FROM job_run',
    )
    const dead = rows.filter(({ status }) => status === 'DEAD').map(({ subject_id }) => subject_id)
    const effects = await verbs.sql<{ count: number }>(
      'SELECT count(*)::int FROM proof GROUP BY subject_id ORDER BY 1 DESC',
    )
    const startsOf: Record<string, number> = {}
    for (const line of readFileSync(log(), 'utf8').trim().split('\n')) {
      const [id = ''] = line.split(' ')
      startsOf[id] = (startsOf[id] ?? 0) + 1
    }
    return {
      seconds: Math.round(seconds),
      done: rows.filter(({ status }) => status === 'DONE').length,
      deadGood: dead.filter(isGood).toSorted(),
      deadPoison: dead.filter((id) => !isGood(id)).toSorted(),
      effects: effects.length,
      effectsTwice: effects.filter(({ count }) => count > 1).length,
      mostStartsOfGood: Math.max(
        ...rows.filter(({ subject_id }) => isGood(subject_id)).map(({ starts }) => starts),
      ),
      startsOf: Object.fromEntries(Object.entries(startsOf).filter(([id]) => !isGood(id))),
    }
  }

  it('ends in the dead letters after at most three starts; 1,000 good jobs have their effect once each', async () => {
    const poison = ['throws', 'hangs', 'blocks', 'memory', 'kills']
    await addJobs(1000, poison)
    workers = new Workers(env(), 2)
    const ended = await whenEnded(1005, 400_000)
    process.stdout.write(
      `poison jobs on ${backend}: ${JSON.stringify({ ...ended, workerDeaths: workers.deaths })}\n`,
    )
    const { startsOf, ...rest } = ended
    expect(rest).toMatchObject({
      done: 1000,
      deadGood: [],
      deadPoison: poison.toSorted(),
      effects: 1000,
      effectsTwice: 0,
    })
    for (const kind of poison) expect(startsOf[kind]).toBeLessThanOrEqual(3)
    expect(rest.mostStartsOfGood).toBeLessThanOrEqual(3)
    expect(workers.deaths.length).toBeGreaterThanOrEqual(8)
  }, 420_000)

  it('control: without the lane of suspects, good jobs die beside the poison, and the check sees it', async () => {
    await addJobs(20, ['kills'])
    workers = new Workers({ ...env(), CONTAINMENT: 'no-lane', GOOD_MS: '600' }, 1)
    const { deadGood, done } = await whenEnded(21, 100_000)
    process.stdout.write(
      `control without lane on ${backend}: ${deadGood.length} good jobs dead, ${done} done\n`,
    )
    expect(deadGood.length).toBeGreaterThan(0)
  }, 120_000)

  it('control: without an end of starts, the poison never ends, and the check sees it', async () => {
    await addJobs(20, ['kills'])
    workers = new Workers({ ...env(), CONTAINMENT: 'no-end' }, 1)
    const { deadPoison, startsOf } = await whenEnded(21, 80_000)
    process.stdout.write(`control without end on ${backend}: the poison started ${startsOf['kills']} times\n`)
    expect(deadPoison).toEqual([])
    expect(startsOf['kills']).toBeGreaterThan(3)
  }, 120_000)
})
