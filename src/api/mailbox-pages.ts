import type { Express, RequestHandler } from 'express'
import type { KeptMail, Mailbox } from '../notifications/mail-port.ts'
import { html, type Html } from '../platform/html.ts'
import { answerPage } from './answer-page.ts'
import type { OperatorSessions } from './operator-sessions.ts'
import { opsFrame } from './ops-frame.ts'
import { onlyOperators } from './ops-sign-in.ts'

/** Kept mails, and who may read them. */
export interface MailboxOptions {
  sessions: OperatorSessions
  mailbox: Mailbox
}

const title = 'Mail · Countersign'

/** As our quiet pages, and a frame of our own in which a mail is shown. */
const framePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A mail is foreign HTML: no script, no request, no origin of its own; what it links opens in a window of its own. */
const mailPolicy = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')

const frame = (content: Html) => opsFrame({ here: '/ops/mailbox', mailbox: true }, content)

const longestLead = 110

/** How a mail begins, for the list. */
function leadOf({ text }: KeptMail): string {
  const words = text.replaceAll(/\s+/g, ' ').trim()
  return words.length > longestLead ? `${words.slice(0, longestLead)} …` : words
}

const moment = (keptAt: string) =>
  html`<time datetime="${keptAt}">${keptAt.slice(0, 19).replace('T', ' ')}</time>`

const row = (mail: KeptMail) =>
  html`<tr>
    <td>${moment(mail.keptAt)}</td>
    <td>${mail.to.name}<br /><small>${mail.to.address}</small></td>
    <td>
      <a href="/ops/mailbox/${mail.id}">${mail.subject}</a><br /><small class="quiet">${leadOf(mail)}</small>
    </td>
  </tr>`

/** What the words ask for: each of them stands in the subject, the text or the recipient. */
function found(mails: readonly KeptMail[], words: string): readonly KeptMail[] {
  const asked = words.toLowerCase().split(/\s+/)
  return mails.filter(({ to, subject, text }) => {
    const all = `${to.name} ${to.address} ${subject} ${text}`.toLowerCase()
    return asked.every((word) => all.includes(word))
  })
}

const table = (mails: readonly KeptMail[]) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Mails, newest first">
    <table>
      <thead>
        <tr>
          <th scope="col">When (UTC)</th>
          <th scope="col">To</th>
          <th scope="col">Subject</th>
        </tr>
      </thead>
      <tbody>
        ${mails.map(row)}
      </tbody>
    </table>
  </div>`

const searchForm = (words: string) =>
  html`<form class="find" role="search" method="get" action="/ops/mailbox">
    <label for="q">Find in recipient, subject and text</label>
    <input id="q" name="q" type="search" value="${words}" maxlength="200" />
    <button type="submit">Find</button>
  </form>`

const listPage = (mails: readonly KeptMail[], words: string) => {
  const shown = found(mails, words)
  return frame(
    html`<h1>Mail</h1>
      <p>
        What would have been sent. Set <code>SMTP_URL</code> and <code>MAIL_FROM</code> to send it; then
        nothing is kept here.
      </p>
      ${mails.length > 0 && searchForm(words)}
      <p role="status">
        ${mails.length === 0 && 'Nothing yet. Submit an order: its approvers are told.'}
        ${mails.length > 0 && `${shown.length} of ${mails.length}, newest first. Reload to see what came since.`}
      </p>
      ${shown.length > 0 && table(shown)}`,
  )
}

/** The mails before and after this one. */
function neighbours(mails: readonly KeptMail[], { id }: KeptMail): Html {
  const at = mails.findIndex((one) => one.id === id)
  const [newer, older] = [mails[at - 1], mails[at + 1]]
  return html`<nav class="ways" aria-label="Mails">
    ${newer && html`<a rel="prev" href="/ops/mailbox/${newer.id}">Newer: ${newer.subject}</a>`}
    ${older && html`<a rel="next" href="/ops/mailbox/${older.id}">Older: ${older.subject}</a>`}
  </nav>`
}

const mailPage = (mail: KeptMail, mails: readonly KeptMail[]) =>
  frame(
    html`<h1>${mail.subject}</h1>
      ${neighbours(mails, mail)}
      <p>
        From ${mail.from}<br />To ${mail.to.name} &lt;${mail.to.address}&gt;<br />
        <small>${moment(mail.keptAt)} UTC · ${mail.messageId}</small>
      </p>
      <iframe
        class="mail"
        title="The mail as HTML"
        src="/ops/mailbox/${mail.id}/html"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
      <h2>As text</h2>
      <pre>${mail.text}</pre>`,
  )

const gonePage = frame(
  html`<h1>No such mail</h1>
    <p>The newest 500 are kept. <a href="/ops/mailbox">To the list</a></p>`,
)

/** Links of a mail in its frame open beside the page, as they would beside a mail program. */
const inFrame = (mail: KeptMail) => mail.html.replace('<head>', '<head><base target="_blank" />')

/**
 * Serves /ops/mailbox to the platform operator: what a server without SMTP_URL kept instead of sending. Only a server
 * with demo data, which listens on loopback, has a mailbox.
 */
export function serveMailbox(app: Express, { sessions, mailbox }: MailboxOptions): void {
  const operators = onlyOperators(sessions)
  app.get('/ops/mailbox', operators, async (request, response) => {
    const { q } = request.query
    const words = typeof q === 'string' ? q.trim().slice(0, 200) : ''
    answerPage(response, { title, body: listPage(await mailbox.list(), words) })
  })
  app.get('/ops/mailbox/:id', operators, async (request, response) => {
    const mail = await mailbox.find(String(request.params['id']))
    if (mail) return answerPage(response, { title, body: mailPage(mail, await mailbox.list()) }, framePolicy)
    response.status(404)
    answerPage(response, { title, body: gonePage })
  })
  const showHtml: RequestHandler = async (request, response) => {
    const mail = await mailbox.find(String(request.params['id']))
    if (!mail) return void response.status(404).end()
    response.setHeader('content-security-policy', mailPolicy)
    response.setHeader('cache-control', 'no-store')
    response.setHeader('referrer-policy', 'no-referrer')
    response.type('html').send(inFrame(mail))
  }
  app.get('/ops/mailbox/:id/html', operators, showHtml)
}
