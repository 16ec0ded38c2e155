import type { RequestHandler, Response } from 'express'

/** How many requests are worked on, and how long the others wait for their turn. */
export interface AdmissionLimits {
  atOnce: number
  waitMs: number
}

const message =
  'The server has more to do than it can right now. Send the same request again in a moment; nothing was done.'

function refuse(response: Response): void {
  response.setHeader('retry-after', '1')
  response.status(503).json({ errors: [{ message, extensions: { code: 'BUSY', retryable: true } }] })
}

/**
 * Lets so many requests in at once; the others wait in the order in which they came, and are answered BUSY (503, to be
 * sent again) when their turn does not come in time. Without it a crowd shares the connections to the database so thinly
 * that all run into their deadlines with half their work done, and none is served.
 */
export function admission({ atOnce, waitMs }: AdmissionLimits): RequestHandler {
  const waiting = new Set<() => void>()
  let working = 0

  const leave = () => {
    working -= 1
    const [enter] = waiting
    enter?.()
  }

  return (_request, response, next) => {
    // Answered by the deadline or hung up already: it would never close again, and keep its turn for ever.
    if (response.writableEnded || response.closed) return
    const enter = () => {
      giveUp()
      working += 1
      response.once('close', leave)
      next()
    }
    const timer = setTimeout(() => {
      giveUp()
      refuse(response)
    }, waitMs)
    const giveUp = () => {
      clearTimeout(timer)
      waiting.delete(enter)
      response.off('close', giveUp)
    }
    if (working < atOnce) return enter()
    waiting.add(enter)
    // Whoever hangs up while waiting must not be worked for.
    response.once('close', giveUp)
  }
}
