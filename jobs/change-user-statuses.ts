import { z } from 'zod'
import { changeUserStatuses } from '../src/identity/change-user-statuses.ts'
import { defineJob } from './job.ts'

/** Activates or deactivates the users of an activity, part by part. The marker under the activity's lock is its fence. */
export const changeUserStatusesJob = defineJob({
  name: 'user-statuses',
  data: z.object({ sellerId: z.string(), subjectId: z.string() }),
  concurrency: 2,
  mode: 'conducts',
  async run(_ctx, { subjectId }, { transact, signal }) {
    let isMore = true
    while (isMore && !signal.aborted) isMore = await transact((unit) => changeUserStatuses(unit, subjectId))
    signal.throwIfAborted()
  },
})
