import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { ResponsiblePerson } from './responsible-person.entity.ts'

/** Who answers for what at the caller's own seller. */
export async function listResponsiblePeople(ctx: Ctx): Promise<ResponsiblePerson[]> {
  allow(ctx, 'APPROVAL_POLICY_READ')
  return ctx.em.find(
    ResponsiblePerson,
    { sellerId: ctx.actor.sellerId },
    { orderBy: { kind: 'asc', subject: 'asc' } },
  )
}
