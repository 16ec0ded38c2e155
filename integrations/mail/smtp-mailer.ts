import { createTransport, type NodemailerError } from 'nodemailer'
import type { Mailer, MailOutcome } from '../../src/notifications/mail-port.ts'
import { mailHeaders } from './mail-headers.ts'

/** How to reach the mail server. */
export interface SmtpSettings {
  /** `smtp://user:password@host:587` (STARTTLS where the server offers it) or `smtps://...`. */
  url: string
  /** `Name <address>`. */
  from: string
}

const connectMs = 10_000
const silentMs = 20_000
const longestMessage = 300

/** Codes of nodemailer for what a server said about this one mail: everything else is about the way to the server. */
const aboutTheMail = new Set(['EENVELOPE', 'EMESSAGE'])

/** A permanent answer (5xx) about the mail itself ends it; a wrong password or a lost connection may be put right. */
function outcomeOf(thrown: unknown): MailOutcome {
  const { code, responseCode = 0, message } = thrown as NodemailerError & { responseCode?: number }
  const isFinal = responseCode >= 500 && aboutTheMail.has(String(code))
  const [firstLine = ''] = message.split('\n')
  return { kind: isFinal ? 'REFUSED' : 'DEFERRED', message: firstLine.slice(0, longestMessage) }
}

/** Sends mails by SMTP, each over a connection of its own. It reads no file and no address for what it sends. */
export function smtpMailer({ url, from }: SmtpSettings): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail) {
      const { to, subject, text, html } = mail
      try {
        await transport.sendMail({ ...mailHeaders(mail, from), from, to, subject, text, html })
        return { kind: 'SENT' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => Promise.resolve(transport.close()),
  }
}
