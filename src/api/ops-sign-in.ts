import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { may } from '../access/allow.ts'
import { answerPage } from './answer-page.ts'
import type { OperatorSessions } from './operator-sessions.ts'
import { foreignRequestPage, forbiddenPage, signInPage, signOutPage } from './ops-pages.ts'
import { isSameOrigin } from './same-origin.ts'
import { clearSessionCookie, setSessionCookie, tokenOfCookie } from './session-cookie.ts'

/** How operators come in. */
export interface OpsSignInOptions {
  sessions: OperatorSessions
  /** True when browsers reach the server by https: the cookie then travels on nothing else. */
  secure: boolean
  /** Offered in the form when demo data is loaded. */
  demo?: { email: string; password: string } | undefined
}

const title = 'Operations · Countersign'
const readingMethods = new Set(['GET', 'HEAD'])

/** A path of ours, whatever a link says: nobody is sent to another site after sign-in. */
function nextOf(given: unknown): string {
  const safe = typeof given === 'string' && /^\/ops(\/[\w./~-]*)?$/.test(given) && !given.includes('..')
  return safe ? given : '/ops/queues'
}

const fieldOf = (body: unknown, name: string): string => {
  const value = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

const originOf = (request: Request) => ({
  ip: request.ip ?? null,
  userAgent: request.headers['user-agent']?.slice(0, 400) ?? null,
})

/** The pages /ops/sign-in and /ops/sign-out. */
export function opsSignIn({ sessions, secure, demo }: OpsSignInOptions): Router {
  const router = express.Router()
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 8 })
  router.get('/sign-in', (request, response) => {
    answerPage(response, { title, body: signInPage({ next: nextOf(request.query['next']), demo }) })
  })
  router.post('/sign-in', onlyFromHere, form, async (request, response) => {
    const [email, password] = [fieldOf(request.body, 'email'), fieldOf(request.body, 'password')]
    const next = nextOf(fieldOf(request.body, 'next'))
    const outcome = await sessions.signIn(email, password, originOf(request))
    if ('token' in outcome) {
      setSessionCookie(response, outcome.token, secure)
      return response.redirect(303, next)
    }
    response.status(401)
    return answerPage(response, { title, body: signInPage({ email, next, problem: outcome.problem, demo }) })
  })
  router.get('/sign-out', (_request, response) => answerPage(response, { title, body: signOutPage() }))
  router.post('/sign-out', onlyFromHere, async (request, response) => {
    const token = tokenOfCookie(request)
    if (token) await sessions.signOut(token, originOf(request))
    clearSessionCookie(response, secure)
    response.redirect(303, '/ops/sign-in')
  })
  return router
}

/** Refuses whatever changes something and does not come from a page of this server. */
export const onlyFromHere: RequestHandler = (request, response, next) => {
  if (readingMethods.has(request.method) || isSameOrigin(request)) return next()
  response.status(403)
  if (wantsHtml(request)) return answerPage(response, { title, body: foreignRequestPage() })
  const message = 'This request comes from another site. Send it from a page of this server.'
  return void response.json({ errors: [{ message, extensions: { code: 'FORBIDDEN' } }] })
}

const wantsHtml = (request: Request) => (request.headers.accept ?? '').includes('text/html')

function sendAway(request: Request, response: Response): void {
  if (wantsHtml(request)) {
    const next = nextOf(request.originalUrl.split('?')[0])
    return response.redirect(303, `/ops/sign-in?next=${encodeURIComponent(next)}`)
  }
  const message = 'Sign in at /ops/sign-in.'
  return void response.status(401).json({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] })
}

/** Lets only the platform operator pass: others see why not, the anonymous are sent to sign in. */
export function onlyOperators(sessions: OperatorSessions): RequestHandler {
  return async (request, response, next) => {
    const token = tokenOfCookie(request)
    const actor = token ? await sessions.actorOf(token) : null
    if (!actor) return sendAway(request, response)
    if (may(actor, 'OPERATE')) return next()
    response.status(403)
    if (wantsHtml(request)) return answerPage(response, { title, body: forbiddenPage(actor.name) })
    const message = 'This needs the permission OPERATE, which only the platform operator has.'
    return void response.json({ errors: [{ message, extensions: { code: 'FORBIDDEN' } }] })
  }
}
