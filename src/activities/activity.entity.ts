import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Permission, Role } from '../access/roles.ts'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

export const ActivityKind = {
  USERS_ACTIVATE: 'USERS_ACTIVATE',
  USERS_DEACTIVATE: 'USERS_DEACTIVATE',
  CATALOG_IMPORT: 'CATALOG_IMPORT',
  WEBHOOK_REPLAY: 'WEBHOOK_REPLAY',
} as const
export type ActivityKind = (typeof ActivityKind)[keyof typeof ActivityKind]

export const ActivityStatus = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  COMPLETED: 'COMPLETED',
  COMPLETED_WITH_ERRORS: 'COMPLETED_WITH_ERRORS',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const
export type ActivityStatus = (typeof ActivityStatus)[keyof typeof ActivityStatus]

registerEnumType(ActivityKind, {
  name: 'ActivityKind',
  description: 'What an activity does.',
  valuesConfig: {
    USERS_ACTIVATE: { description: 'Lets many users in again.' },
    USERS_DEACTIVATE: { description: 'Shuts many users out.' },
    CATALOG_IMPORT: { description: 'Reads offers and prices from a file.' },
    WEBHOOK_REPLAY: { description: 'Sends again what a webhook endpoint missed.' },
  },
})
registerEnumType(ActivityStatus, {
  name: 'ActivityStatus',
  description: 'Where long-running work stands.',
  valuesConfig: {
    QUEUED: { description: 'It waits for a worker.' },
    RUNNING: { description: 'It is under way.' },
    COMPLETED: { description: 'All of it was done.' },
    COMPLETED_WITH_ERRORS: { description: 'It came to its end; `errors` says what was left out, and why.' },
    FAILED: { description: 'It stopped before its end; `failure` says why, and what lets it go on.' },
    CANCELLED: { description: 'Somebody stopped it. What was done until then stays done.' },
  },
})

/** Long-running work that people watch. Its job moves it by the verbs of this folder, which write SQL. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'activity' })
@ObjectType({ implements: Node, description: 'Long-running work: its status, its progress and its errors.' })
export class Activity {
  @Field(() => ID, { description: 'Opaque id (`act_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => ID, {
    description: 'The reseller in whose business it happens; of the catalog: the platform.',
  })
  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => ID, {
    nullable: true,
    description: 'The one customer that it is about; null: none or several.',
  })
  @Property({ type: 'text', nullable: true })
  organizationId: string | null = null

  @Field(() => ActivityKind, { description: 'What it does.' })
  @Property({ type: 'text' })
  kind!: ActivityKind

  @Field(() => ActivityStatus, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  status: ActivityStatus = 'QUEUED'

  @Field(() => Int, { description: 'Grows when its status changes.' })
  @Property({ type: 'integer' })
  version = 1

  /** What its job works on. */
  @Property({ type: 'json' })
  input!: object

  /** Where its job goes on after a stop; null: at the beginning. */
  @Property({ type: 'json', nullable: true })
  marker: object | null = null

  @Field(() => Boolean, {
    description: 'True: after a stop it goes on where it was, and does nothing twice.',
  })
  @Property({ type: 'boolean' })
  resumable = false

  @Property({ type: 'integer', nullable: true })
  total: number | null = null

  @Property({ type: 'integer' })
  done = 0

  @Property({ type: 'json' })
  counts: Record<string, number> = {}

  @Field(() => Int, { description: 'How many errors there are in `errors` by now.' })
  @Property({ type: 'integer' })
  errorCount = 0

  @Property({ type: 'text', nullable: true })
  failureCode: string | null = null

  @Property({ type: 'text', nullable: true })
  failureMessage: string | null = null

  @Field(() => ID, { description: 'Id of the user or the API key that began it.' })
  @Property({ type: 'text' })
  beganBy!: string

  @Field(() => String, { description: 'Name of the person or the API key that began it.' })
  @Property({ type: 'text' })
  beganByName!: string

  @Property({ type: 'text' })
  beganByKind!: 'USER' | 'API_KEY' | 'SYSTEM'

  @Property({ type: 'array' })
  beganByRoles!: Role[]

  @Property({ type: 'array' })
  beganByPermissions!: Permission[]

  @Field(() => DateTime, { description: 'When it was asked for.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When a worker first took it up.' })
  @Property({ type: 'datetime', nullable: true })
  startedAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null: it has not.' })
  @Property({ type: 'datetime', nullable: true })
  endedAt: Date | null = null

  @Field(() => DateTime, { description: 'When it last got on.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
