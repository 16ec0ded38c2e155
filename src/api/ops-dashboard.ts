import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ExpressAdapter } from '@bull-board/express'
import type { Express, RequestHandler } from 'express'
import type { Queue } from '../platform/queues.ts'
import { onlyFromHere, onlyOperators, opsSignIn, type OpsSignInOptions } from './ops-sign-in.ts'
import { servePageAssets } from './serve-page-assets.ts'

/** What the operators' pages need. */
export interface OpsDashboardOptions extends OpsSignInOptions {
  /** Every queue of the process; asked at each request, so that one opened later appears. */
  queues: () => readonly Queue[]
}

/**
 * The dashboard's page asks for fonts of another host, which is refused without harm; its styles are partly inline.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
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

/** Serves bull-board at /ops/queues to the platform operator, and /ops/sign-in and /ops/sign-out before it. */
export function serveOpsDashboard(app: Express, options: OpsDashboardOptions): void {
  const serverAdapter = new ExpressAdapter().setBasePath('/ops/queues')
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Countersign queues',
        boardLogo: { path: '/assets/pages/mark.svg', width: 28, height: 28 },
        favIcon: { default: '/assets/pages/mark.svg', alternative: '/assets/pages/mark.svg' },
        miscLinks: [
          { text: 'Countersign', url: '/' },
          { text: 'Sign out', url: '/ops/sign-out' },
        ],
        hideDocsLink: true,
        sortQueues: true,
      },
    },
  })
  const shown = new Set<Queue>()
  const showNewQueues: RequestHandler = (_request, _response, next) => {
    for (const queue of options.queues()) {
      if (shown.has(queue)) continue
      shown.add(queue)
      board.addQueue(new BullMQAdapter(queue))
    }
    next()
  }
  servePageAssets(app)
  app.use('/ops', opsSignIn(options))
  app.get('/ops', (_request, response) => response.redirect(303, '/ops/queues'))
  app.use(
    '/ops/queues',
    onlyOperators(options.sessions),
    onlyFromHere,
    ownPolicy,
    showNewQueues,
    serverAdapter.getRouter() as RequestHandler,
  )
}
