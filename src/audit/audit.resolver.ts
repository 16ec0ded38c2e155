import { Args, Ctx as Context, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import type { Page } from '../platform/page.ts'
import { AuditEntry } from './audit-entry.entity.ts'
import { AuditEventsArgs } from './audit.inputs.ts'
import { AuditEventConnection } from './audit.view.ts'
import { findAuditEvents } from './find-audit-events.ts'

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEventConnection, {
    description:
      'The audit chain: everything that was recorded, newest first, kept for good. Each entry holds the hash of the one before it; `npm run verify-audit` checks all of them against signed anchors. Needs AUDIT_READ.',
  })
  auditEvents(
    @Context() ctx: Ctx,
    @Args(() => AuditEventsArgs) args: AuditEventsArgs,
  ): Promise<Page<AuditEntry>> {
    return findAuditEvents(ctx, args)
  }
}
