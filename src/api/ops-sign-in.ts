import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import type { Actor } from '../access/actor.ts'
import { may } from '../access/allow.ts'
import { answerPage } from './answer-page.ts'
import type { OperatorSessions } from './operator-sessions.ts'
import { originOf } from './origin-of.ts'
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
  return safe ? given : '/ops'
}

const fieldOf = (body: unknown, name: string): string => {
  const value = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

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

/** Whom `onlyOperators` let pass. */
export function operatorOf(response: Response): Actor {
  return (response.locals as { operator: Actor }).operator
}

function refuse(request: Request, response: Response, { actor, message }: { actor: Actor; message: string }) {
  response.status(403)
  if (wantsHtml(request)) return answerPage(response, { title, body: forbiddenPage(actor.name, message) })
  return void response.json({ errors: [{ message, extensions: { code: 'FORBIDDEN' } }] })
}

/** Lets only those pass who watch the platform: others see why not, the anonymous are sent to sign in. */
export function onlyOperators(sessions: OperatorSessions): RequestHandler {
  return async (request, response, next) => {
    const token = tokenOfCookie(request)
    const actor = token ? await sessions.actorOf(token) : null
    if (!actor) return sendAway(request, response)
    const message = 'These pages are for the people who run the platform.'
    if (!may(actor, 'OPERATIONS_READ')) return refuse(request, response, { actor, message })
    Object.assign(response.locals, { operator: actor })
    return next()
  }
}

/** Lets only those change something who may retry jobs; whoever only watches reads. Mount it behind `onlyOperators`. */
export const onlyRetriersChange: RequestHandler = (request, response, next) => {
  const actor = operatorOf(response)
  if (readingMethods.has(request.method) || may(actor, 'JOB_RETRY')) return next()
  return refuse(request, response, { actor, message: 'You may look, but change nothing here.' })
}
