import { describe, expect, it } from 'vitest'
import { createCompany } from '../../jobs/company.ts'
import { addForgottenRuns } from '../../jobs/forgotten-runs.ts'
import { runJob } from '../../jobs/run-job.ts'
import { inSuspectLane } from '../../jobs/suspect-lane.ts'
import { RunAgain, type Job } from '../../src/platform/queues.ts'
import { gate, jobOf, jobs, leaveBehind, once, run, runs, verbs } from './runner-world.ts'

describe('a job that lost its worker', () => {
  it('starts as the only suspect of its queue: the others wait, and none of their starts count', async () => {
    let present = 0
    let most = 0
    let refused = 0
    const othersRefused = gate()
    const definition = once(async () => {
      present += 1
      most = Math.max(most, present)
      await othersRefused.opened
      present -= 1
    })
    const refuse = (error: unknown) => {
      expect(error).toBeInstanceOf(RunAgain)
      refused += 1
      if (refused === 3) othersRefused.open()
    }
    const ids = ['a', 'b', 'c', 'd']
    for (const id of ids) await leaveBehind(id, { starts: 1, crashes: 0 })
    await Promise.all(ids.map((id) => run(definition, jobOf(id)).catch(refuse)))
    expect([refused, most]).toEqual([3, 1])
    const counted = await runs()
    expect(counted.filter((row) => (row as { starts: number }).starts === 1)).toHaveLength(3)
    for (const id of ids) await run(definition, jobOf(id))
    expect(await runs()).toEqual(ids.map(() => ({ status: 'DONE', starts: 2, crashes: 1 })))
  })

  it('has its process to itself on its last start', async () => {
    const company = createCompany()
    const parts = { ...jobs.parts, company }
    const seen: string[] = []
    const neighbour = gate()
    const beside = once(async (_ctx, _data, { jobId }) => {
      seen.push(`${jobId} begins`)
      if (jobId === 'first') await neighbour.opened
      seen.push(`${jobId} ends`)
    })
    await leaveBehind('suspect', { starts: 2, crashes: 1 })
    const first = runJob(parts, beside, jobOf('first'))
    await expect.poll(() => seen).toEqual(['first begins'])
    const suspect = runJob(parts, beside, jobOf('suspect'))
    await expect.poll(async () => (await verbs.sql('SELECT job_id FROM job_lane')).length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const second = runJob(parts, beside, jobOf('second'))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(seen).toEqual(['first begins'])
    neighbour.open()
    await Promise.all([first, suspect, second])
    expect(seen).toEqual([
      'first begins',
      'first ends',
      'suspect begins',
      'suspect ends',
      'second begins',
      'second ends',
    ])
    expect(await runs('job_id, starts, alone')).toEqual([
      { job_id: 'first', starts: 1, alone: false },
      { job_id: 'second', starts: 1, alone: false },
      { job_id: 'suspect', starts: 3, alone: true },
    ])
  })

  it('gets the lane of a holder that stands still, once its lease is over', async () => {
    const lane = { queue: 'test', runId: 'still', leaseMs: 300 }
    await verbs.sql("INSERT INTO job_lane VALUES ('test', 'still', clock_timestamp() + interval '300 ms')")
    const other = () =>
      inSuspectLane(jobs.parts, { ...lane, runId: 'other' }, () => Promise.resolve('had it'))
    expect(await other()).toBeNull()
    await expect.poll(other).toBe('had it')
    expect(await verbs.sql('SELECT * FROM job_lane')).toEqual([])
  })

  it('keeps its lane while it works longer than the lease', async () => {
    const lane = { queue: 'test', leaseMs: 150 }
    const working = gate()
    const holder = inSuspectLane(jobs.parts, { ...lane, runId: 'busy' }, () =>
      working.opened.then(() => 'done'),
    )
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(
      await inSuspectLane(jobs.parts, { ...lane, runId: 'other' }, () => Promise.resolve('had it')),
    ).toBeNull()
    working.open()
    expect(await holder).toBe('done')
  })

  it('and its place in the queue is added again, and goes on with its count', async () => {
    await leaveBehind('lost', { starts: 1, crashes: 0 })
    await leaveBehind('busy', { starts: 1, crashes: 0 })
    await verbs.sql(
      "UPDATE job_run SET expected_by = now() + CASE job_id WHEN 'lost' THEN -1 ELSE 60 END * interval '1 s'",
    )
    expect([await addForgottenRuns(jobs.parts), await addForgottenRuns(jobs.parts)]).toEqual([1, 0])
    const [added] = await jobs.parts.queues.queue('test').getJobs(['waiting'])
    expect(added).toMatchObject({ id: expect.stringMatching(/^lost\.again-\d+$/), data: { runId: 'lost' } })
    await run(
      once(() => Promise.resolve()),
      added as Job,
    )
    expect(await runs('job_id, status, starts')).toEqual([
      { job_id: 'busy', status: 'RUNNING', starts: 1 },
      { job_id: 'lost', status: 'DONE', starts: 2 },
    ])
  })
})

describe('a wake', () => {
  const wake = (run: () => Promise<void>) => ({ ...once(run), mode: 'wake' as const })

  it('forgets the starts that it needed once one succeeds', async () => {
    let faults = 2
    const definition = wake(() => (faults-- > 0 ? Promise.reject(new Error('no')) : Promise.resolve()))
    for (const id of ['1', '2', '3', '4']) await run(definition, jobOf(id)).catch(() => undefined)
    expect(await runs('job_id, status, starts, crashes')).toEqual([
      { job_id: 'test.org_north', status: 'DONE', starts: 1, crashes: 0 },
    ])
  })

  it('is not taken for dead while it works: a second one leaves what waits to it', async () => {
    const [atWork, mayEnd] = [gate(), gate()]
    let worked = 0
    const definition = wake(async () => {
      worked += 1
      atWork.open()
      await mayEnd.opened
    })
    const first = run(definition, jobOf('1'))
    await atWork.opened
    for (const id of ['2', '3', '4']) await run(definition, jobOf(id))
    expect(await runs()).toEqual([{ status: 'RUNNING', starts: 1, crashes: 0 }])

    mayEnd.open()
    await first
    expect(worked).toBe(1)
    expect(await runs()).toEqual([{ status: 'DONE', starts: 1, crashes: 0 }])
  })

  it('whose worker died is done by the next one, as a suspect', async () => {
    await leaveBehind('test.org_north', { starts: 1, crashes: 0 })
    let worked = 0
    const definition = wake(() => Promise.resolve(void (worked += 1)))
    await run(definition, jobOf('2'))
    expect(worked).toBe(1)
    expect(await runs()).toEqual([{ status: 'DONE', starts: 2, crashes: 1 }])
  })

  it('is a dead letter of its seller after three failures in a row, and then fails no more jobs', async () => {
    const definition = wake(() => Promise.reject(new Error('no')))
    for (const id of ['1', '2', '3']) await run(definition, jobOf(id)).catch(() => undefined)
    await run(definition, jobOf('4'))
    expect(await runs('job_id, status, starts')).toEqual([
      { job_id: 'test.org_north', status: 'DEAD', starts: 3 },
    ])
  })
})
