import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { User } from '../identity/user.entity.ts'
import { load } from '../platform/load.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'

/** Who asked for an approval; null when the caller cannot see users, or not this one. */
export async function findRequester(
  ctx: Pick<Ctx, 'actor' | 'em'>,
  request: ApprovalRequest,
): Promise<User | null> {
  return may(ctx.actor, 'USER_READ') ? load(ctx.em, User, request.requesterId) : null
}
