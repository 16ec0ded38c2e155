import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

/** The run of one job, seen as what it is or was: given up. `jobs/` makes the rows, by SQL. */
@TenantRows()
@Entity({ tableName: 'job_run' })
@ObjectType('JobDeadLetter', {
  description: 'A background job that was given up: it waits until somebody retries it.',
})
export class DeadLetter {
  @Field(() => ID, { description: 'Opaque id (`job_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => ID, {
    description: 'The reseller for whom it works; `unknown` when it named none that exists.',
  })
  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text', fieldName: 'job_id' })
  runId!: string

  @Field(() => String, { description: 'Its queue, such as `approval-routing`.' })
  @Property({ type: 'text' })
  queue!: string

  @Field(() => String, { description: 'Its name; usually that of its queue.' })
  @Property({ type: 'text' })
  name!: string

  @Property({ type: 'json' })
  data!: Record<string, unknown>

  @Property({ type: 'text' })
  status!: 'RUNNING' | 'WAITING_RETRY' | 'DONE' | 'DEAD'

  @Field(() => ID, { nullable: true, description: 'What it is about: an order, a webhook message ...' })
  @Property({ type: 'text', nullable: true })
  subjectId: string | null = null

  @Field(() => Int, { description: 'How often it was started before it was given up; 0 after a retry.' })
  @Property({ type: 'integer' })
  starts!: number

  @Property({ type: 'integer' })
  crashes!: number

  @Property({ type: 'integer' })
  givenBack!: number

  @Property({ type: 'text', nullable: true, fieldName: 'last_error' })
  errorText: string | null = null

  @Field(() => String, { nullable: true, description: 'Why it failed last, in one line.' })
  get lastError(): string | null {
    return this.errorText?.split('\n')[0] ?? null
  }

  @Field(() => DateTime, { nullable: true, description: 'When it failed first.' })
  @Property({ type: 'datetime', nullable: true })
  firstFailedAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it failed last.' })
  @Property({ type: 'datetime', nullable: true })
  lastFailedAt: Date | null = null

  @Field(() => Int, { description: 'How often somebody had it retried.' })
  @Property({ type: 'integer' })
  retries!: number

  @Field(() => DateTime, { nullable: true, description: 'When somebody last had it retried; null: never.' })
  @Property({ type: 'datetime', nullable: true })
  retriedAt: Date | null = null

  @Property({ type: 'text', nullable: true })
  retriedBy: string | null = null

  @Property({ type: 'datetime', nullable: true })
  expectedBy: Date | null = null

  @Property({ type: 'datetime' })
  updatedAt!: Date
}
