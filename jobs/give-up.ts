import type { Ctx } from '../src/access/ctx.ts'
import { endActivity } from '../src/activities/end-activity.ts'
import { buryJob } from '../src/dead-letters/bury-job.ts'
import { activityJobs } from './activity-jobs.ts'
import type { Start } from './end-start.ts'

const withActivity = new Set(Object.values(activityJobs))

/**
 * Makes the job of a start a dead letter, and fails the activity that it took up: what nobody works on must not seem to
 * run; the job itself tells what else waits for it. False, and nothing is changed, when the run has moved on meanwhile.
 */
export async function giveUp(ctx: Ctx, { run, starts }: Start, error: string): Promise<boolean> {
  const letter = await buryJob(ctx, { jobId: run.runId, starts, error })
  if (letter?.subjectId && withActivity.has(run.definition.name)) {
    const message = `Its job was given up. Look at jobDeadLetters for the cause; once that is mended, jobDeadLetterRetry of ${letter.id} lets it go on where it stopped.`
    await endActivity(ctx, letter.subjectId, { failure: { code: 'JOB_GIVEN_UP', message } })
  }
  const read = run.definition.data.safeParse(run.data)
  if (letter && read.success) await run.definition.buried?.(ctx, read.data)
  return letter !== null
}
