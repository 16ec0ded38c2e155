import { z } from 'zod'
import { fanOutEvent } from '../src/webhooks/fan-out-event.ts'
import { questionsOfEvent } from '../src/webhooks/questions-of-event.ts'
import { answerQuestions } from './answer-questions.ts'
import { defineJob } from './job.ts'
import { pumpJobOf } from './pump-job.ts'

/** Makes the messages of an event, and wakes the pumps of their endpoints. One message per endpoint and event is its fence. */
export const fanOutWebhooksJob = defineJob({
  name: 'webhook-fan-out',
  data: z.object({ sellerId: z.string(), eventId: z.string() }),
  concurrency: 4,
  mode: 'conducts',
  async run(_ctx, { sellerId, eventId }, { transact, enqueue, eventQueries }) {
    const asked = await transact((unit) => questionsOfEvent(unit, eventId))
    const answers = await answerQuestions(asked, eventQueries)
    const endpointIds = await transact((unit) => fanOutEvent(unit, eventId, answers))
    await enqueue(endpointIds.map((endpointId) => pumpJobOf({ sellerId, endpointId })))
  },
})
