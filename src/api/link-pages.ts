import express, { type Request, type RequestHandler, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import { graphql, type GraphQLSchema } from 'graphql'
import { anonymous } from '../access/actor.ts'
import { html, type Html } from '../platform/html.ts'
import { answerPage } from './answer-page.ts'
import { closeReading } from './api-ctx.ts'
import { contextFor, type ApiParts } from './request-context.ts'

const perMinute = 30
const tooMany = 'Too many requests. Wait a minute, then try again.'

/** What was wrong with what was sent. */
export interface LinkProblem {
  code: string
  message: string
  path: string[]
}

/** One question to the API's own schema. */
export interface LinkQuestion {
  source: string
  variableValues: Record<string, unknown>
}

/** How pages behind a link answer: the holder of the link needs no sign-in, and may be a program. */
export interface LinkPages {
  /** Asks the API's own schema as the anonymous: the same transactions, the same walls, the same audit. */
  ask: <T>(request: Request, question: LinkQuestion) => Promise<T | null>
  /** Answers with a page, or with JSON where the caller asks for it. */
  say: (request: Request, response: Response, what: { json: object; page: Html }) => void
  /** Says a problem in either form. */
  refuse: (request: Request, response: Response, problem: Omit<LinkProblem, 'path'>) => void
  /** A page with one sentence. */
  message: (text: string) => Html
  /** Slows down whoever asks more than thirty times a minute from one address. */
  limit: RequestHandler
  /** Read what a form or a program sends. */
  bodies: RequestHandler[]
}

/** True where the caller sends or wants JSON. */
function isProgram(request: Request): boolean {
  return !request.accepts('html') || request.is('application/json') === 'application/json'
}

/** What pages of this title need. */
export function linkPages(parts: ApiParts, schema: GraphQLSchema, title: string): LinkPages {
  const message = (text: string) =>
    html`<main>
      <h1>${title}</h1>
      <p>${text}</p>
    </main>`
  const say: LinkPages['say'] = (request, response, what) => {
    if (isProgram(request)) return void response.setHeader('cache-control', 'no-store').json(what.json)
    answerPage(response, { title, body: what.page })
  }
  const refuse: LinkPages['refuse'] = (request, response, problem) =>
    say(request, response, { json: { errors: [problem] }, page: message(problem.message) })
  return {
    async ask<T>(request: Request, question: LinkQuestion) {
      const caller = { actor: anonymous, again: () => Promise.resolve(anonymous) }
      const from = { ip: request.ip ?? null, userAgent: request.get('user-agent')?.slice(0, 400) ?? null }
      const contextValue = contextFor(parts, caller, from)
      try {
        const { data, errors } = await graphql({ schema, ...question, contextValue })
        if (errors) parts.log.warn({ errors }, title)
        return data as T | null
      } finally {
        await closeReading(contextValue)
      }
    },
    say,
    refuse,
    message,
    limit: rateLimit({
      windowMs: 60_000,
      limit: perMinute,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (request, response) => {
        response.status(429)
        refuse(request, response, { code: 'RATE_LIMITED', message: tooMany })
      },
    }),
    bodies: [
      express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 }),
      express.json({ limit: '64kb' }),
    ],
  }
}
