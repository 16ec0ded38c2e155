import type { Ctx } from '../access/ctx.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import { inquiryQuestions, questionName, type InquiryQuestion } from './inquiry.rules.ts'
import { openInquiry } from './open-inquiry.ts'
import type { OrderInquiryAnswerInput } from './order-commands.inputs.ts'
import { provideInformation } from './provide-information.ts'

type Given = OrderInquiryAnswerInput['values']

/** A link takes answers to its own questions, to all of them, and to nothing else. */
function mismatches(given: Given, questions: readonly InquiryQuestion[]): Problem[] {
  const asked = new Set(questions.map((one) => questionName(one.lineNumber, one.definition.key)))
  const answered = new Set(given.map((one) => questionName(one.lineNumber ?? null, one.key)))
  const foreign = given.flatMap(({ lineNumber = null, key }, index): Problem[] => {
    if (asked.has(questionName(lineNumber, key))) return []
    const path = ['values', String(index), 'key']
    return [{ code: 'QUESTION_NOT_ASKED', message: 'Answer what is asked, and nothing else.', path }]
  })
  const missing = [...asked].filter((name) => !answered.has(name))
  return [
    ...foreign,
    ...missing.map((name) => ({ code: 'ANSWER_MISSING', message: `Answer ${name} too.`, path: ['values'] })),
  ]
}

/**
 * Takes the answers of whoever has a link, as `orderProvideInformation` would: the lines that wait go on. The link is
 * void from then on. Refuses LINK_INVALID, QUESTION_NOT_ASKED, ANSWER_MISSING and malformed answers.
 */
export async function answerInquiry(caller: Ctx, input: OrderInquiryAnswerInput): Promise<boolean> {
  const { ctx, order } = await openInquiry(caller, input.token)
  const waiting = order.lines.getItems().filter((line) => line.status === 'AWAITING_INFORMATION')
  refuseAll(mismatches(input.values, inquiryQuestions(waiting)))
  const valuesOf = (lineNumber: number | null) =>
    input.values
      .filter((one) => (one.lineNumber ?? null) === lineNumber)
      .map(({ key, value }) => ({ key, value }))
  const lines = waiting.map(({ lineNumber }) => ({ lineNumber, values: valuesOf(lineNumber) }))
  // Under the lock it is this very order, and no answer has come before ours: its version says so.
  const { id: orderId, version: expectedVersion } = order
  await provideInformation(ctx, { orderId, expectedVersion, values: valuesOf(null), lines })
  return true
}
