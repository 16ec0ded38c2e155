import { describe, expect, it } from 'vitest'
import { failureKind } from '../../jobs/failure-kind.rules.ts'
import { nextStart, type EarlierStarts, type NextStart } from '../../jobs/next-start.rules.ts'
import { outageDelay, retryDelay, spread } from '../../jobs/retry-delay.rules.ts'
import { refuse } from '../../src/platform/errors.ts'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

describe('failureKind', () => {
  const outages: Array<[string, unknown]> = [
    ['connection exception', coded('08006')],
    ['too many connections', coded('53300')],
    ['disk full', coded('53100')],
    ['administrator stops the server', coded('57P01')],
    ['server crashed', coded('57P02')],
    ['server starts', coded('57P03')],
    ['serialization failure', coded('40001')],
    ['deadlock', coded('40P01')],
    ['lock not available', coded('55P03')],
    ['a standby is read', coded('25006')],
    ['a lock that a verb could not have', refuse('BUSY', 'Later.')],
    ['refused connection', coded('ECONNREFUSED')],
    ['reset connection', coded('ECONNRESET')],
    ['dead address', coded('EHOSTUNREACH')],
    ['name service away', coded('EAI_AGAIN')],
    ['pg in words', new Error('Connection terminated unexpectedly')],
    ['pool in words', new Error('timeout exceeded when trying to connect')],
    ['Redis in words', new Error('Reached the max retries per request limit (which is 1).')],
    ['Redis loads', new Error('LOADING Redis is loading the dataset in memory')],
    ['statement cancelled at shutdown', coded('57014', 'canceling statement due to user request')],
    ['as a cause', new Error('outer', { cause: coded('ECONNRESET') })],
    ['as one of several', new AggregateError([new Error('a'), coded('ECONNREFUSED')])],
    ['as what a driver wrapped', Object.assign(new Error('outer'), { previous: coded('57P01') })],
  ]
  it.each(outages)('%s is an outage', (_name, error) => expect(failureKind(error)).toBe('OUTAGE'))

  const circle = new Error('circle')
  circle.cause = circle
  const own: Array<[string, unknown]> = [
    ['a plain error', new Error('x')],
    ['a refusal', refuse('APPROVER_MISSING', 'Nobody.')],
    ['a unique violation', coded('23505')],
    ['a statement that took too long', coded('57014', 'canceling statement due to statement timeout')],
    ['a transaction that stood idle too long', coded('25P03')],
    ['invalid text', coded('22P05')],
    ['no error at all', 'ECONNRESET'],
    ['nothing', undefined],
    ['its own cause', circle],
  ]
  it.each(own)('%s is the work’s own', (_name, error) => expect(failureKind(error)).toBe('WORK'))
})

describe('nextStart', () => {
  const table: Array<[string, Partial<EarlierStarts>, NextStart]> = [
    ['done', { status: 'DONE', starts: 1 }, 'SKIP'],
    ['dead', { status: 'DEAD', starts: 3 }, 'REFUSE'],
    ['failed once', { starts: 1 }, 'FREELY'],
    ['failed twice', { starts: 2 }, 'FREELY'],
    ['failed at every start', { starts: 3 }, 'BURY'],
    ['given back', { starts: 0 }, 'FREELY'],
    ['lost its worker', { status: 'RUNNING', starts: 1 }, 'IN_LANE'],
    ['lost its worker twice', { status: 'RUNNING', starts: 2, crashes: 1 }, 'ALONE'],
    ['lost its worker alone', { status: 'RUNNING', starts: 3, crashes: 2 }, 'BURY'],
    ['failed twice, then lost its worker beside others', { status: 'RUNNING', starts: 3 }, 'BURY'],
    ['lost its worker, then failed', { starts: 1, crashes: 1 }, 'IN_LANE'],
    ['lost its worker, then failed twice', { starts: 2, crashes: 1 }, 'ALONE'],
  ]
  it.each(table)('%s: %j -> %s', (_name, given, expected) => {
    const earlier: EarlierStarts = { status: 'WAITING_RETRY', starts: 0, crashes: 0, ...given }
    expect(nextStart(earlier)).toBe(expected)
  })
})

describe('the waits', () => {
  it('grow from 15 seconds to two minutes after failures, from one second to five minutes in an outage', () => {
    expect([1, 2].map((starts) => retryDelay(starts))).toEqual([15_000, 120_000])
    expect([1, 2, 3, 8, 9, 10, 1000].map(outageDelay)).toEqual([
      1000, 2000, 4000, 128_000, 256_000, 300_000, 300_000,
    ])
    expect([0, 0.5, 1].map((random) => spread(300, random))).toEqual([300, 350, 400])
  })
})
