import type { Ctx } from '../src/access/ctx.ts'
import { buryJob } from '../src/dead-letters/bury-job.ts'
import type { Start } from './end-start.ts'

/** Makes the job of a start a dead letter and tells what waits for it; false when the run has moved on meanwhile. */
export async function giveUp(ctx: Ctx, { run, starts }: Start, error: string): Promise<boolean> {
  const isBuried = await buryJob(ctx, { jobId: run.runId, starts, error })
  const read = run.definition.data.safeParse(run.data)
  if (isBuried && read.success) await run.definition.buried?.(ctx, read.data)
  return isBuried
}
