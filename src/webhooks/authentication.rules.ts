import type { Problem } from '../platform/errors.ts'

/** What an endpoint's receiver asks of us: a user and a password, or a token. */
export interface AuthenticationWish {
  username?: string | null | undefined
  password?: string | null | undefined
  token?: string | null | undefined
}

const longest = 2000
/** RFC 7235: a token of letters, digits and some signs. */
const bearerToken = /^[A-Za-z0-9\-._~+/]+=*$/

function basicProblems({ username, password }: AuthenticationWish, path: string[]): Problem[] {
  const isClean = (text: string) => text.length <= longest && !/\p{Cc}/u.test(text)
  const user = username ?? ''
  return [
    // RFC 7617: the first colon ends the name.
    ...(user === '' || user.includes(':') || !isClean(user)
      ? [
          {
            code: 'AUTHENTICATION_INVALID',
            message: 'Give a user name without a colon or control characters.',
            path: [...path, 'username'],
          },
        ]
      : []),
    ...(typeof password !== 'string' || !isClean(password)
      ? [
          {
            code: 'AUTHENTICATION_INVALID',
            message: `Give a password of at most ${longest} characters, without control characters.`,
            path: [...path, 'password'],
          },
        ]
      : []),
  ]
}

/** What is wrong with the authentication that an endpoint wants. No message repeats a value. */
export function authenticationProblems(wish: AuthenticationWish, path: string[]): Problem[] {
  const isBasic = typeof wish.username === 'string' || typeof wish.password === 'string'
  const isBearer = typeof wish.token === 'string'
  if (isBasic === isBearer)
    return [
      {
        code: 'AUTHENTICATION_AMBIGUOUS',
        message: 'Give either username and password, or a token.',
        path,
      },
    ]
  if (isBasic) return basicProblems(wish, path)
  const token = wish.token ?? ''
  if (token.length <= longest && bearerToken.test(token)) return []
  const message = `Give a token of 1 to ${longest} letters, digits and -._~+/=.`
  return [{ code: 'AUTHENTICATION_INVALID', message, path: [...path, 'token'] }]
}

/** The value of the `authorization` header, once nothing is wrong. */
export function authorizationOf({ username, password, token }: AuthenticationWish): string {
  if (typeof token === 'string') return `Bearer ${token}`
  return `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`
}
