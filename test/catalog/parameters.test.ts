import { describe, expect, it } from 'vitest'
import {
  normalizeParameter,
  parameterProblems,
  type ParameterDefinition,
  type ParameterProblemCode,
  type ParameterType,
  type ParameterValue,
} from '../../src/catalog/parameters.rules.ts'

function question(type: ParameterType, rest: Partial<ParameterDefinition> = {}): ParameterDefinition {
  return { key: 'q', label: 'Question', type, scope: 'LINE', required: true, position: 1, ...rest }
}

const regions = {
  options: [
    { value: 'eu', label: 'Europe' },
    { value: 'us', label: 'America' },
    { value: 'ap', label: 'Asia' },
  ],
}

describe('answers that are fine', () => {
  it.each<[ParameterType, ParameterValue, Partial<ParameterDefinition>?]>([
    ['TEXT', 'Contoso'],
    ['TEXT', 'Zażółć 🚀\nsecond line'],
    ['TEXT', '🚀🚀', { maxLength: 2 }],
    ['TEXT', 'contoso1.onmicrosoft.example', { pattern: String.raw`[a-z0-9]{1,27}\.onmicrosoft\.example` }],
    ['EMAIL', 'ada@contoso.example'],
    ['PHONE', '+44 20 7946 0958'],
    ['URL', 'https://contoso.example/a'],
    ['DOMAIN', 'contoso.example'],
    ['SUBDOMAIN', 'Contoso'],
    ['NUMBER', 5, { minimum: 5, maximum: 5 }],
    ['NUMBER', '42'],
    ['NUMBER', 0],
    ['BOOLEAN', false],
    ['BOOLEAN', 'true'],
    ['CHOICE', ' eu ', regions],
    ['MULTI_CHOICE', ['eu', 'us'], { ...regions, minLength: 2, maxLength: 2 }],
    ['DATE', '2028-02-29'],
  ])('%s %j', (type, value, rest) => {
    expect(parameterProblems([question(type, rest)], { q: value }, { requireAll: true })).toEqual([])
  })
})

