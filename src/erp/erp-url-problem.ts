import type { Ctx } from '../access/ctx.ts'
import type { Problem } from '../platform/errors.ts'
import { webhookUrlProblem } from '../webhooks/url.rules.ts'

/** What is said otherwise of an ERP than of a receiver of webhooks. */
const sentences: Readonly<Record<string, string>> = {
  WEBHOOK_URL_INVALID: 'Give a complete URL, such as https://erp.example.com.',
  WEBHOOK_URL_SCHEME: 'Use an https:// URL: orders and the password are sent encrypted only.',
  WEBHOOK_URL_CREDENTIALS: 'Take the user name and password out of the URL; give them in their own fields.',
  WEBHOOK_URL_ADDRESS: 'Use a public address: private, local and reserved ones are not connected to.',
  WEBHOOK_URL_HOST: 'Use a host name that is public: names of a local network are not connected to.',
}

/** What is wrong with the address of an ERP, by the rules of webhooks; null: nothing. */
export function erpUrlProblem(ctx: Ctx, url: string): Problem | null {
  const path = ['url']
  const problem = webhookUrlProblem(url, { loopback: ctx.loopbackWebhooks })
  if (problem) {
    const message = sentences[problem.code] ?? problem.message
    return { code: problem.code.replace('WEBHOOK_', 'ERP_'), message, path }
  }
  if (!url.includes('?')) return null
  return { code: 'ERP_URL_INVALID', message: 'Take the part from "?" on out of the URL.', path }
}
