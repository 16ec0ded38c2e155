/** A mail, ready to be sent. Its texts are complete; nothing in them is a header. */
export type Mail = {
  /** Makes the Message-ID: the same for every attempt, so that a mail that came twice is recognized. */
  readonly id: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  /** What it is about: mails about the same stand together in the recipient's list. */
  readonly thread: string
}

/**
 * What became of an attempt. `REFUSED`: the server will never take this mail, so trying again is in vain. `DEFERRED`:
 * it may take it later, or could not be reached.
 */
export type MailOutcome =
  { readonly kind: 'SENT' } | { readonly kind: 'REFUSED' | 'DEFERRED'; readonly message: string }

/** Sends mails. An attempt never throws. */
export type Mailer = {
  send: (mail: Mail) => Promise<MailOutcome>
  /** Ends idle connections. */
  close: () => Promise<void>
}

/** A mail that was kept instead of sent. */
export type KeptMail = Mail & {
  readonly from: string
  readonly messageId: string
  /** ISO 8601. */
  readonly keptAt: string
}

/** Keeps mails where people on this machine can read them, newest first. */
export type Mailbox = Mailer & {
  list: () => Promise<readonly KeptMail[]>
  find: (id: string) => Promise<KeptMail | null>
}
