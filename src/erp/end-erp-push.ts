import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import type { ErpPushDue } from './begin-erp-pushes.ts'
import type { ErpPushOutcome } from './erp-port.ts'
import { ErpPush } from './erp-push.entity.ts'
import { erpRetryWait } from './erp-retry.rules.ts'
import { erpPushCompleted, erpPushFailed } from './erp.events.ts'
import { refusalProblems, unreachableProblem } from './push-problems.rules.ts'
import { recordErpPushEvent } from './record-erp-push-event.ts'

type Changes = Partial<ErpPush>

function notAnswered(ctx: Ctx, { attempts }: ErpPush, message: string): Changes {
  const random = ctx.ids.bytes(4).readUInt32BE() / 2 ** 32
  // Asked for anew while it was under way, it has had one attempt all the same.
  const wait = erpRetryWait(Math.max(1, attempts), random)
  const problems = [unreachableProblem(message, wait === null)]
  if (wait === null) return { status: 'GIVEN_UP', problems, nextAttemptAt: null }
  return { status: 'FAILED', problems, nextAttemptAt: new Date(ctx.clock.now().getTime() + wait) }
}

function readBack(
  ctx: Ctx,
  revision: number,
  order: (ErpPushOutcome & { kind: 'PUSHED' })['order'],
): Changes {
  return {
    externalId: order?.externalId ?? null,
    externalNumber: order?.externalNumber ?? null,
    externalState: order?.state ?? null,
    pushedRevision: order ? revision : null,
    pushedAt: ctx.clock.now(),
  }
}

function changesOf(ctx: Ctx, push: ErpPush, { due, outcome }: Ended): Changes {
  const { operation, revision } = due.target
  const read = outcome.kind === 'PUSHED' ? readBack(ctx, revision, outcome.order) : {}
  // Meanwhile the order says something else, which is pushed next.
  if (push.operation !== operation || push.revision !== revision) return read
  if (outcome.kind === 'PUSHED') return { ...read, status: 'PUSHED', problems: [], nextAttemptAt: null }
  if (outcome.kind === 'RETRY') return notAnswered(ctx, push, outcome.message)
  return { status: 'REFUSED', problems: refusalProblems(outcome.problems), nextAttemptAt: null }
}

/** A push that has ended, and how. */
export interface Ended {
  due: ErpPushDue
  outcome: ErpPushOutcome
}

/**
 * Stores what became of a push and gives its lease back; a lease that was lost changes nothing. Records
 * `erp_push.completed`, or `erp_push.failed` where it will not be tried by itself. Answers when the push is to be made
 * again; null: not by itself.
 */
export async function endErpPush(ctx: Ctx, ended: Ended): Promise<Date | null> {
  const { pushId: id, leaseId } = ended.due
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE } as const
  const push = await ctx.em.findOne(ErpPush, { id, sellerId: ctx.actor.sellerId, leaseId }, lock)
  if (!push) return null
  Object.assign(push, changesOf(ctx, push, ended), {
    leaseId: null,
    leaseUntil: null,
    version: push.version + 1,
    updatedAt: ctx.clock.now(),
  })
  if (push.status === 'PUSHED') recordErpPushEvent(ctx, erpPushCompleted, push)
  if (push.status === 'REFUSED' || push.status === 'GIVEN_UP') recordErpPushEvent(ctx, erpPushFailed, push)
  return push.nextAttemptAt
}
