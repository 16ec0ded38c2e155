import { z } from 'zod'
import { fanOutWaiting } from '../src/webhooks/fan-out-waiting.ts'
import { fanOutBatchJobOf, fanOutBatchQueue, fanOutJobOf, laterFanOutBatchJobOf } from './fan-out-job.ts'
import { defineJob } from './job.ts'
import { pumpJobOf } from './pump-job.ts'

/** After a failure of ours; until then the reconciler may have found what waits. */
const againMs = 1000

/**
 * Makes the messages of all events of a seller that wait for theirs, and wakes the pumps. The busier a seller is, the
 * more events share one batch. Events that a batch cannot do get runs of their own; the reconciler gives such a run to
 * whatever waits too long, so that an event that takes its worker down is soon alone, counted and given up in sight.
 */
export const fanOutBatchJob = defineJob({
  name: fanOutBatchQueue,
  data: z.object({ sellerId: z.string() }),
  concurrency: 4,
  mode: 'pump',
  async run(_ctx, { sellerId }, { transact, enqueue }) {
    const { endpointIds, alone, isFull } = await transact(fanOutWaiting)
    await enqueue([
      ...endpointIds.map((endpointId) => pumpJobOf({ sellerId, endpointId })),
      ...alone.map((eventId) => fanOutJobOf({ sellerId, eventId })),
      ...(isFull ? [fanOutBatchJobOf(sellerId)] : []),
    ])
  },
  async failed({ sellerId }, { ctx, enqueue }) {
    const now = ctx.clock.now()
    await enqueue([laterFanOutBatchJobOf(sellerId, new Date(now.getTime() + againMs), now)])
  },
})
