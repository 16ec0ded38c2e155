import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { Role } from '../access/roles.ts'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

export const UserStatus = { INVITED: 'INVITED', ACTIVE: 'ACTIVE', DEACTIVATED: 'DEACTIVATED' } as const
export type UserStatus = (typeof UserStatus)[keyof typeof UserStatus]

registerEnumType(Role, { name: 'Role', description: 'What a user is in its organization.' })
registerEnumType(UserStatus, { name: 'UserStatus', description: 'Only ACTIVE users can sign in and decide.' })

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'app_user' })
@ObjectType({ implements: Node, description: 'A person who signs in, in one organization.' })
export class User {
  @Field(() => ID, { description: 'Opaque id (`usr_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Field(() => String, { description: 'Log-in name, lower case.' })
  @Property({ type: 'text' })
  email!: string

  @Field(() => String, { description: 'First name.' })
  @Property({ type: 'text' })
  firstName!: string

  @Field(() => String, { description: 'Last name.' })
  @Property({ type: 'text' })
  lastName!: string

  @Field(() => String, { nullable: true, description: 'E.164, such as +493012345678.' })
  @Property({ type: 'text', nullable: true })
  phone: string | null = null

  @Field(() => [Role], { description: 'Decides what the user may do.' })
  @Property({ type: 'array' })
  roles!: Role[]

  @Field(() => UserStatus, { description: 'Only ACTIVE users can sign in and decide.' })
  @Property({ type: 'text' })
  status!: UserStatus

  @Property({ type: 'text', nullable: true, hidden: true })
  passwordHash: string | null = null

  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When the user was added.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  updatedAt!: Date
}
