import { Field, ObjectType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'

@ObjectType({ description: 'What verifies the `v1a` signatures of an endpoint. It is no secret.' })
export class WebhookPublicKey {
  @Field(() => String, { description: '`whpk_` and the base64 of the 32 bytes of an Ed25519 public key.' })
  key!: string

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it has signed for the last time, once it was replaced; null: it is the current one.',
  })
  notAfter!: Date | null
}
