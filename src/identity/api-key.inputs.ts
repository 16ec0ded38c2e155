import { ArgsType, Field, ID, InputType } from 'type-graphql'
import { Permission } from '../access/roles.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { PageArgs } from '../platform/page.ts'

@InputType({ description: 'A credential to make for a program.' })
export class ApiKeyCreateInput {
  @Field(() => String, { description: 'What it is used for, such as "ERP"; at most 100 characters.' })
  name!: string

  @Field(() => [Permission], { description: 'What it may do: at most what you may do yourself.' })
  scopes!: Permission[]

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; absent: never.' })
  expiresAt?: Date | null

  @Field(() => ID, {
    nullable: true,
    description: 'A customer, to which the key is then limited; absent: your own organization.',
  })
  organizationId?: string | null

  @Field(() => String, {
    description:
      'Any text of yours, at most 255 characters; a repeat makes no second key and shows no secret.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'A credential to end.' })
export class ApiKeyRevokeInput {
  @Field(() => ID, { description: 'Which API key.' })
  apiKeyId!: string

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: also when nobody else could decide an open approval request. It is then blocked, and operations are told.',
  })
  force?: boolean | null
}

@ArgsType()
export class ApiKeysArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only keys of this organization.' })
  organizationId?: string | null

  @Field(() => Boolean, { description: 'Also those that were revoked.', defaultValue: false })
  includeRevoked: boolean = false
}
