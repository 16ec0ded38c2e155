import type { Request } from 'express'
import type { RequestOrigin } from './operator-sessions.ts'

/** Where a browser's request came from, as the audit keeps it. */
export const originOf = (request: Request): RequestOrigin => ({
  ip: request.ip ?? null,
  userAgent: request.headers['user-agent']?.slice(0, 400) ?? null,
})
