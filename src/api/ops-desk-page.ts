import { html, type Html } from '../platform/html.ts'
import { endpointRow, lateOrderRow, repairRow } from './ops-desk-rows.ts'
import { ago, instant } from './ops-desk-times.ts'
import type { Desk, ShownDeadLetter } from './read-desk.ts'

/** The desk, and what there is to say about what was just asked for. */
export interface DeskPage {
  desk: Desk
  /** May have jobs retried. */
  mayRetry: boolean
  /** The dead letter that was just retried. */
  retried?: string | undefined
  /** Why what was asked for was not done. */
  problem?: string | undefined
}

/** A table that scrolls by itself where it is too wide. */
const table = (label: string, headings: readonly string[], rows: readonly Html[]) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`

const onlySome = (isCut: boolean) =>
  isCut && html`<p class="quiet">There are more; these are the first fifty.</p>`

function deadLetterRow(letter: ShownDeadLetter, { desk: { now }, mayRetry }: DeskPage): Html {
  const { id, queue, subjectId, sellerId, starts, retries, lastError, lastFailedAt } = letter
  const failed = lastFailedAt ? instant(new Date(lastFailedAt), now) : 'unknown'
  return html`<tr>
    <th scope="row">
      ${queue}<br /><small><code>${id}</code></small>
    </th>
    <td>
      ${lastError ?? 'No error was kept.'}<br /><small>${starts} starts, ${retries} retries</small>
      ${
        mayRetry &&
        html`<form method="post" action="/ops/dead-letters/${id}/retry">
          <input type="hidden" name="retry" value="${retries + 1}" />
          <button type="submit" aria-label="Retry ${queue} ${id}">Retry</button>
        </form>`
      }
    </td>
    <td>${failed}</td>
    <td><code>${subjectId ?? 'nothing'}</code><br /><small>${sellerId}</small></td>
  </tr>`
}

const deadLetters = (page: DeskPage) =>
  html`<h2 id="dead-letters">Dead letters</h2>
    <p class="quiet">
      Jobs whose starts are used up. Mend what broke them, then retry: the job begins anew within seconds, and
      comes back here if it fails again.
    </p>
    ${
      page.desk.deadLetters.length === 0
        ? html`<p>None. Every job was done, or is being done.</p>`
        : table(
            'Dead letters, the latest failure first',
            ['Job', 'Why it failed', 'Failed last', 'About'],
            page.desk.deadLetters.map((letter) => deadLetterRow(letter, page)),
          )
    }
    ${onlySome(page.desk.more.deadLetters)}`

const lateOrders = ({ desk }: DeskPage) =>
  html`<h2 id="orders">Orders that wait too long</h2>
    <p class="quiet">
      Five minutes without number or approval, a quarter of an hour before delivery begins, a day until it
      ends, three days without a decision.
    </p>
    ${
      desk.lateOrders.length === 0
        ? html`<p>None. Every order moves, or waits for a person within its time.</p>`
        : table(
            'Orders that wait too long, the longest first',
            ['Order', 'Reseller', 'What it waits for', 'Since'],
            desk.lateOrders.map((order) => lateOrderRow(order, desk.now)),
          )
    }
    ${onlySome(desk.more.lateOrders)}`

const endpoints = ({ desk }: DeskPage) =>
  html`<h2 id="endpoints">Endpoints in trouble</h2>
    <p class="quiet">
      Their owners are told by mail and event. Nothing is lost: what they miss is kept and can be replayed.
    </p>
    ${
      desk.endpoints.length === 0
        ? html`<p>None. Every endpoint answers.</p>`
        : table(
            'Webhook endpoints in trouble, the longest first',
            ['Endpoint', 'Reseller', 'State', 'Last success', 'Waiting'],
            desk.endpoints.map((endpoint) => endpointRow(endpoint, desk.now)),
          )
    }
    ${onlySome(desk.more.endpoints)}`

const reconciler = ({ desk: { now, lastRun, repairs } }: DeskPage) =>
  html`<h2 id="reconciler">Reconciler</h2>
    <p class="quiet">
      Looks every 15 seconds for work that nobody does, and starts it again: a queue may be wiped.
    </p>
    <p>
      ${lastRun ? html`It ran last ${instant(lastRun.at, now)}.` : 'It has not run yet: no worker has started.'}
    </p>
    ${
      repairs.length > 0 &&
      table(
        'What the reconciler started again, newest first',
        ['When', 'Started again'],
        repairs.map((report) => repairRow(report, now)),
      )
    }`

function verdict({ desk: { now, verification } }: DeskPage): Html {
  if (!verification) return html`<p>Nobody has verified them yet.</p>`
  const { ok, sellers, entries, numbers, findings } = verification.outcome
  const what = `${entries} entries and ${numbers} order numbers of ${sellers} sellers`
  return ok
    ? html`<p>${instant(verification.at, now)}: ${what} are whole.</p>`
    : html`<p class="problem" role="alert">
        ${instant(verification.at, now)}: ${findings} findings among ${what}. Run it again and read each of
        them.
      </p>`
}

const proofs = (page: DeskPage) =>
  html`<h2 id="proofs">Audit chains and order numbers</h2>
    <p class="quiet">
      <code>npm run verify-audit</code> proves beside the running server that nothing recorded was changed,
      removed or put in, and that no order number is missing. Run it every night.
    </p>
    ${verdict(page)}`

/** One figure; `isBad`: somebody has to look, and `at` says where; null: there is nothing to say of it. */
type Figure = readonly [name: string, value: string, isBad: boolean | null, at?: string]

function look([name, , isBad, at]: Figure): Html | string {
  if (!isBad) return isBad === null ? '' : 'fine'
  return at ? html`<a href="${at}" aria-label="Look: ${name}">look</a>` : 'look'
}

const figure = (given: Figure) =>
  html`<div class="${given[2] ? 'look' : 'fine'}">
    <dt>${given[0]}</dt>
    <dd>${given[1]} <small>${look(given)}</small></dd>
  </div>`

const sumOf = ({ measures }: Desk, measure: string, labels?: readonly string[]) =>
  measures
    .filter((one) => one.measure === measure && (!labels || labels.includes(one.label)))
    .reduce((sum, { value }) => sum + value, 0)

function figures({ desk }: DeskPage): Html {
  const { lateOrders, deadLetters, endpoints, lastRun, verification, more } = desk
  const count = (list: readonly unknown[], isCut: boolean) => `${list.length}${isCut ? '+' : ''}`
  const blocked = sumOf(desk, 'approvals_waiting', ['blocked'])
  const sinceRun = lastRun ? desk.now.getTime() - lastRun.at.getTime() : Number.POSITIVE_INFINITY
  const waiting = sumOf(desk, 'approvals_waiting')
  const rows = [
    ['Oldest unpublished event', ago(desk.outboxAge * 1000), desk.outboxAge > 60],
    ['Events to publish', String(sumOf(desk, 'outbox_events', ['unpublished'])), null],
    ['Late orders', count(lateOrders, more.lateOrders), lateOrders.length > 0, '#orders'],
    ['Dead letters', count(deadLetters, more.deadLetters), deadLetters.length > 0, '#dead-letters'],
    ['Endpoints in trouble', count(endpoints, more.endpoints), endpoints.length > 0, '#endpoints'],
    ['Webhooks on their way', String(sumOf(desk, 'webhook_messages')), null],
    ['Approvals waiting', blocked > 0 ? `${waiting}, ${blocked} blocked` : String(waiting), blocked > 0],
    ['Reconciler ran', lastRun ? `${ago(sinceRun)} ago` : 'never', sinceRun > 120_000, '#reconciler'],
    [
      'Chains and numbers',
      verification ? (verification.outcome.ok ? 'whole' : 'findings') : 'not verified',
      verification ? !verification.outcome.ok : null,
      '#proofs',
    ],
  ] as const satisfies Figure[]
  return html`<dl class="figures">${rows.map((row) => figure(row))}</dl>`
}

/** The operators' desk: what needs a person, on one page. */
export const deskPage = (page: DeskPage): Html =>
  html`<h1>Operations</h1>
    <p class="quiet">
      As of ${page.desk.now.toISOString().slice(0, 19).replace('T', ' ')} UTC · <a href="/ops">Look again</a>
    </p>
    ${page.problem && html`<p class="problem" role="alert">${page.problem}</p>`}
    ${
      page.retried &&
      html`<p class="done" role="status">
        <code>${page.retried}</code> is started again. It comes back to the list if it fails.
      </p>`
    }
    ${!page.mayRetry && html`<p class="quiet">You may look, but change nothing here.</p>`} ${figures(page)}
    ${lateOrders(page)} ${deadLetters(page)} ${endpoints(page)} ${reconciler(page)} ${proofs(page)}`

/** When it could not be read. */
export const deskAwayPage = (): Html =>
  html`<h1>Operations</h1>
    <p class="problem" role="alert">
      The database does not answer, so nothing can be shown.
      <a href="/readyz">What keeps the server from working</a> ·
      <a href="/ops">Try again</a>
    </p>`
