import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { Permission } from '../access/roles.ts'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

registerEnumType(Permission, {
  name: 'Permission',
  description: 'What an actor may do; the scopes of API keys.',
})

/** A credential for a program. The secret is shown once; only its hash is stored. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'api_key' })
@ObjectType({ implements: Node, description: 'A credential for a program, sent as a Bearer token.' })
export class ApiKey {
  @Field(() => ID, { description: 'Opaque id (`key_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  createdBy!: string

  @Field(() => String, { description: 'What it is used for.' })
  @Property({ type: 'text' })
  name!: string

  @Property({ type: 'text', hidden: true })
  secretHash!: string

  @Field(() => String, { description: 'Last four characters of the secret, to tell keys apart.' })
  @Property({ type: 'text' })
  lastFour!: string

  @Field(() => [Permission], { description: 'What it may do.' })
  @Property({ type: 'array' })
  scopes!: Permission[]

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null: never.' })
  @Property({ type: 'datetime', nullable: true })
  expiresAt: Date | null = null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Last use, written at most once a minute.',
  })
  @Property({ type: 'datetime', nullable: true })
  lastUsedAt: Date | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked.' })
  @Property({ type: 'datetime', nullable: true })
  revokedAt: Date | null = null
}
