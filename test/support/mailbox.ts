import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { localMailbox } from '../../integrations/mail/local-mailbox.ts'
import type { KeptMail } from '../../src/notifications/mail-port.ts'
import type { TestApp } from './app.ts'

/** The mails that a test's product has kept, oldest first. */
export async function keptMails({ resources }: TestApp): Promise<KeptMail[]> {
  const folder = path.join(resources.config.dataDir, 'mailbox')
  const mails = await localMailbox({ folder, from: 'x@y.example', now: () => new Date() }).list()
  return mails.toReversed()
}

/** What decides on a request by the link of its mail. */
export async function linkDecision(app: TestApp, approvalId: string, expectedVersion: number) {
  const token = await decisionTokenOf(app, approvalId)
  return { token, decision: 'REJECT', comment: 'By mail', expectedVersion }
}

/** The token by which an approver of this request decides, once its mail has come. */
export async function decisionTokenOf(app: TestApp, approvalId: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const mail = (await keptMails(app)).find(
      ({ thread, text }) => thread === approvalId && text.includes('/approvals/decide/'),
    )
    if (mail) return decisionPathIn(mail).split('/').at(-1) ?? ''
    await sleep(50)
  }
  throw new Error(`No mail asks for a decision on ${approvalId}.`)
}

/** The path of the page where the recipient of a mail decides. */
export function decisionPathIn({ text }: Pick<KeptMail, 'text'>): string {
  const found = /\/approvals\/decide\/\S+/.exec(text)?.[0]
  if (!found) throw new Error(`No link to decide in:\n${text}`)
  return found
}