describe('answers that are not', () => {
  it.each<[ParameterType, ParameterValue, ParameterProblemCode, string, Partial<ParameterDefinition>?]>([
    ['TEXT', null, 'PARAMETER_REQUIRED', 'Answer "Question".'],
    ['TEXT', '   ', 'PARAMETER_REQUIRED', 'Answer "Question".'],
    ['MULTI_CHOICE', [], 'PARAMETER_REQUIRED', 'Answer "Question".', regions],
    ['TEXT', 5, 'PARAMETER_TYPE', 'Give text.'],
    ['TEXT', ['a'], 'PARAMETER_TYPE', 'Give text.'],
    ['TEXT', 'a\u0000b', 'PARAMETER_FORMAT', 'Remove the control characters.'],
    ['TEXT', 'a\ud800b', 'PARAMETER_FORMAT', 'Remove the control characters.'],
    ['TEXT', 'ab', 'PARAMETER_TOO_SHORT', 'Give at least 3 characters.', { minLength: 3 }],
    ['TEXT', 'abcd', 'PARAMETER_TOO_LONG', 'Give at most 3 characters.', { maxLength: 3 }],
    ['TEXT', 'x'.repeat(2001), 'PARAMETER_TOO_LONG', 'Give at most 2000 characters.'],
    [
      'TEXT',
      'xcontoso',
      'PARAMETER_PATTERN',
      'Enter "Question" in the form that is asked for.',
      { pattern: 'contoso' },
    ],
    ['TEXT', 'a', 'PARAMETER_PATTERN', 'Two digits.', { pattern: '[0-9]{2}', hint: 'Two digits.' }],
    ['TEXT', 'x'.repeat(257), 'PARAMETER_TOO_LONG', 'Give at most 256 characters.', { pattern: 'x*' }],
    [
      'TEXT',
      'aaaa',
      'PARAMETER_PATTERN_UNUSABLE',
      '"Question" cannot be checked; ask the catalog manager to correct its pattern.',
      { pattern: '(a+)+' },
    ],
    ['EMAIL', 'ada@', 'PARAMETER_FORMAT', 'Enter an e-mail address like name@company.example.'],
    [
      'PHONE',
      '12345',
      'PARAMETER_FORMAT',
      'Enter a phone number with its country code, like +44 20 7946 0958.',
    ],
    ['URL', 'contoso', 'PARAMETER_FORMAT', 'Enter a web address that starts with https:// or http://.'],
    [
      'DOMAIN',
      'https://contoso.example',
      'PARAMETER_FORMAT',
      'Enter a domain name like company.example, without https:// or a path.',
    ],
    [
      'SUBDOMAIN',
      'a.b',
      'PARAMETER_FORMAT',
      'Enter 1 to 63 letters, digits or hyphens; no dot, no hyphen at either end.',
    ],
    ['DATE', '2027-02-29', 'PARAMETER_FORMAT', 'Enter a day that exists, in the form 2026-12-31.'],
    ['NUMBER', '1e3', 'PARAMETER_TYPE', 'Give a number.'],
    ['NUMBER', Number.NaN, 'PARAMETER_TYPE', 'Give a number.'],
    ['NUMBER', '12345678901234.123', 'PARAMETER_TYPE', 'Give a number.'],
    ['NUMBER', 4, 'PARAMETER_TOO_LOW', 'Enter 5 or more.', { minimum: 5 }],
    ['NUMBER', '9.5', 'PARAMETER_TOO_HIGH', 'Enter 9 or less.', { maximum: 9 }],
    ['BOOLEAN', 'yes', 'PARAMETER_TYPE', 'Give true or false.'],
    ['BOOLEAN', 1, 'PARAMETER_TYPE', 'Give true or false.'],
    ['CHOICE', 'mars', 'PARAMETER_OPTION', 'Choose one of eu, us, ap.', regions],
    ['CHOICE', true, 'PARAMETER_TYPE', 'Give one of the choices.', regions],
    ['MULTI_CHOICE', 'eu', 'PARAMETER_TYPE', 'Give a list of choices.', regions],
    ['MULTI_CHOICE', ['eu', 'mars'], 'PARAMETER_OPTION', 'Choose one of eu, us, ap.', regions],
    [
      'MULTI_CHOICE',
      ['eu', 'eu'],
      'PARAMETER_TOO_SHORT',
      'Give at least 2 choices.',
      { ...regions, minLength: 2 },
    ],
    [
      'MULTI_CHOICE',
      ['eu', 'us', 'ap'],
      'PARAMETER_TOO_LONG',
      'Give at most 2 choices.',
      { ...regions, maxLength: 2 },
    ],
  ])('%s %j is %s', (type, value, code, message, rest) => {
    const found = parameterProblems([question(type, rest)], { q: value }, { requireAll: true })
    expect(found.map(({ at: _, ...problem }) => problem)).toEqual([{ key: 'q', code, message }])
  })

  it('lets a draft leave required answers open, but not wrong', () => {
    const definitions = [question('EMAIL')]
    expect(parameterProblems(definitions, {}, { requireAll: false })).toEqual([])
    expect(parameterProblems(definitions, { q: 'nobody' }, { requireAll: false })[0]?.code).toBe(
      'PARAMETER_FORMAT',
    )
  })

  it('reports in the order of the questions, unknown keys last', () => {
    const definitions = [
      question('TEXT', { key: 'second', position: 2 }),
      question('TEXT', { key: 'first', position: 1 }),
      question('TEXT', { key: 'open', position: 3, required: false }),
    ]
    const problems = parameterProblems(definitions, { extra: 'x' }, { requireAll: true })
    expect(problems.map(({ key, code }) => [key, code])).toEqual([
      ['first', 'PARAMETER_REQUIRED'],
      ['second', 'PARAMETER_REQUIRED'],
      ['extra', 'PARAMETER_UNKNOWN'],
    ])
  })

  it('does not take an inherited property for an answer', () => {
    const problems = parameterProblems([question('TEXT', { key: 'constructor' })], {}, { requireAll: true })
    expect(problems.map(({ code }) => code)).toEqual(['PARAMETER_REQUIRED'])
  })
})

