import { html, type Html } from '../platform/html.ts'
import type { Mail } from './mail-port.ts'

/** What a mail says, without its looks. Texts may come from anybody: they are escaped, and held to one line. */
export interface MailContent {
  subject: string
  /** One paragraph each. */
  paragraphs: readonly string[]
  facts: ReadonlyArray<readonly [label: string, value: string | null | undefined]>
  /** What is ordered. */
  lines?: ReadonlyArray<{ what: string; quantity: string; total: string }>
  /** What somebody wrote about it. */
  quote?: { by: string; text: string } | null
  /** Where the recipient goes on, and what to know about that address. */
  action?: { label: string; url: string; note: string }
  /** Why the recipient gets it, where that is not the part in an order. */
  footer?: string
}

// Control characters end lines, and marks of direction let a name pretend to be the text around it.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu
const longest = 300
const mostLines = 20

function oneLine(text: string): string {
  const line = text.replaceAll(unseen, ' ').replaceAll(/ {2,}/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

const cleanLines = (text: string) => text.split(/\r\n?|\n/).map(oneLine)

interface Shown {
  facts: Array<readonly [string, string]>
  lines: Array<{ what: string; quantity: string; total: string }>
  more: number
}

function shownOf({ facts, lines = [] }: MailContent): Shown {
  return {
    facts: facts.flatMap(([label, value]) => (value ? [[label, oneLine(value)] as const] : [])),
    lines: lines
      .slice(0, mostLines)
      .map(({ what, quantity, total }) => ({ what: oneLine(what), quantity: oneLine(quantity), total })),
    more: Math.max(0, lines.length - mostLines),
  }
}

const moreLines = (more: number) => `and ${more} more line${more === 1 ? '' : 's'}`
const usualFooter = 'Countersign sent this because of your part in the order. Nobody reads answers to it.'

function asText(content: MailContent, { facts, lines, more }: Shown): string {
  const { paragraphs, quote, action, footer = usualFooter } = content
  const wide = Math.max(0, ...facts.map(([label]) => label.length)) + 2
  const blocks = [
    ...paragraphs.map(oneLine),
    facts.map(([label, value]) => `${`${label}:`.padEnd(wide)}${value}`).join('\n'),
    lines.map(({ what, quantity, total }) => `- ${quantity} x ${what}: ${total}`).join('\n'),
    more > 0 ? moreLines(more) : '',
    quote
      ? [`${oneLine(quote.by)} wrote:`, ...cleanLines(quote.text).map((line) => `> ${line}`)].join('\n')
      : '',
    action ? `${action.label}:\n${action.url}\n\n${action.note}` : '',
    `-- \n${footer}`,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

const linesTable = ({ lines, more }: Shown): Html =>
  html`<table style="border-collapse:collapse;margin:16px 0">
    ${lines.map(
      ({ what, quantity, total }) =>
        html`<tr>
          <td style="padding:4px 12px 4px 0;text-align:right">${quantity} ×</td>
          <td style="padding:4px 12px 4px 0">${what}</td>
          <td style="padding:4px 0;text-align:right;white-space:nowrap">${total}</td>
        </tr>`,
    )}
    ${
      more > 0 &&
      html`<tr>
        <td></td>
        <td style="padding:4px 0;color:#54615c">${moreLines(more)}</td>
      </tr>`
    }
  </table>`

const factsTable = ({ facts }: Shown): Html =>
  html`<table style="border-collapse:collapse;margin:16px 0">
    ${facts.map(
      ([label, value]) =>
        html`<tr>
          <td style="padding:4px 16px 4px 0;color:#54615c;vertical-align:top">${label}</td>
          <td style="padding:4px 0">${value}</td>
        </tr>`,
    )}
  </table>`

function asHtml(content: MailContent, shown: Shown): string {
  const { paragraphs, quote, action, footer = usualFooter } = content
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${oneLine(content.subject)}</title>
      </head>
      <body style="margin:0;padding:24px;font:15px/1.5 sans-serif;color:#1a2421;background:#ffffff">
        <div style="max-width:640px">
          ${paragraphs.map((text) => html`<p>${oneLine(text)}</p>`)}
          ${shown.facts.length > 0 && factsTable(shown)} ${shown.lines.length > 0 && linesTable(shown)}
          ${
            quote &&
            html`<p style="margin-bottom:0">${oneLine(quote.by)} wrote:</p>
              <blockquote style="margin:4px 0 16px;padding-left:12px;border-left:3px solid #d9dfdc">
                ${cleanLines(quote.text).map((line) => html`${line}<br />`)}
              </blockquote>`
          }
          ${
            action &&
            html`<p>
                <a
                  href="${action.url}"
                  style="display:inline-block;padding:10px 18px;background:#0b6e63;color:#ffffff;text-decoration:none"
                  >${action.label}</a
                >
              </p>
              <p style="color:#54615c">${action.note}</p>`
          }
          <p style="color:#54615c;font-size:13px">${footer}</p>
        </div>
      </body>
    </html> `.text
}

/** A mail of this content: subject, plain text and HTML that needs nothing from elsewhere. */
export function composeMail(content: MailContent): Pick<Mail, 'subject' | 'text' | 'html'> {
  const shown = shownOf(content)
  return {
    subject: oneLine(content.subject),
    text: asText(content, shown),
    html: asHtml(content, shown),
  }
}
