import type { IncomingMessage } from 'node:http'

/**
 * True when a browser says that the request comes from a page of this very server, or a program without a browser
 * sent it. Asked before anything that changes something on the strength of a cookie.
 * Sec-Fetch-Site decides where it is sent (Fetch Metadata): no page can forge it, and a form of a page without referrer
 * sends `Origin: null`.
 */
export function isSameOrigin(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = request.headers
  if (origin === undefined) return true
  return URL.parse(origin)?.host === host
}
