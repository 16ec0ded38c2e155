import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { Role } from '../access/roles.ts'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { money, Money } from '../platform/money.view.ts'
import {
  ApprovalEffect,
  ApprovalTrigger,
  Reapproval,
  SelfApproval,
  type PolicyDefinition,
} from './policy-definition.schema.ts'
import { ApprovalCondition, ApprovalPolicyStep, ApproverReference } from './policy-parts.view.ts'

const instant = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)

/** What a policy said from one save to the next. Append-only: the database refuses changes. */
@TenantRows()
@Entity({ tableName: 'approval_policy_version' })
@ObjectType({
  description: 'What a policy says, or said. Never changed; requests name the version that counted.',
})
export class ApprovalPolicyVersion {
  @Field(() => ID, { description: 'Opaque id (`apv_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  policyId!: string

  @Field(() => Int, { description: 'From 1.' })
  @Property({ type: 'integer' })
  version!: number

  @Property({ type: 'json' })
  definition!: PolicyDefinition

  @Field(() => ID, { description: 'Who saved it.' })
  @Property({ type: 'text' })
  savedBy!: string

  @Field(() => String, { description: 'The name of whoever saved it, at that time.' })
  @Property({ type: 'text' })
  savedByName!: string

  @Field(() => DateTime, { description: 'When it was saved.' })
  @Property({ type: 'datetime' })
  savedAt!: Date

  @Field(() => String, { nullable: true, description: 'For whoever maintains it.' })
  get description(): string | null {
    return this.definition.description ?? null
  }

  @Field(() => [ApprovalTrigger], { description: 'What an order must do; empty: anything.' })
  get triggers(): ApprovalTrigger[] {
    return this.definition.triggers
  }

  @Field(() => [Role], { description: 'Whose orders, by role; empty: everybody.' })
  get requesterRoles(): Role[] {
    return this.definition.requesters.roles
  }

  @Field(() => [ID], { description: 'Users whose orders it does not touch.' })
  get exceptUserIds(): string[] {
    return this.definition.requesters.exceptUserIds
  }

  @Field(() => ApprovalCondition, { nullable: true, description: 'What must hold; null: nothing more.' })
  get condition(): ApprovalCondition | null {
    return this.definition.condition ?? null
  }

  @Field(() => ApprovalEffect, { description: 'What it does then.' })
  get effect(): ApprovalEffect {
    return this.definition.effect
  }

  @Field(() => String, { nullable: true, description: 'BLOCK and WARN: what the requester reads.' })
  get message(): string | null {
    return this.definition.message ?? null
  }

  @Field(() => [ApproverReference], { description: 'Who is told, without deciding.' })
  get watchers(): ApproverReference[] {
    return this.definition.watchers
  }

  @Field(() => [ApprovalPolicyStep], { description: 'REQUIRE_APPROVAL: its steps.' })
  get steps(): ApprovalPolicyStep[] {
    return this.definition.steps
  }

  @Field(() => SelfApproval, { description: 'Whether a requester may decide its own.' })
  get selfApproval(): SelfApproval {
    return this.definition.selfApproval
  }

  @Field(() => Money, { nullable: true, description: 'ALLOW_UNDER: below this first invoice.' })
  get selfApprovalUnder(): Money | null {
    const under = this.definition.selfApprovalUnder
    return under ? money(under.amount, under.currency) : null
  }

  @Field(() => Reapproval, { description: 'What a resubmission keeps.' })
  get reapproval(): Reapproval {
    return this.definition.reapproval
  }

  @Field(() => DateTime, { nullable: true, description: 'From when it counts; null: at once.' })
  get validFrom(): Date | null {
    return instant(this.definition.validFrom)
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when it counts, exclusive; null: without end.',
  })
  get validTo(): Date | null {
    return instant(this.definition.validTo)
  }
}
