import type { Request, RequestHandler } from 'express'
import type { Metrics } from './metrics.ts'

const routes = ['/graphql/stream', '/graphql', '/ops', '/assets', '/healthz', '/readyz', '/metrics']
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])

function routeOf({ path }: Request): string {
  if (path === '/') return '/'
  return routes.find((route) => path === route || path.startsWith(`${route}/`)) ?? 'other'
}

/** Measures every request of the server; mount it before everything else. Nothing a client sends becomes a label. */
export function measureRequests({ requests }: Metrics): RequestHandler {
  return (request, response, next) => {
    const method = methods.has(request.method) ? request.method : 'other'
    const end = requests.startTimer({ route: routeOf(request), method })
    response.once('close', () => end({ status: `${Math.trunc(response.statusCode / 100)}xx` }))
    next()
  }
}
