import type { Express } from 'express'
import { answerPage } from './answer-page.ts'
import type { DemoLogIn } from './demo-log-in.ts'
import { html, type Html } from '../platform/html.ts'
import { servePageAssets } from './serve-page-assets.ts'

/** What the first page tells. */
export interface LandingPageOptions {
  version: string
  /** Shown with their passwords; empty without demo data. */
  demoLogIns: readonly DemoLogIn[]
  /** False when GraphiQL is not served. */
  graphiql: boolean
  /** True when mails are kept instead of sent. */
  mailbox?: boolean
  /** Absent: nothing is said of the portal. False: the page says that it is not built, and stands at / too. */
  portal?: boolean
}

const stages = [
  ['Select Items', 'Products and offers from the catalog, with quantities and held prices.'],
  ['Contact Details', 'Who administers, who is billed, who signs.'],
  ['Provisioning Information', 'What each product needs to be delivered.'],
  ['Summary', 'Totals, invoices, approvers, terms and conditions.'],
] as const

const afterwards = [
  ['Order number', 'Gapless, issued once, kept for good.'],
  ['Approval', 'Told live, decided by people who may.'],
  ['Delivery', 'Provisioned, invoiced, sent to your systems.'],
] as const

const step = (kind: string, label: string, [title, text]: readonly [string, string]) =>
  html`<li class="${kind}"><span>${label}</span><b>${title}</b><small>${text}</small></li>`

const door = (address: string, name: string, text: string) =>
  html`<li>
    <a href="${address}"><code>${address}</code><b>${name}</b><small>${text}</small></a>
  </li>`

function doors(options: LandingPageOptions): Html {
  return html`<ul class="doors">
    ${options.portal && door('/', 'Portal', 'Sign in, place an order, decide, and watch it run.')}
    ${
      options.graphiql &&
      door('/graphql', 'GraphiQL', 'Explore the API and place an order with saved operations.')
    }
    ${door('/ops', 'Operations', 'What waits too long, failed or is in trouble. For the platform operator.')}
    ${door('/ops/queues', 'Queues', 'Jobs that wait, run and failed. For the platform operator.')}
    ${options.mailbox && door('/ops/mailbox', 'Mail', 'What would have been sent. For the platform operator.')}
    ${door('/healthz', 'Alive', 'Whether this process answers.')}
    ${door('/readyz', 'Ready', 'Whether database, queues and relay keep up.')}
    ${door('/metrics', 'Metrics', 'Everything that is counted, for Prometheus.')}
  </ul>`
}

function logIns(list: readonly DemoLogIn[]): Html {
  const [first] = list
  if (!first) return html``
  const rows = list.map(
    ({ email, name, role }) =>
      html`<tr>
        <th scope="row"><code>${email}</code></th>
        <td>${name}</td>
        <td>${role}</td>
      </tr>`,
  )
  return html`<h2 id="log-ins">Demo log-ins</h2>
    <p class="quiet">Invented people, all with the password <code>${first.password}</code>.</p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="log-ins">
      <table>
        <thead>
          <tr>
            <th scope="col">E-mail</th>
            <th scope="col">Who</th>
            <th scope="col">What to try</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`
}

const notBuilt = html`<p role="status">
  The portal is not built here. <code>npm start</code> installs and builds it at its first run, and says what
  keeps it from that; everything else works without it.
</p>`

const body = (options: LandingPageOptions) =>
  html`<main class="sheet">
    <div class="brand"><img src="/assets/pages/mark.svg" alt="" />Countersign</div>
    <div class="lead">
      <h1>Orders that somebody signs, and nobody loses.</h1>
      <p>
        The open-source ordering backend for cloud resellers: four stages, terms with evidence, approvals that
        are told live, gapless order numbers, and webhooks that can be replayed.
      </p>
    </div>
    ${options.portal === false && notBuilt}
    <h2>How an order runs</h2>
    <ol class="steps">
      ${stages.map((stage, index) => step('stage', `Stage ${index + 1}`, stage))}
      ${afterwards.map((stage) => step('after', 'Then', stage))}
    </ol>
    <h2>Where to go</h2>
    ${doors(options)} ${logIns(options.demoLogIns)}
    <h2>For programs</h2>
    <p>
      Send GraphQL by <code>POST</code> to <code>/graphql</code>, with <code>Authorization: Bearer</code> and
      a token of <code>signIn</code> or an API key. Subscriptions run over WebSocket at
      <code>/graphql</code> and over server-sent events at <code>/graphql/stream</code>.
    </p>
    <p>
      Webhooks are signed by the Standard Webhooks specification. Create an endpoint with
      <code>webhookEndpointCreate</code>; <code>webhookEventTypes</code> lists every event with its JSON
      Schema and an example, also found in <code>schema/events</code> of the source.
    </p>
    <footer>Countersign ${options.version} · Apache-2.0</footer>
  </main>`

/** Serves the page for developers: what this is, its addresses, and the demo log-ins. Without the portal it is the first. */
export function serveLandingPage(app: Express, options: LandingPageOptions): void {
  servePageAssets(app)
  app.get(options.portal ? '/developers' : ['/', '/developers'], (_request, response) => {
    answerPage(response, { title: 'Countersign', body: body(options) })
  })
}
