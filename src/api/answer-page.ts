import type { Response } from 'express'
import { html, type Html } from '../platform/html.ts'

/** A page of ours, without the frame that all pages share. */
export interface Page {
  title: string
  body: Html
  /** Elements of the head beside title and style sheet. */
  head?: Html
}

/** No script, no foreign host, no frame. Pages with more needs say so themselves. */
const quietPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Answers with an HTML page under a Content-Security-Policy of its own; nothing of it is cached. */
export function answerPage(response: Response, page: Page, policy: string = quietPolicy): void {
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${page.title}</title>
        <link rel="icon" href="/assets/pages/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/pages/pages.css" />
        ${page.head}
      </head>
      <body>
        ${page.body}
      </body>
    </html> `
  response.setHeader('content-security-policy', policy)
  response.setHeader('cache-control', 'no-store')
  response.type('html').send(whole.text)
}
