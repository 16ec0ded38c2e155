import { z } from 'zod'
import type { EventAnswer, EventQueries } from '../src/webhooks/event-query-port.ts'
import { fanOutEvent } from '../src/webhooks/fan-out-event.ts'
import { questionsOfEvent, type EndpointQuestion } from '../src/webhooks/questions-of-event.ts'
import { defineJob } from './job.ts'
import { pumpJobOf } from './pump-job.ts'

const nobody = {
  data: null,
  errors: [
    {
      code: 'OWNER_GONE',
      message: 'Nobody is left to ask for: have somebody who may read it make the endpoint anew.',
      path: [],
    },
  ],
}

/** Answers stored queries, one after another: each in a transaction of its own, none inside ours. */
async function answersTo(
  asked: EndpointQuestion[],
  queries: EventQueries | undefined,
): Promise<Map<string, EventAnswer>> {
  const answers = new Map<string, EventAnswer>()
  for (const { endpointId, question } of queries ? asked : [])
    answers.set(endpointId, question && queries ? await queries.answer(question) : nobody)
  return answers
}

/** Makes the messages of an event, and wakes the pumps of their endpoints. One message per endpoint and event is its fence. */
export const fanOutWebhooksJob = defineJob({
  name: 'webhook-fan-out',
  data: z.object({ sellerId: z.string(), eventId: z.string() }),
  concurrency: 4,
  mode: 'conducts',
  async run(_ctx, { sellerId, eventId }, { transact, enqueue, eventQueries }) {
    const answers = await answersTo(await transact((unit) => questionsOfEvent(unit, eventId)), eventQueries)
    const endpointIds = await transact((unit) => fanOutEvent(unit, eventId, answers))
    await enqueue(endpointIds.map((endpointId) => pumpJobOf({ sellerId, endpointId })))
  },
})
