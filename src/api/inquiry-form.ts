import type { OrderInquiry, OrderInquiryQuestion } from '../orders/order-inquiry.view.ts'
import { html, type Html } from '../platform/html.ts'
import type { LinkProblem } from './link-pages.ts'

const nameOf = ({ lineNumber, definition }: OrderInquiryQuestion) =>
  `${lineNumber ?? 'order'}.${definition.key}`

const inputTypes: Record<string, string> = {
  EMAIL: 'email',
  PHONE: 'tel',
  URL: 'url',
  NUMBER: 'number',
  DATE: 'date',
  BOOLEAN: 'checkbox',
}

function control(question: OrderInquiryQuestion): Html {
  const { type, options, placeholder } = question.definition
  const name = nameOf(question)
  if (options && (type === 'CHOICE' || type === 'MULTI_CHOICE')) {
    const choices = options.map(({ value, label }) => html`<option value="${value}">${label}</option>`)
    return type === 'CHOICE'
      ? html`<select name="${name}">
          ${choices}
        </select>`
      : html`<select name="${name}" multiple>
          ${choices}
        </select>`
  }
  return html`<input
    name="${name}"
    type="${inputTypes[type] ?? 'text'}"
    placeholder="${placeholder ?? ''}"
  />`
}

function field(question: OrderInquiryQuestion): Html {
  const { label, hint } = question.definition
  const line = question.lineNumber === null ? '' : ` (line ${question.lineNumber})`
  return html`<p>
    <label>
      <b>${label}${line}</b><br />${control(question)}<br /><small>${question.message} ${hint ?? ''}</small>
    </label>
  </p>`
}

/** The questions of an inquiry as a form; it works without scripts. */
export function inquiryForm(inquiry: OrderInquiry, problems: readonly LinkProblem[]): Html {
  return html`<p>${inquiry.sellerName} needs this to deliver what you ordered.</p>
    <ul>
      ${inquiry.lines.map((line) => html`<li><b>${line.productName}</b>: ${line.message}</li>`)}
    </ul>
    ${
      problems.length > 0 &&
      html`<ul role="alert">
        ${problems.map((one) => html`<li>${one.message}</li>`)}
      </ul>`
    }
    <form method="post">
      ${inquiry.questions.map(field)}
      <button type="submit">Send</button>
    </form>`
}

function valueOf({ definition: { type } }: OrderInquiryQuestion, given: unknown): unknown {
  if (type === 'BOOLEAN') return given !== undefined
  if (type === 'MULTI_CHOICE') return given === undefined ? [] : [given].flat()
  const text = typeof given === 'string' ? given : ''
  if (type === 'NUMBER' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  return text
}

/** The answers that a form has sent. */
export function valuesOfForm(inquiry: OrderInquiry, body: Readonly<Record<string, unknown>>) {
  return inquiry.questions.map((question) => {
    const { lineNumber, definition } = question
    return { lineNumber, key: definition.key, value: valueOf(question, body[nameOf(question)]) }
  })
}
