import { html, type Html } from '../platform/html.ts'

/** Where an operations page stands. */
export interface OpsFrame {
  /** Its own address. */
  here: '/ops' | '/ops/mailbox'
  /** Whether mails are kept here. */
  mailbox: boolean
}

/** What all operations pages share: the way to the others, and out. */
export function opsFrame({ here, mailbox }: OpsFrame, content: Html): Html {
  const link = (address: string, name: string) =>
    address === here
      ? html`<li><a href="${address}" aria-current="page">${name}</a></li>`
      : html`<li><a href="${address}">${name}</a></li>`
  return html`<a class="skip" href="#content">To the content</a>
    <header class="ops">
      <div class="brand"><img src="/assets/pages/mark.svg" alt="" />Countersign</div>
      <nav aria-label="Operations">
        <ul>
          ${link('/ops', 'Desk')} ${link('/ops/queues', 'Queues')} ${mailbox && link('/ops/mailbox', 'Mail')}
          ${link('/ops/sign-out', 'Sign out')}
        </ul>
      </nav>
    </header>
    <main class="sheet ops" id="content" tabindex="-1">${content}</main>`
}
