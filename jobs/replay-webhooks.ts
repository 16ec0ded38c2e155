import { z } from 'zod'
import { questionsOfReplay } from '../src/webhooks/questions-of-replay.ts'
import { replayPart } from '../src/webhooks/replay-part.ts'
import { answerQuestions } from './answer-questions.ts'
import { defineJob } from './job.ts'

const name = 'webhook-replay'

/**
 * Makes one part of a replay due and adds the job of the next one, later: between them the endpoint hears what happens
 * now. The marker under the activity's lock is its fence; a next job that is lost is the reconciler's to add.
 */
export const replayWebhooksJob = defineJob({
  name,
  data: z.object({ sellerId: z.string(), subjectId: z.string(), part: z.int().optional() }),
  concurrency: 2,
  mode: 'conducts',
  async run(_ctx, { sellerId, subjectId, part = 0 }, { transact, enqueue, eventQueries }) {
    const asked = eventQueries && (await transact((unit) => questionsOfReplay(unit, subjectId)))
    const answers = asked && (await answerQuestions(asked, eventQueries))
    const delay = await transact((unit) => replayPart(unit, subjectId, answers))
    if (delay === null) return
    const next = part + 1
    const data = { sellerId, subjectId, part: next }
    await enqueue([{ job: { name }, data, options: { jobId: `${subjectId}.${next}`, delay } }])
  },
})
