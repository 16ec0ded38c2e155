import { isCountry } from './places.ts'

/** The parts of a postal address that the rules look at. */
export type PostalAddress = {
  readonly country?: unknown
  readonly postalCode?: unknown
  readonly region?: unknown
}

/** What is wrong with one field of an address. */
export type AddressProblem = {
  field: 'country' | 'postalCode' | 'region'
  code: 'COUNTRY_INVALID' | 'POSTAL_CODE_MISSING' | 'POSTAL_CODE_INVALID' | 'REGION_MISSING'
  message: string
}

/**
 * What is wrong with an address for its country: a postal code that is missing where letters do not arrive without it,
 * or has another form than the country's, and a missing region. Countries that the table does not list take anything.
 */
export function addressProblems(address: PostalAddress): AddressProblem[] {
  const country = textOf(address.country)
  if (!isCountry(country)) {
    const message = 'Use an ISO 3166-1 alpha-2 code in upper case, such as DE or GB.'
    return [{ field: 'country', code: 'COUNTRY_INVALID', message }]
  }
  const rules = Object.hasOwn(COUNTRIES, country) ? COUNTRIES[country] : undefined
  if (!rules) return []
  const problems: AddressProblem[] = []
  const postalCode = textOf(address.postalCode)
  if (rules.postalCode && postalCode === '') {
    const message = `Enter the postal code, such as ${rules.postalCode[1]}.`
    problems.push({ field: 'postalCode', code: 'POSTAL_CODE_MISSING', message })
  } else if (rules.postalCode && !new RegExp(`^(?:${rules.postalCode[0]})$`, 'i').test(postalCode)) {
    const message = `Enter a postal code of this country, such as ${rules.postalCode[1]}.`
    problems.push({ field: 'postalCode', code: 'POSTAL_CODE_INVALID', message })
  }
  if (rules.region && textOf(address.region) === '')
    problems.push({ field: 'region', code: 'REGION_MISSING', message: `Enter the ${rules.region}.` })
  return problems
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

type CountryRules = { postalCode?: readonly [pattern: string, example: string]; region?: string }

const digits = (count: number, example: string): CountryRules => ({
  postalCode: [String.raw`\d{${count}}`, example],
})

const britain = String.raw`[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLN-UW-Z]{2}`
const nordic = String.raw`\d{3} ?\d{2}`

// Where the postal code (Z) or the region (S) is `require`d by Google's libaddressinput, which the Universal Postal
// Union's addressing sheets agree with: https://chromium-i18n.appspot.com/ssl-address (read in the edition of
// commerceguys/addressing of April 2026). The area lists of Great Britain are left out: its forms are enough.
const COUNTRIES: Readonly<Record<string, CountryRules>> = {
  AE: { region: 'emirate' },
  AT: digits(4, '1010'),
  AU: { ...digits(4, '2060'), region: 'state' },
  BE: digits(4, '1000'),
  BR: { postalCode: [String.raw`\d{5}-?\d{3}`, '40301-110'], region: 'state' },
  CA: {
    postalCode: [String.raw`[ABCEGHJKLMNPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d`, 'H3Z 2Y7'],
    region: 'province',
  },
  CH: digits(4, '8001'),
  CN: { ...digits(6, '200040'), region: 'province' },
  CZ: { postalCode: [nordic, '100 00'] },
  DE: digits(5, '10115'),
  DK: digits(4, '1050'),
  EE: digits(5, '10111'),
  ES: { ...digits(5, '28013'), region: 'province' },
  FI: digits(5, '00550'),
  FR: { postalCode: [String.raw`\d{2} ?\d{3}`, '75001'] },
  GB: { postalCode: [`${britain}|GIR ?0AA`, 'EC1Y 8SY'] },
  GG: { postalCode: [britain, 'GY1 1AA'] },
  GR: { postalCode: [nordic, '151 24'] },
  HK: { region: 'area' },
  HU: digits(4, '1037'),
  IM: { postalCode: [britain, 'IM2 1AA'] },
  IN: { ...digits(6, '110034'), region: 'state' },
  IT: { ...digits(5, '00144'), region: 'province' },
  JE: { postalCode: [britain, 'JE1 1AA'] },
  JP: { postalCode: [String.raw`\d{3}-?\d{4}`, '154-0023'], region: 'prefecture' },
  KR: { ...digits(5, '03051'), region: 'province' },
  KZ: { postalCode: [String.raw`\d{6}|[A-Z\d]{7}`, '040900'] },
  LI: { postalCode: [String.raw`948[5-9]|949[0-8]`, '9490'] },
  LT: digits(5, '04340'),
  LU: digits(4, '4750'),
  LV: { postalCode: [String.raw`LV-\d{4}`, 'LV-1073'] },
  MX: { ...digits(5, '02860'), region: 'state' },
  MY: { ...digits(5, '43000'), region: 'state' },
  NL: { postalCode: [String.raw`\d{4} ?[A-Z]{2}`, '1012 AB'] },
  NO: digits(4, '0025'),
  NZ: digits(4, '6001'),
  PL: { postalCode: [String.raw`\d{2}-\d{3}`, '00-950'] },
  PR: { postalCode: [String.raw`00[679]\d{2}(?:[ -]\d{4})?`, '00930'] },
  PT: { postalCode: [String.raw`\d{4}-\d{3}`, '2725-079'] },
  RO: digits(6, '060274'),
  SE: { postalCode: [nordic, '113 49'] },
  SG: digits(6, '546080'),
  SK: { postalCode: [nordic, '010 01'] },
  TR: { ...digits(5, '06101'), region: 'province' },
  TW: { postalCode: [String.raw`\d{3}(?:\d{2,3})?`, '104'], region: 'county' },
  UA: digits(5, '15432'),
  US: { postalCode: [String.raw`\d{5}(?:[ -]\d{4})?`, '95014'], region: 'state' },
  ZA: digits(4, '0083'),
}
