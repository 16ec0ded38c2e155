import { describe, expect, it } from 'vitest'
import { addMonths, isCalendarDate, localDate, monthsOf, startOfDay } from '../../src/platform/calendar.ts'

describe('days', () => {
  it.each(['2028-02-29', '2000-02-29', '2026-12-31', '2026-04-30'])('%s exists', (date) => {
    expect(isCalendarDate(date)).toBe(true)
  })
  it.each([
    '2027-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '2026-01-00',
    '0000-01-01',
    '',
  ])('%j does not', (date) => {
    expect(isCalendarDate(date)).toBe(false)
  })
})

describe('durations', () => {
  it.each([
    ['P1M', 1],
    ['P12M', 12],
    ['P1Y', 12],
    ['P3Y', 36],
  ])('%s is %i months', (duration, months) => {
    expect(monthsOf(duration)).toBe(months)
  })
  it.each(['P0M', '1M', 'P1D', 'P1Y6M', 'PT1M', 'P-1M', 'p1m', ''])('%j is none', (duration) => {
    expect(monthsOf(duration)).toBeNull()
  })
})

describe('adding months', () => {
  it.each([
    ['2026-01-15', 1, '2026-02-15'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-01', 36, '2029-12-01'],
  ])('%s plus %i months is %s', (date, months, later) => {
    expect(addMonths(date, months)).toBe(later)
  })
  it('refuses what is no date', () => {
    expect(() => addMonths('2026-02-30', 1)).toThrow(RangeError)
  })
})

describe('the local day', () => {
  it.each([
    ['2026-12-31T23:30:00Z', 'UTC', '2026-12-31'],
    ['2026-12-31T23:30:00Z', 'Europe/Berlin', '2027-01-01'],
    ['2026-12-31T16:00:00Z', 'Asia/Tokyo', '2027-01-01'],
    ['2027-01-01T03:00:00Z', 'America/New_York', '2026-12-31'],
    ['2026-03-29T00:59:59Z', 'Europe/London', '2026-03-29'],
  ])('%s in %s is %s', (instant, timeZone, date) => {
    expect(localDate(instant, timeZone)).toBe(date)
    expect(localDate(new Date(instant), timeZone)).toBe(date)
  })
  it('refuses an unknown zone and an unreadable instant', () => {
    expect(() => localDate('2026-01-01T00:00:00Z', 'Mars/Olympus')).toThrow(RangeError)
    expect(() => localDate('soon', 'UTC')).toThrow(RangeError)
  })
})

describe('the beginning of a day', () => {
  it.each([
    ['2026-11-27', 'UTC', '2026-11-27T00:00:00.000Z'],
    ['2026-11-27', 'Europe/Berlin', '2026-11-26T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    // The days on which clocks jump, at two and three at night, begin as the days before.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    // A day without a midnight: clocks jump from 0 to 1.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['2027-01-01', 'Pacific/Kiritimati', '2026-12-31T10:00:00.000Z'],
    ['2027-01-01', 'Pacific/Pago_Pago', '2027-01-01T11:00:00.000Z'],
    ['2028-02-29', 'Asia/Kathmandu', '2028-02-28T18:15:00.000Z'],
  ])('%s in %s is %s', (date, timeZone, instant) => {
    expect(startOfDay(date, timeZone).toISOString()).toBe(instant)
  })
  it('refuses what is no date and an unknown zone', () => {
    expect(() => startOfDay('2026-02-30', 'UTC')).toThrow(RangeError)
    expect(() => startOfDay('2026-02-28', 'Mars/Olympus')).toThrow(RangeError)
  })
})
