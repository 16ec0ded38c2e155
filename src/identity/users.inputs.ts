import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql'
import { Role } from '../access/roles.ts'
import { PageArgs } from '../platform/page.ts'
import { SortDirection } from '../platform/sort-direction.view.ts'
import { UserStatus } from './user.entity.ts'

export const UserSort = { LAST_NAME: 'LAST_NAME', EMAIL: 'EMAIL', CREATED_AT: 'CREATED_AT' } as const
export type UserSort = (typeof UserSort)[keyof typeof UserSort]

registerEnumType(UserSort, { name: 'UserSort', description: 'What users are sorted by.' })

@InputType({ description: 'Which users. All given conditions must hold.' })
export class UserWhere {
  @Field(() => ID, { nullable: true, description: 'Of this organization.' })
  organizationId?: string | null

  @Field(() => [UserStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: UserStatus[] | null

  @Field(() => [Role], { nullable: true, description: 'With one of these roles.' })
  role?: Role[] | null
}

@InputType({ description: 'How users are sorted.' })
export class UserOrderBy {
  @Field(() => UserSort, { description: 'By last name, by log-in name, or by when they were added.' })
  field!: UserSort

  @Field(() => SortDirection, { description: 'Ascending or descending.', defaultValue: SortDirection.ASC })
  direction: SortDirection = SortDirection.ASC
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of the first, last or log-in name.' })
  search?: string | null

  @Field(() => UserWhere, { nullable: true, description: 'Conditions.' })
  where?: UserWhere | null

  @Field(() => UserOrderBy, { nullable: true, description: 'Default: by last name, ascending.' })
  orderBy?: UserOrderBy | null
}
