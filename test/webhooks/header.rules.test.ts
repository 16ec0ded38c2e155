import { expect, it } from 'vitest'
import { headerProblems } from '../../src/webhooks/header.rules.ts'

it.each<[what: string, headers: Array<[name: string, value: string]>, found: Array<[string, string]>]>([
  [
    'ordinary ones',
    [
      ['Authorization', 'Bearer x y'],
      ['X-Tenant', '7'],
    ],
    [],
  ],
  ['no name', [['', 'x']], [['HEADER_NAME_INVALID', '0.name']]],
  ['a name with a space', [['X Tenant', 'x']], [['HEADER_NAME_INVALID', '0.name']]],
  ['a name that breaks the line', [['X\r\nHost', 'x']], [['HEADER_NAME_INVALID', '0.name']]],
  ['one of the signature', [['Webhook-Id', 'x']], [['HEADER_RESERVED', '0.name']]],
  ['one of the format', [['ce-id', 'x']], [['HEADER_RESERVED', '0.name']]],
  ['one of the connection', [['HOST', 'x']], [['HEADER_RESERVED', '0.name']]],
  ['the type of the body', [['content-type', 'text/plain']], [['HEADER_RESERVED', '0.name']]],
  [
    'the same twice',
    [
      ['x-a', '1'],
      ['X-A', '2'],
    ],
    [['HEADER_REPEATED', '1.name']],
  ],
  ['no value', [['x-a', '']], [['HEADER_VALUE_INVALID', '0.value']]],
  ['a value that breaks the line', [['x-a', 'a\r\nx-b: c']], [['HEADER_VALUE_INVALID', '0.value']]],
  ['a value beyond ASCII', [['x-a', 'Köln']], [['HEADER_VALUE_INVALID', '0.value']]],
  ['2000 characters', [['x-a', 'x'.repeat(2000)]], []],
  ['2001 characters', [['x-a', 'x'.repeat(2001)]], [['HEADER_VALUE_INVALID', '0.value']]],
])('headers of an endpoint: %s', (_what, headers, found) => {
  const problems = headerProblems(
    headers.map(([name, value]) => ({ name, value })),
    ['headers'],
  )
  expect(problems.map(({ code, path }) => [code, path.slice(1).join('.')])).toEqual(found)
})

it('headers of an endpoint: at most twenty', () => {
  const headers = Array.from({ length: 21 }, (_, at) => ({ name: `x-${at}`, value: 'x' }))
  expect(headerProblems(headers, ['headers'])).toMatchObject([{ code: 'TOO_MANY', path: ['headers'] }])
  expect(headerProblems(headers.slice(1), ['headers'])).toEqual([])
})
