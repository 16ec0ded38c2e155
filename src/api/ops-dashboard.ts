import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ExpressAdapter } from '@bull-board/express'
import type { Express, RequestHandler } from 'express'
import { may } from '../access/allow.ts'
import type { Queue } from '../platform/queues.ts'
import {
  onlyFromHere,
  onlyOperators,
  onlyRetriersChange,
  operatorOf,
  opsSignIn,
  type OpsSignInOptions,
} from './ops-sign-in.ts'
import { servePageAssets } from './serve-page-assets.ts'

/** What the operators' pages need. */
export interface OpsDashboardOptions extends OpsSignInOptions {
  /** Every queue of the process; asked at each request, so that one opened later appears. */
  queues: () => readonly Queue[]
}

/**
 * The dashboard's page asks for fonts of another host and writes some styles inline; both are refused without harm: it
 * loses its fonts, and the color of one sign.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const ownPolicy: RequestHandler = (_request, response, next) => {
  response.setHeader('content-security-policy', policy)
  response.setHeader('cache-control', 'no-store')
  next()
}

/** One dashboard over all queues; a read-only one offers nothing that changes them. */
function boardOf(queues: OpsDashboardOptions['queues'], readOnlyMode: boolean): RequestHandler {
  const serverAdapter = new ExpressAdapter().setBasePath('/ops/queues')
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: readOnlyMode ? 'Countersign queues (read only)' : 'Countersign queues',
        boardLogo: { path: '/assets/pages/mark.svg', width: 28, height: 28 },
        favIcon: { default: '/assets/pages/mark.svg', alternative: '/assets/pages/mark.svg' },
        miscLinks: [
          { text: 'Operations', url: '/ops' },
          { text: 'Sign out', url: '/ops/sign-out' },
        ],
        hideDocsLink: true,
        sortQueues: true,
      },
    },
  })
  const shown = new Set<Queue>()
  const router = serverAdapter.getRouter() as RequestHandler
  return (request, response, next) => {
    for (const queue of queues()) {
      if (shown.has(queue)) continue
      shown.add(queue)
      board.addQueue(new BullMQAdapter(queue, { readOnlyMode }))
    }
    return router(request, response, next)
  }
}

/**
 * Serves bull-board at /ops/queues to those who run the platform, and /ops/sign-in and /ops/sign-out before it. Whoever
 * may not retry jobs gets a board that only shows, and is refused whatever else is sent.
 */
export function serveOpsDashboard(app: Express, options: OpsDashboardOptions): void {
  const full = boardOf(options.queues, false)
  const readOnly = boardOf(options.queues, true)
  servePageAssets(app)
  app.use('/ops', opsSignIn(options))
  app.use(
    '/ops/queues',
    onlyOperators(options.sessions),
    onlyFromHere,
    onlyRetriersChange,
    ownPolicy,
    (request, response, next) =>
      (may(operatorOf(response), 'JOB_RETRY') ? full : readOnly)(request, response, next),
  )
}
