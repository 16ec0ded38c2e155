import { createRequire } from 'node:module'
import path from 'node:path'
import type { Express } from 'express'
import { answerPage } from './answer-page.ts'
import type { DemoLogIn } from './demo-log-in.ts'
import { readExampleOperations, type ExampleOperation } from './example-operations.ts'
import { html } from '../platform/html.ts'
import { servePageAssets } from './serve-page-assets.ts'

/** What GraphiQL offers beside the schema. */
export interface GraphiqlOptions {
  /** Offered in the sign-in bar; empty without demo data. */
  demoLogIns: readonly DemoLogIn[]
}

const packageFolder = (packageJson: string) =>
  path.dirname(createRequire(import.meta.url).resolve(packageJson))

/** Name under /assets/graphiql, and where the file lies in which package: nothing comes from another host. */
const packaged = (): Array<[name: string, root: string, file: string]> => [
  ['react.js', packageFolder('react/package.json'), 'umd/react.production.min.js'],
  ['react-dom.js', packageFolder('react-dom/package.json'), 'umd/react-dom.production.min.js'],
  ['graphql-ws.js', packageFolder('graphql-ws/package.json'), 'umd/graphql-ws.min.js'],
  ['graphiql.js', packageFolder('graphiql/package.json'), 'graphiql.min.js'],
  ['graphiql.css', packageFolder('graphiql/package.json'), 'graphiql.min.css'],
]

// The editor writes style elements; scripts are files, and there are no others.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const head = html`<link rel="stylesheet" href="/assets/graphiql/graphiql.css" />
  <link rel="stylesheet" href="/assets/pages/graphiql.css" />
  <script defer src="/assets/graphiql/react.js"></script>
  <script defer src="/assets/graphiql/react-dom.js"></script>
  <script defer src="/assets/graphiql/graphql-ws.js"></script>
  <script defer src="/assets/graphiql/graphiql.js"></script>
  <script type="module" src="/assets/pages/graphiql.js"></script>`

const signInBar = (list: readonly DemoLogIn[]) =>
  html`<form id="sign-in">
    <label for="log-in">Demo log-in</label>
    <select id="log-in">
      ${list.map(({ email, role }) => html`<option value="${email}">${email} (${role})</option>`)}
    </select>
    <button type="submit">Sign in</button>
  </form>`

function page(options: GraphiqlOptions, examples: ExampleOperation[]) {
  const passwords = Object.fromEntries(options.demoLogIns.map(({ email, password }) => [email, password]))
  const settings = JSON.stringify({ examples, passwords })
  return html`<header class="bar">
      <a class="brand" href="/"><img src="/assets/pages/mark.svg" alt="" />Countersign</a>
      ${options.demoLogIns.length > 0 && signInBar(options.demoLogIns)}
      <output id="who">Not signed in.</output>
      <button type="button" class="plain" id="sign-out" hidden>Sign out</button>
      <button type="button" class="plain" id="reset">Reset tabs</button>
    </header>
    <main id="graphiql" data-settings="${settings}"><p class="loading">Loading GraphiQL ...</p></main>
    <aside id="live" aria-label="Live" hidden>
      <strong>Live</strong>
      <ol aria-live="polite"></ol>
      <button type="button" class="plain">Stop</button>
    </aside>`
}

/**
 * Serves GraphiQL at GET /graphql to browsers (Accept: text/html, no query string), with saved operations and a bar
 * that signs demo users in. Everything else at /graphql goes on to the API.
 */
export function serveGraphiql(app: Express, options: GraphiqlOptions): void {
  servePageAssets(app)
  for (const [name, root, file] of packaged())
    app.get(`/assets/graphiql/${name}`, (_request, response) => {
      response.setHeader('cache-control', 'no-cache')
      response.sendFile(file, { root })
    })
  app.get('/graphql', async (request, response, next) => {
    const isBrowser = (request.headers.accept ?? '').includes('text/html')
    if (!isBrowser || request.originalUrl.includes('?')) return next()
    const examples = await readExampleOperations()
    response.vary('Accept')
    return answerPage(
      response,
      { title: 'GraphiQL · Countersign', head, body: page(options, examples) },
      policy,
    )
  })
}
