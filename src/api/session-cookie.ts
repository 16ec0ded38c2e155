import type { IncomingMessage } from 'node:http'
import type { Response } from 'express'
import { sessionHours } from '../identity/authenticate.ts'

const name = 'countersign_ops'
const tokenPattern = /^[\w-]{1,512}$/

/** The token in the operations cookie; null when there is none. */
export function tokenOfCookie(request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=')
    if (key === name && tokenPattern.test(value)) return value
  }
  return null
}

/** Gives the browser its session: sent to /ops only, never to scripts, never with a request from another site. */
export function setSessionCookie(response: Response, token: string, secure: boolean): void {
  const maxAge = sessionHours * 3_600_000
  response.cookie(name, token, { path: '/ops', httpOnly: true, sameSite: 'strict', secure, maxAge })
}

/** Takes it back. */
export function clearSessionCookie(response: Response, secure: boolean): void {
  response.clearCookie(name, { path: '/ops', httpOnly: true, sameSite: 'strict', secure })
}
