import { describe, expect, it } from 'vitest'
import {
  domainProblem,
  emailProblem,
  normalizeDomain,
  normalizeEmail,
  normalizePhone,
  phoneProblem,
  subdomainProblem,
  urlProblem,
} from '../../src/platform/contact-formats.ts'

describe('e-mail addresses', () => {
  it.each([
    ['ada@contoso.example', 'ada@contoso.example'],
    ['  Ada.Lovelace+it@Contoso.EXAMPLE ', 'Ada.Lovelace+it@contoso.example'],
    ["o'brien@sub.contoso.example", "o'brien@sub.contoso.example"],
    ['ada@münchen.example', 'ada@xn--mnchen-3ya.example'],
  ])('accepts %j and stores %s', (text, stored) => {
    expect(emailProblem(text)).toBeNull()
    expect(normalizeEmail(text)).toBe(stored)
  })

  it.each([
    '',
    '@',
    'ada',
    'ada@',
    '@contoso.example',
    'ada@contoso',
    'a b@contoso.example',
    'ada@@contoso.example',
    'ada@contoso..example',
    '.ada@contoso.example',
    'ada.@contoso.example',
    'a..b@contoso.example',
    'ada@-contoso.example',
    'ada@10.0.0.1',
    'ada@[10.0.0.1]',
    'ada@contoso.example\nBcc: x@y.example',
    'ada@contoso.example,bob@contoso.example',
    'Ada <ada@contoso.example>',
    `${'a'.repeat(65)}@contoso.example`,
    `ada@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.example`,
    'ada\u0000@contoso.example',
    'ada@contoso.example/path',
    'ada@contoso.example:25',
    'ada@contoso.example.',
  ])('refuses %j', (text) => {
    expect(emailProblem(text)).toEqual({
      code: 'EMAIL_INVALID',
      message: 'Enter an e-mail address like name@company.example.',
    })
  })
})

describe('phone numbers', () => {
  it.each([
    ['+44 20 7946 0958', '+442079460958'],
    [' +1 (213) 373-4253 ', '+12133734253'],
    ['+49 30 23125000', '+493023125000'],
    ['+12025550123', '+12025550123'],
  ])('accepts %j and stores %s', (text, stored) => {
    expect(phoneProblem(text)).toBeNull()
    expect(normalizePhone(text)).toBe(stored)
  })

  it('reads a national number when the country is known', () => {
    expect(phoneProblem('020 7946 0958', 'GB')).toBeNull()
    expect(normalizePhone('020 7946 0958', 'GB')).toBe('+442079460958')
  })

  it.each([
    '',
    '12345',
    '020 7946 0958',
    '+999 123456',
    '+1 555 0100',
    '+44',
    'call +44 20 7946 0958',
    '+44 20 7946 0958 x',
    '+1213373425x',
    '+'.repeat(50),
    `+44${'0'.repeat(200)}`,
  ])('refuses %j and leaves it alone', (text) => {
    expect(phoneProblem(text)).toEqual({
      code: 'PHONE_INVALID',
      message: 'Enter a phone number with its country code, like +44 20 7946 0958.',
    })
    expect(normalizePhone(text)).toBe(text)
  })

  it('refuses an extension rather than drop it', () => {
    expect(phoneProblem('+1 213 373 4253 ext. 22')?.message).toBe(
      'Enter the phone number without its extension.',
    )
    expect(normalizePhone('+1 213 373 4253 ext. 22')).toBe('+1 213 373 4253 ext. 22')
  })
})

describe('host names and addresses', () => {
  it.each([
    ['Contoso.Example', 'contoso.example'],
    ['mail.contoso.example', 'mail.contoso.example'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
  ])('accepts %s and stores %s', (text, stored) => {
    expect(domainProblem(text)).toBeNull()
    expect(normalizeDomain(text)).toBe(stored)
  })

  it.each([
    'contoso',
    'https://contoso.example',
    'contoso.example/x',
    'contoso.example:80',
    '10.0.0.1',
    '0x7f.1',
    'a_b.example',
    '-a.example',
    'a..example',
    'contoso.example.',
    '',
    'a b.example',
    'x@contoso.example',
    '１０.0.0.1',
  ])('refuses the domain %j', (text) => {
    expect(domainProblem(text)?.code).toBe('DOMAIN_INVALID')
  })

  it.each(['contoso', 'a', 'Contoso-2', 'x'.repeat(63)])('accepts the subdomain %s', (text) => {
    expect(subdomainProblem(text)).toBeNull()
  })
  it.each(['', 'a.b', '-a', 'a-', 'a b', 'ü', 'x'.repeat(64)])('refuses the subdomain %j', (text) => {
    expect(subdomainProblem(text)?.code).toBe('SUBDOMAIN_INVALID')
  })

  it.each(['https://contoso.example', 'http://contoso.example:8080/a?b=c#d', 'HTTPS://CONTOSO.example/'])(
    'accepts the address %s',
    (text) => {
      expect(urlProblem(text)).toBeNull()
    },
  )
  it.each([
    'contoso.example',
    'ftp://contoso.example',
    'javascript:alert(1)',
    'https://',
    'https://user:pw@contoso.example',
    'https://a b.example',
    'https:/\\contoso.example',
    `https://contoso.example/${'x'.repeat(2048)}`,
    '',
  ])('refuses the address %j', (text) => {
    expect(urlProblem(text)?.code).toBe('URL_INVALID')
  })
})
