import { UnrecoverableError } from 'bullmq'
import { describe, expect, it } from 'vitest'
import { RunAgain } from '../../src/platform/queues.ts'
import { effect, effects, gate, jobOf, leaveBehind, once, run, runs, verbs } from './runner-world.ts'

describe('a job that runs twice', () => {
  it('has its effect once, and that of the later start, when both run at the same time', async () => {
    let started = 0
    const both = gate()
    const definition = once(async (ctx, _data, { starts }) => {
      started += 1
      if (started === 2) both.open()
      await both.opened
      await ctx.em.execute(effect, [String(starts)])
    })
    await Promise.all([run(definition, jobOf('j')), run(definition, jobOf('j'))])
    expect(started).toBe(2)
    expect(await effects()).toEqual(['2'])
    expect(await runs()).toEqual([{ status: 'DONE', starts: 2, crashes: 1 }])
  })

  it('does nothing when it is done', async () => {
    const definition = once((ctx) => ctx.em.execute(effect, ['a']).then(() => undefined))
    await run(definition, jobOf('j'))
    await run(definition, jobOf('j'))
    expect(await effects()).toEqual(['a'])
    expect(await runs()).toEqual([{ status: 'DONE', starts: 1, crashes: 0 }])
  })

  it('under two ids has one effect on one version, and another on the next', async () => {
    let started = 0
    const both = gate()
    const ofVersion = (version: number) =>
      once(
        async (ctx, _data, { jobId }) => {
          started += 1
          if (version === 1)
            await Promise.race([both.opened, new Promise((resolve) => setTimeout(resolve, 200))])
          await ctx.em.execute(effect, [`${version} ${jobId}`])
        },
        { effect: () => ({ key: 'test:ord_x', version }) },
      )
    await Promise.all([run(ofVersion(1), jobOf('a')), run(ofVersion(1), jobOf('b'))])
    await run(ofVersion(2), jobOf('c'))
    expect(started).toBe(2)
    expect(await effects()).toEqual([expect.stringMatching(/^1 [ab]$/), '2 c'])
    expect(await runs('status')).toEqual([{ status: 'DONE' }, { status: 'DONE' }, { status: 'DONE' }])
    expect(await verbs.sql('SELECT effect_key, version, start FROM job_effect ORDER BY version')).toEqual([
      { effect_key: 'test:ord_x', version: 1, start: 1 },
      { effect_key: 'test:ord_x', version: 2, start: 1 },
    ])
  })

  it('leaves no effect key behind when it fails, so that the next start has the effect', async () => {
    const definition = once(
      async (ctx, _data, { starts }) => {
        await ctx.em.execute(effect, [String(starts)])
        if (starts === 1) throw new Error('not yet')
      },
      { effect: () => ({ key: 'test:ord_y', version: 1 }) },
    )
    await expect(run(definition, jobOf('j'))).rejects.toThrow(RunAgain)
    await run(definition, jobOf('j'))
    expect(await effects()).toEqual(['2'])
  })
})

