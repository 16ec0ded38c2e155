import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { KeptMail, Mail, Mailbox } from '../../src/notifications/mail-port.ts'
import { mailHeaders } from './mail-headers.ts'

const mostKept = 500
const namePattern = /^ntf_[0-9a-z]{26}$/
const suffix = '.json'

/** Where kept mails lie, who they come from, and what time it is. */
export interface LocalMailboxSettings {
  folder: string
  from: string
  now: () => Date
}

/**
 * Keeps mails as files in a folder, for whoever tries the product without a mail server: what would have been sent, with
 * the ids that it would have had. A mail that is sent twice is kept once. The newest 500 stay.
 */
export function localMailbox({ folder, from, now }: LocalMailboxSettings): Mailbox {
  const fileOf = (id: string) => path.join(folder, `${id}${suffix}`)
  // Ids rise with time: the order of the names is the order of the mails.
  const ids = async () => {
    const files = await readdir(folder).catch(() => [])
    return files
      .filter((file) => file.endsWith(suffix))
      .map((file) => file.slice(0, -suffix.length))
      .filter((id) => namePattern.test(id))
      .toSorted()
      .toReversed()
  }
  const find = async (id: string): Promise<KeptMail | null> => {
    if (!namePattern.test(id)) return null
    const text = await readFile(fileOf(id), 'utf8').catch(() => null)
    return text === null ? null : (JSON.parse(text) as KeptMail)
  }
  const keep = async (mail: Mail) => {
    const { messageId } = mailHeaders(mail, from)
    const kept: KeptMail = { ...mail, from, messageId, keptAt: now().toISOString() }
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // A reader never sees half a mail.
    const part = `${fileOf(mail.id)}.part`
    await writeFile(part, JSON.stringify(kept), { mode: 0o600 })
    await rename(part, fileOf(mail.id))
    for (const id of (await ids()).slice(mostKept)) await rm(fileOf(id), { force: true })
  }
  return {
    async send(mail) {
      try {
        await keep(mail)
        return { kind: 'SENT' }
      } catch (error) {
        return { kind: 'DEFERRED', message: error instanceof Error ? error.message : String(error) }
      }
    },
    close: () => Promise.resolve(),
    async list() {
      const kept = await Promise.all((await ids()).map(find))
      return kept.filter((mail) => mail !== null)
    },
    find,
  }
}
