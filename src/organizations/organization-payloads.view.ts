import { Field, ObjectType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { Account } from './account.entity.ts'
import { Organization } from './organization.entity.ts'

export const OrganizationConnection = connectionOf(() => Organization, 'Organization')

@ObjectType({ description: 'Answer of organizationCreate.' })
export class OrganizationCreatePayload extends Payload {
  @Field(() => Organization, { nullable: true, description: 'The organization; null when refused.' })
  organization?: Organization | null
}

@ObjectType({ description: 'Answer of organizationUpdate.' })
export class OrganizationUpdatePayload extends Payload {
  @Field(() => Organization, { nullable: true, description: 'The organization; null when refused.' })
  organization?: Organization | null
}

@ObjectType({ description: 'Answer of organizationUpsert.' })
export class OrganizationUpsertPayload extends Payload {
  @Field(() => Organization, { nullable: true, description: 'The organization; null when refused.' })
  organization?: Organization | null

  @Field(() => Boolean, { nullable: true, description: 'True: it was added; false: it was there.' })
  created?: boolean | null
}

@ObjectType({ description: 'Answer of accountCreate.' })
export class AccountCreatePayload extends Payload {
  @Field(() => Account, { nullable: true, description: 'The account; null when refused.' })
  account?: Account | null
}

@ObjectType({ description: 'Answer of accountUpdate.' })
export class AccountUpdatePayload extends Payload {
  @Field(() => Account, { nullable: true, description: 'The account; null when refused.' })
  account?: Account | null
}
