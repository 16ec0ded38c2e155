import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A real mail server of the test's own, on a free port of loopback. */
export interface MailServer {
  url: string
  /** What it accepted, in the order in which it came. */
  mails: ParsedMail[]
  /** What it accepted for this address. */
  mailsTo(address: string): ParsedMail[]
  /** Answers every recipient with this code and text from now on; null: accepts. */
  answer(refusal: { code: number; text: string } | null): void
  close(): Promise<void>
}

const addressesOf = (mail: ParsedMail) =>
  [mail.to ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address))

export async function startSmtp(): Promise<MailServer> {
  const mails: ParsedMail[] = []
  let refusal: { code: number; text: string } | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_address, _session, callback) {
      if (!refusal) return callback()
      callback(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData(stream, _session, callback) {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail)
          callback()
        },
        (error: unknown) => callback(error as Error),
      )
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailsTo: (address) => mails.filter((mail) => addressesOf(mail).includes(address)),
    answer: (next) => void (refusal = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