describe('the stored form of an answer', () => {
  it.each<[ParameterType, ParameterValue, ParameterValue]>([
    ['TEXT', '  Contoso ', 'Contoso'],
    ['TEXT', '  ', null],
    ['EMAIL', ' Ada@CONTOSO.example', 'Ada@contoso.example'],
    ['PHONE', '+44 (0)20 7946 0958', '+442079460958'],
    ['DOMAIN', 'Contoso.Example', 'contoso.example'],
    ['SUBDOMAIN', 'Contoso', 'contoso'],
    ['NUMBER', ' 42.50 ', 42.5],
    ['NUMBER', 'many', 'many'],
    ['BOOLEAN', 'false', false],
    ['MULTI_CHOICE', ['us ', 'eu', 'us'], ['us', 'eu']],
    ['MULTI_CHOICE', [], null],
    ['CHOICE', ' eu', 'eu'],
    ['DATE', ' 2026-01-01 ', '2026-01-01'],
    ['TEXT', null, null],
  ])('%s %j is stored as %j', (type, value, stored) => {
    expect(normalizeParameter(question(type), value)).toEqual(stored)
  })
})

describe('lists, addresses and objects', () => {
  const told = (definition: ParameterDefinition, value: ParameterValue) =>
    parameterProblems([definition], { q: value }, { requireAll: true }).map(
      ({ code, message, at = [] }) => `${code} ${at.join('.')}: ${message}`,
    )
  const domains = question('DOMAIN', { capacity: { min: 2, max: 3 } })
  const office = question('ADDRESS')
  const admin = question('OBJECT', {
    fields: [
      { key: 'login', label: 'Login', type: 'EMAIL', required: true },
      { key: 'level', label: 'Level', type: 'NUMBER', required: false, maximum: 3 },
    ],
  })
  const berlin = { line1: 'Torstr. 1', city: 'Berlin', postalCode: '10115', country: 'DE' }

  it.each<[ParameterDefinition, ParameterValue, string[]]>([
    [domains, ['a.example', 'b.example'], []],
    [domains, ['a.example', ' ', 'A.example', 'b.example'], []],
    [domains, ['a.example'], ['PARAMETER_TOO_FEW : Give at least 2 values.']],
    [
      domains,
      ['a.example', 'b.example', 'c.example', 'd.example'],
      ['PARAMETER_TOO_MANY : Give at most 3 values.'],
    ],
    [
      domains,
      ['a.example', 'b'],
      ['PARAMETER_FORMAT 1: Enter a domain name like company.example, without https:// or a path.'],
    ],
    [domains, 'a.example', ['PARAMETER_TYPE : Give a list.']],
    [office, berlin, []],
    [office, { ...berlin, line2: ' ' }, []],
    [office, {}, ['PARAMETER_REQUIRED : Answer "Question".']],
    [office, { line1: 'Torstr. 1', city: 'Berlin' }, ['PARAMETER_REQUIRED country: Answer "Country".']],
    [
      office,
      { ...berlin, postalCode: '1011' },
      ['PARAMETER_FORMAT postalCode: Enter a postal code of this country, such as 10115.'],
    ],
    [
      office,
      { ...berlin, planet: 'Earth' },
      ['PARAMETER_UNKNOWN planet: There is no such field; remove it.'],
    ],
    [office, 'Berlin', ['PARAMETER_TYPE : Give an object with its fields.']],
    [admin, { login: 'a@b.example', level: '3' }, []],
    [admin, { login: 'a@b.example', level: 4 }, ['PARAMETER_TOO_HIGH level: Enter 3 or less.']],
    [admin, { level: 1 }, ['PARAMETER_REQUIRED login: Answer "Login".']],
  ])('%j %j', (definition, value, problems) => {
    expect(told(definition, value)).toEqual(problems)
  })

  it('are stored trimmed, in their canonical form, each value once', () => {
    expect(normalizeParameter(domains, [' A.example ', 'a.example', 'B.example'])).toEqual([
      'a.example',
      'b.example',
    ])
    expect(normalizeParameter(admin, { login: ' a@B.example ', level: '2' })).toEqual({
      login: 'a@b.example',
      level: 2,
    })
    expect(normalizeParameter(office, { line1: ' Torstr. 1 ', line2: '' })).toEqual({ line1: 'Torstr. 1' })
  })

  it('count as answered when they are sealed', () => {
    const secret = question('TEXT', { sensitive: true })
    const judged = { requireAll: true, sealed: new Set(['q']) }
    expect(parameterProblems([secret], {}, judged)).toEqual([])
    expect(parameterProblems([secret], {}, { requireAll: true }).map(({ code }) => code)).toEqual([
      'PARAMETER_REQUIRED',
    ])
  })
})
