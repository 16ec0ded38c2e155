import { may } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { User } from '../identity/user.entity.ts'
import { load } from '../platform/load.ts'
import type { ApprovalRequest } from './approval-request.entity.ts'
import { findPersonBehind } from './find-person-behind.ts'

/** Who asked for an approval, for an API key its creator; null when the caller cannot see users, or not this one. */
export async function findRequester(
  ctx: Pick<Ctx, 'actor' | 'em'>,
  request: ApprovalRequest,
): Promise<User | null> {
  if (!may(ctx.actor, 'USER_READ')) return null
  return load(ctx.em, User, await findPersonBehind(ctx, request.requesterId))
}
