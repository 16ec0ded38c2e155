import type { IncomingMessage } from 'node:http'

/**
 * True when a browser says that the request comes from a page of this very server, or a program without a browser
 * sent it. Asked before anything that changes something on the strength of a cookie.
 */
export function isSameOrigin(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const { origin, host } = request.headers
  if (origin === undefined) return true
  return URL.parse(origin)?.host === host
}