describe('a job that fails', () => {
  it('waits longer each time, and after three starts is a dead letter that its seller hears of', async () => {
    const definition = once(() => Promise.reject(new Error('no approver')))
    const waits: number[] = []
    for (let start = 1; start <= 2; start++) {
      const error = await run(definition, jobOf('j', { sellerId: 'org_north', subjectId: 'ord_x' })).catch(
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(RunAgain)
      waits.push((error as RunAgain).delayMs)
    }
    expect(waits[0]).toBeGreaterThanOrEqual(15_000)
    expect(waits[0]).toBeLessThanOrEqual(20_000)
    expect(waits[1]).toBeGreaterThanOrEqual(120_000)
    await expect(run(definition, jobOf('j'))).rejects.toThrow(UnrecoverableError)
    await expect(run(definition, jobOf('j'))).rejects.toThrow(/is a dead letter: retry it with the mutation/)
    const [row] = await runs('id, status, starts, subject_id, last_error')
    expect(row).toMatchObject({
      status: 'DEAD',
      starts: 3,
      subject_id: 'ord_x',
      last_error: expect.stringMatching(/^Error: no approver\n/),
    })
    const told = await verbs.sql('SELECT type, data FROM outbox_event WHERE seller_id = $1', ['org_north'])
    expect(told.filter((event) => (event as { type: string }).type === 'job.dead_lettered')).toEqual([
      {
        type: 'job.dead_lettered',
        data: {
          job: { id: (row as { id: string }).id, queue: 'test', name: 'test', subjectId: 'ord_x', starts: 3 },
          error: 'Error: no approver',
        },
      },
    ])
  })

  it('because of an outage has its start given back, and waits from one second upwards', async () => {
    let outages = 5
    const definition = once(() => {
      if (outages-- > 0) return Promise.reject(Object.assign(new Error('lost'), { code: 'ECONNRESET' }))
      return Promise.resolve()
    })
    const waits: number[] = []
    for (let time = 0; time < 5; time++)
      await run(definition, jobOf('j')).catch((error: RunAgain) => waits.push(error.delayMs))
    expect(waits.map((ms) => Math.floor(Math.log2(ms / 1000)))).toEqual([0, 1, 2, 3, 4])
    expect(await runs('status, starts, given_back')).toEqual([
      { status: 'WAITING_RETRY', starts: 0, given_back: 5 },
    ])
    await run(definition, jobOf('j'))
    expect(await runs()).toEqual([{ status: 'DONE', starts: 1, crashes: 0 }])
  })

  it('because it hangs fails at its deadline, is told to stop, and has no effect afterwards', async () => {
    const late = gate()
    let signal: AbortSignal | undefined
    const finished = gate()
    const definition = once(
      async (ctx, _data, given) => {
        signal = given.signal
        await late.opened
        await ctx.em.execute(effect, ['late'])
        finished.open()
      },
      { deadlineMs: 100 },
    )
    await expect(run(definition, jobOf('j'))).rejects.toThrow(
      'JOB_DEADLINE_EXCEEDED: not done within 100 ms.',
    )
    expect(signal?.aborted).toBe(true)
    late.open()
    await finished.opened
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await effects()).toEqual([])
    expect(await runs()).toEqual([{ status: 'WAITING_RETRY', starts: 1, crashes: 0 }])
  })

  it('because its data cannot be read is a dead letter at once, of its seller if it names one', async () => {
    const definition = once(() => Promise.resolve())
    const bad = [
      { sellerId: 'org_north', subjectId: 7 },
      { sellerId: 'org_a,org_north' },
      null,
      'text',
      { sellerId: 'org_gone' },
    ]
    for (const [at, data] of bad.entries())
      await expect(run(definition, jobOf(`j${at}`, data))).rejects.toThrow(UnrecoverableError)
    expect(await runs("seller_id, status, split_part(last_error, E'\\n', 1) AS error")).toEqual([
      {
        seller_id: 'org_north',
        status: 'DEAD',
        error: expect.stringMatching(/^JOB_DATA_INVALID: subjectId: /),
      },
      {
        seller_id: 'unknown',
        status: 'DEAD',
        error: 'JOB_SELLER_UNKNOWN: there is no seller org_a,org_north.',
      },
      { seller_id: 'unknown', status: 'DEAD', error: expect.stringMatching(/^JOB_DATA_INVALID: sellerId: /) },
      { seller_id: 'unknown', status: 'DEAD', error: expect.stringMatching(/^JOB_DATA_INVALID: sellerId: /) },
      { seller_id: 'org_gone', status: 'DEAD', error: 'JOB_SELLER_UNKNOWN: there is no seller org_gone.' },
    ])
  })

  it('is not deleted from the dead letters', async () => {
    await leaveBehind('j', { starts: 3, crashes: 3, alone: true })
    await expect(
      run(
        once(() => Promise.resolve()),
        jobOf('j'),
      ),
    ).rejects.toThrow(/JOB_WORKER_LOST/)
    await expect(verbs.sql('DELETE FROM job_run')).rejects.toThrow(/never deleted/)
    expect(await runs()).toEqual([{ status: 'DEAD', starts: 3, crashes: 3 }])
  })
})
