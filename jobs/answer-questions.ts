import type { EventAnswer, EventQueries, EventQuestion } from '../src/webhooks/event-query-port.ts'

const nobody: EventAnswer = {
  data: null,
  errors: [
    {
      code: 'OWNER_GONE',
      message: 'Nobody is left to ask for: have somebody who may read it make the endpoint anew.',
      path: [],
    },
  ],
}

/**
 * Answers what stored queries ask, one after another: each in a transaction of its own, none inside ours. A question of
 * nobody has an answer too.
 */
export async function answerQuestions(
  asked: ReadonlyMap<string, EventQuestion | null>,
  queries: EventQueries | undefined,
): Promise<Map<string, EventAnswer>> {
  const answers = new Map<string, EventAnswer>()
  for (const [key, question] of queries ? asked : [])
    answers.set(key, question && queries ? await queries.answer(question) : nobody)
  return answers
}
