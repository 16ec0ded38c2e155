import type { Mail } from '../../src/notifications/mail-port.ts'

const domainOf = (from: string) => /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'countersign.invalid'

/** Headers beside sender, recipient and subject: stable ids, and a word to out-of-office replies (RFC 3834). */
export function mailHeaders(mail: Pick<Mail, 'id' | 'thread'>, from: string) {
  const domain = domainOf(from)
  return {
    messageId: `<${mail.id}@${domain}>`,
    references: `<${mail.thread}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}
