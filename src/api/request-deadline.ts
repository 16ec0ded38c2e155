import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'

const signals = new WeakMap<IncomingMessage, AbortSignal>()

const message =
  'The answer took too long. Send the same request again, with the same idempotency key: nothing is done twice.'

/**
 * Bounds every request: after so many milliseconds it is answered with DEADLINE_EXCEEDED (503, to be sent again) and
 * its signal is aborted, so that a transaction which is still running does not commit behind the caller's back.
 */
export function requestDeadline(ms: number): RequestHandler {
  return (request, response, next) => {
    const control = new AbortController()
    signals.set(request, control.signal)
    const timer = setTimeout(() => {
      control.abort(new Error(message))
      if (response.headersSent) return
      const extensions = { code: 'DEADLINE_EXCEEDED', retryable: true }
      // The connection is not used again: what still runs may try to answer on it.
      response.setHeader('connection', 'close').setHeader('retry-after', '1')
      response.status(503).json({ errors: [{ message, extensions }] })
    }, ms)
    response.on('close', () => clearTimeout(timer))
    next()
  }
}

/** Aborted when the request's time is up; undefined where none is set (live streams). */
export function deadlineOf(request: IncomingMessage): AbortSignal | undefined {
  return signals.get(request)
}
