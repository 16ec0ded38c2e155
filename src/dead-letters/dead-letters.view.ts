import { Field, ObjectType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { DeadLetter } from './dead-letter.entity.ts'

export const JobDeadLetterConnection = connectionOf(() => DeadLetter, 'JobDeadLetter')

@ObjectType({ description: 'Answer of jobDeadLetterRetry.' })
export class JobDeadLetterRetryPayload extends Payload {
  @Field(() => DeadLetter, {
    nullable: true,
    description: 'The job, which is about to be started; null when refused.',
  })
  deadLetter?: DeadLetter | null
}
