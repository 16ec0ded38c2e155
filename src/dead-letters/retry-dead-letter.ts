import { LockMode } from '@mikro-orm/core'
import { reopenActivity } from '../activities/reopen-activity.ts'
import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { allowJobs } from './allow-jobs.ts'
import { DeadLetter } from './dead-letter.entity.ts'
import type { JobDeadLetterRetryInput } from './dead-letters.inputs.ts'
import { jobDeadLetterRetried } from './dead-letters.events.ts'

/** How long the relay may take to add the job before the reconciler does. */
const patienceMs = 300_000

/** The operator steps into the seller's tenant for the rest of the transaction; others stay who they are. */
async function stepIn(ctx: Ctx, id: string): Promise<Ctx> {
  if (!may(ctx.actor, 'OPERATE')) return ctx
  const sql = 'SELECT seller_id FROM gate.find_dead_letter(?)'
  const [row] = await ctx.em.execute<Array<{ seller_id: string }>>(sql, [id])
  if (!row) throw notFound('dead letter', ['id'])
  const reach = [row.seller_id]
  return continueAs(ctx, {
    ...ctx.actor,
    sellerId: row.seller_id,
    readableSellers: reach,
    writableSellers: reach,
  })
}

async function find(ctx: Ctx, id: string): Promise<DeadLetter> {
  const known = { id, $or: [{ status: 'DEAD' as const }, { retriedAt: { $ne: null } }] }
  const locked = await ctx.em.findOne(DeadLetter, known, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const letter = locked ?? (await ctx.em.findOne(DeadLetter, known))
  if (!letter) throw notFound('dead letter', ['id'])
  inWriteReach(ctx, letter, ['id'])
  return letter
}

async function retry(given: Ctx, id: string): Promise<DeadLetter> {
  const ctx = await stepIn(given, id)
  const letter = await find(ctx, id)
  if (letter.status !== 'DEAD')
    throw refuse('JOB_NOT_DEAD', 'Somebody has retried this job already. Read jobDeadLetters again.', ['id'])
  const now = ctx.clock.now()
  Object.assign(letter, {
    status: 'WAITING_RETRY',
    starts: 0,
    crashes: 0,
    givenBack: 0,
    retries: letter.retries + 1,
    retriedAt: now,
    retriedBy: ctx.actor.id,
    expectedBy: new Date(now.getTime() + patienceMs),
    updatedAt: now,
  })
  const { sellerId, queue, name, subjectId, starts, retries, runId, data } = letter
  record(ctx, jobDeadLetterRetried, {
    subject: { id, sellerId, organizationId: null, version: 2 * retries },
    data: { job: { id, queue, name, subjectId, starts }, retry: retries, runId, data },
  })
  if (subjectId) await reopenActivity(ctx, subjectId)
  await ctx.em.flush()
  return letter
}

/**
 * Has a job that was given up started again, with all its starts, after the commit. Refuses JOB_NOT_DEAD when somebody
 * did so before. The activity that it failed waits for it again. A job whose data nobody can read is given up again at once.
 */
export async function retryDeadLetter(ctx: Ctx, input: JobDeadLetterRetryInput): Promise<DeadLetter> {
  allowJobs(ctx, 'JOB_RETRY')
  return idempotent(
    ctx,
    { operation: 'jobDeadLetterRetry', input, resultId: input.id },
    {
      work: () => retry(ctx, input.id),
      replay: async (id) => find(await stepIn(ctx, id), id),
    },
  )
}
