import { describe, expect, it } from 'vitest'
import type { TermsVersion } from '../../src/terms/terms-version.entity.ts'
import { versionInEffect } from '../../src/terms/version-in-effect.rules.ts'

const version = (id: string, from: string, more: Partial<TermsVersion> = {}): TermsVersion =>
  ({
    id,
    version: id.slice(0, 1),
    locale: 'en',
    effectiveFrom: new Date(`${from}T00:00:00Z`),
    createdAt: new Date(`${from}T00:00:00Z`),
    ...more,
  }) as TermsVersion

const first = version('1', '2026-01-01')
const second = version('2', '2026-06-01')
const later = version('3', '2027-01-01')
const german = version('2de', '2026-06-01', { locale: 'de' })
const swiss = version('2ch', '2026-06-01', { locale: 'de-CH' })
const french = version('2fr', '2026-06-01', { locale: 'fr' })
const corrected = version('4', '2026-06-01', { createdAt: new Date('2026-05-01T00:00:00Z') })

const cases: Array<
  [what: string, TermsVersion[], day: string, locale: string | undefined, id: string | null]
> = [
  ['none was published', [], '2026-07-01', undefined, null],
  ['none is in effect yet', [later], '2026-07-01', undefined, null],
  ['the first day counts', [first, second], '2026-06-01', undefined, '2'],
  ['the day before it does not', [second, first], '2026-05-31', undefined, '1'],
  ['a later one waits', [first, second, later], '2026-12-31', undefined, '2'],
  ['of two that begin together the one published last', [corrected, second], '2026-07-01', undefined, '2'],
  ['English where nothing else is wanted', [german, second], '2026-07-01', undefined, '2'],
  ['the wanted language', [second, german], '2026-07-01', 'de', '2de'],
  ['a sibling of the wanted language before English', [second, german], '2026-07-01', 'de-AT', '2de'],
  ['the very one before its sibling', [second, german, swiss], '2026-07-01', 'de-CH', '2ch'],
  ['English where the wanted one is missing', [french, second], '2026-07-01', 'it', '2'],
  ['any language before none', [french], '2026-07-01', 'it', '2fr'],
  ['the newest version before the wanted language', [german, later], '2027-02-01', 'de', '3'],
]

describe('the version of terms that is in effect', () => {
  it.each(cases)('%s', (_, versions, day, locale, id) => {
    expect(versionInEffect(versions, new Date(`${day}T00:00:00Z`), locale)?.id ?? null).toBe(id)
  })
})
