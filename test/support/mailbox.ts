import path from 'node:path'
import { localMailbox } from '../../integrations/mail/local-mailbox.ts'
import type { KeptMail } from '../../src/notifications/mail-port.ts'
import type { TestApp } from './app.ts'

/** The mails that a test's product has kept, oldest first. */
export async function keptMails({ resources }: TestApp): Promise<KeptMail[]> {
  const folder = path.join(resources.config.dataDir, 'mailbox')
  const mails = await localMailbox({ folder, from: 'x@y.example', now: () => new Date() }).list()
  return mails.toReversed()
}

/** The path of the page where the recipient of a mail decides. */
export function decisionPathIn({ text }: Pick<KeptMail, 'text'>): string {
  const found = /\/approvals\/decide\/\S+/.exec(text)?.[0]
  if (!found) throw new Error(`No link to decide in:\n${text}`)
  return found
}
