import { describe, expect, it } from 'vitest'
import { authenticationProblems, authorizationOf } from '../../src/webhooks/authentication.rules.ts'

describe('the authentication of an endpoint', () => {
  it('is Basic with the example of RFC 7617, in UTF-8 too, or Bearer', () => {
    expect(authorizationOf({ username: 'Aladdin', password: 'open sesame' })).toBe(
      'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    )
    expect(authorizationOf({ username: 'test', password: '123£' })).toBe('Basic dGVzdDoxMjPCow==')
    expect(authorizationOf({ token: 'mF_9.B5f-4.1JqM' })).toBe('Bearer mF_9.B5f-4.1JqM')
  })

  it.each([
    [{}, 'AUTHENTICATION_AMBIGUOUS', []],
    [{ username: 'a', password: 'b', token: 'c' }, 'AUTHENTICATION_AMBIGUOUS', []],
    [{ username: 'a:b', password: 'c' }, 'AUTHENTICATION_INVALID', ['username']],
    [{ username: '', password: 'c' }, 'AUTHENTICATION_INVALID', ['username']],
    [{ username: 'a' }, 'AUTHENTICATION_INVALID', ['password']],
    [{ username: 'a', password: 'b\r\nx: y' }, 'AUTHENTICATION_INVALID', ['password']],
    [{ token: '' }, 'AUTHENTICATION_INVALID', ['token']],
    [{ token: 'a b' }, 'AUTHENTICATION_INVALID', ['token']],
    [{ token: 'a\r\nx: y' }, 'AUTHENTICATION_INVALID', ['token']],
    [{ token: 'x'.repeat(2001) }, 'AUTHENTICATION_INVALID', ['token']],
  ])('%o is refused: %s', (wish, code, at) => {
    expect(authenticationProblems(wish, ['authentication'])).toMatchObject([
      { code, path: ['authentication', ...at] },
    ])
  })

  it.each([{ username: 'a', password: '' }, { username: 'ü', password: ':' }, { token: 'abc=' }])(
    '%o is accepted',
    (wish) => {
      expect(authenticationProblems(wish, [])).toEqual([])
    },
  )
})
