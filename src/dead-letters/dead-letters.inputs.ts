import { ArgsType, Field, ID, InputType } from 'type-graphql'
import { PageArgs } from '../platform/page.ts'

@InputType({ description: 'Conditions on dead letters; all given ones must hold.' })
export class JobDeadLettersWhere {
  @Field(() => String, { nullable: true, description: 'Jobs of this queue.' })
  queue?: string | null

  @Field(() => ID, { nullable: true, description: 'Jobs about this thing.' })
  subjectId?: string | null

  @Field(() => ID, { nullable: true, description: 'Jobs of this reseller.' })
  sellerId?: string | null
}

@ArgsType()
export class JobDeadLettersArgs extends PageArgs {
  @Field(() => JobDeadLettersWhere, { nullable: true, description: 'Conditions.' })
  where?: JobDeadLettersWhere | null
}

@InputType({ description: 'A dead letter to retry.' })
export class JobDeadLetterRetryInput {
  @Field(() => ID, { description: 'Which dead letter.' })
  id!: string

  @Field(() => String, { description: 'Repeating a request with the same key starts nothing more.' })
  idempotencyKey!: string
}
