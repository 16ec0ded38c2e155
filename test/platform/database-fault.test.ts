import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { databaseFault } from '../../src/platform/database-fault.ts'

const coded = (code: string) => Object.assign(new Error('as PostgreSQL or the system says it'), { code })

describe('what a failed statement says of the database', () => {
  it.each([
    ['55P03', 'BUSY'],
    ['57014', 'TIMEOUT'],
    ['40001', 'CONFLICT'],
    ['40P01', 'CONFLICT'],
    ['08006', 'UNAVAILABLE'],
    ['53300', 'UNAVAILABLE'],
    ['57P01', 'UNAVAILABLE'],
    ['57P03', 'UNAVAILABLE'],
    ['25P03', 'UNAVAILABLE'],
    ['ECONNREFUSED', 'UNAVAILABLE'],
    ['ECONNRESET', 'UNAVAILABLE'],
    ['23505', null],
    ['42501', null],
    ['22P02', null],
    ['ENOENT', null],
  ])('is, for %s, %s', (code, fault) => {
    expect(databaseFault(coded(code))).toBe(fault)
  })

  it.each([
    ['Connection terminated unexpectedly', 'UNAVAILABLE'],
    ['timeout exceeded when trying to connect', 'UNAVAILABLE'],
    ['Client has encountered a connection error and is not queryable', 'UNAVAILABLE'],
    ['The connection of these two ideas terminated', null],
  ])('is, for the driver’s "%s", %s', (message, fault) => {
    expect(databaseFault(new Error(message))).toBe(fault)
  })

  it('is found behind what the mapper wraps around it, and nowhere else', () => {
    expect(databaseFault(new Error('wrapped', { cause: coded('57P01') }))).toBe('UNAVAILABLE')
    expect(databaseFault(new Error('wrapped', { cause: new Error('other') }))).toBeNull()
    expect(databaseFault(new GraphQLError('wrapped', { originalError: coded('57P03') }))).toBe('UNAVAILABLE')
    expect(databaseFault('Connection terminated unexpectedly')).toBeNull()
    expect(databaseFault(null)).toBeNull()
  })
})
