import type { ApprovalLinkSubject } from '../orders/approval-link.view.ts'
import type { Money } from '../platform/money.view.ts'
import { html, type Html } from '../platform/html.ts'
import type { LinkProblem } from './link-pages.ts'

/** What the page reads of the link: instants are texts in an answer. */
export type ShownSubject = Pick<
  ApprovalLinkSubject,
  | 'version'
  | 'approverName'
  | 'sellerName'
  | 'customerName'
  | 'accountName'
  | 'requesterName'
  | 'orderNumber'
  | 'orderType'
  | 'revision'
  | 'purchaseOrderNumber'
  | 'reason'
  | 'stepPosition'
  | 'stepCount'
  | 'lines'
  | 'firstInvoiceTotal'
  | 'monthlyRecurring'
  | 'totalContractValue'
> & {
  expiresAt: string
  decisions: ReadonlyArray<{ kind: string; decidedByName: string; comment: string | null }>
}

const amountText = ({ amount, currency }: Money) => `${amount} ${currency}`

const fact = ([label, value]: readonly [string, string | null]) =>
  value &&
  html`<tr>
    <th scope="row">${label}</th>
    <td>${value}</td>
  </tr>`

function facts(subject: ShownSubject): Html {
  const { stepPosition, stepCount } = subject
  const rows = [
    ['Order', subject.orderNumber],
    ['Kind', subject.orderType],
    ['Revision', String(subject.revision)],
    ['Customer', subject.customerName],
    ['Account', subject.accountName],
    ['Purchase order', subject.purchaseOrderNumber],
    ['Requested by', subject.requesterName],
    ['Why approval is needed', subject.reason],
    ['Step', stepCount > 1 ? `${stepPosition} of ${stepCount}` : null],
    ['First invoice', amountText(subject.firstInvoiceTotal)],
    ['Monthly', amountText(subject.monthlyRecurring)],
    ['Contract value', amountText(subject.totalContractValue)],
  ] as const
  return html`<table>
    <tbody>
      ${rows.map(fact)}
    </tbody>
  </table>`
}

function lines(subject: ShownSubject): Html {
  const rows = subject.lines.map(
    ({ productName, offerName, quantity, quantityBefore, unitPrice, lineTotal }) =>
      html`<tr>
        <td>${productName}<br /><small>${offerName}</small></td>
        <td>${quantity} ${quantityBefore !== null && html`<small>(now ${quantityBefore})</small>`}</td>
        <td>${amountText(unitPrice)}</td>
        <td>${amountText(lineTotal)}</td>
      </tr>`,
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="What is ordered">
    <table>
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col">Quantity</th>
          <th scope="col">Each</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

const earlier = ({ decisions }: ShownSubject) =>
  decisions.length > 0 &&
  html`<h2>What others said</h2>
    <ul>
      ${decisions.map(
        ({ kind, decidedByName, comment }) =>
          html`<li><b>${decidedByName}</b>: ${kind} ${comment && html`<q>${comment}</q>`}</li>`,
      )}
    </ul>`

const choices = [
  ['APPROVE', 'Approve'],
  ['REQUEST_CHANGES', 'Request changes'],
  ['REJECT', 'Reject'],
] as const

/** What is decided on, and the form that decides; it works without scripts. What was written is shown again. */
export function decisionForm(
  subject: ShownSubject,
  { problems, comment }: { problems: readonly LinkProblem[]; comment: string },
): Html {
  const buttons = choices.map(
    ([value, label]) => html`<button type="submit" name="decision" value="${value}">${label}</button>`,
  )
  return html`<p>
      ${subject.requesterName} asks for your approval, ${subject.approverName}. ${subject.sellerName} sells to
      ${subject.customerName}.
    </p>
    ${facts(subject)}
    <h2>What is ordered</h2>
    ${lines(subject)} ${earlier(subject)}
    <h2>Your decision</h2>
    ${
      problems.length > 0 &&
      html`<ul role="alert">
        ${problems.map((one) => html`<li>${one.message}</li>`)}
      </ul>`
    }
    <form method="post">
      <input type="hidden" name="expectedVersion" value="${subject.version}" />
      <p>
        <label for="comment">Comment, required to reject and to request changes</label><br />
        <textarea id="comment" name="comment" rows="4" cols="60" maxlength="4000">${comment}</textarea>
      </p>
      <p>${buttons}</p>
    </form>
    <p><small>It counts as yours, once. This link works until ${subject.expiresAt}.</small></p>`
}
