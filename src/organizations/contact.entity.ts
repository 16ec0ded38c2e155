import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

export const ContactRole = {
  ADMIN: 'ADMIN',
  BILLING: 'BILLING',
  TECHNICAL: 'TECHNICAL',
  SIGNATORY: 'SIGNATORY',
} as const
export type ContactRole = (typeof ContactRole)[keyof typeof ContactRole]

registerEnumType(ContactRole, { name: 'ContactRole', description: 'What a contact is asked about.' })

@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'contact' })
@ObjectType({ description: 'A person at an organization; orders copy contacts and keep their copy.' })
export class Contact {
  @Field(() => ID, { description: 'Opaque id (`con_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Field(() => String, { description: 'First name.' })
  @Property({ type: 'text' })
  firstName!: string

  @Field(() => String, { description: 'Last name.' })
  @Property({ type: 'text' })
  lastName!: string

  @Field(() => String, { description: 'E-mail address.' })
  @Property({ type: 'text' })
  email!: string

  @Field(() => String, { nullable: true, description: 'E.164, such as +493012345678.' })
  @Property({ type: 'text', nullable: true })
  phone: string | null = null

  @Field(() => [ContactRole], { description: 'What the contact is asked about; may be empty.' })
  @Property({ type: 'array' })
  roles: ContactRole[] = []

  @Field(() => DateTime, { description: 'When the contact was added.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When the contact was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
