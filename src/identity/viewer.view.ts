import { Field, ID, ObjectType } from 'type-graphql'
import { Permission, Role } from '../access/roles.ts'

@ObjectType({ description: 'Who is asking: a signed-in user, or an API key.' })
export class Viewer {
  @Field(() => ID, { description: 'Id of the user or of the API key.' })
  id!: string

  @Field(() => String, { description: 'Name of the person or of the key.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'Log-in name; null for API keys.' })
  email!: string | null

  @Field(() => [Role], { description: 'Roles in its organization.' })
  roles!: readonly Role[]

  @Field(() => [Permission], { description: 'What it may do; hide what it may not.' })
  permissions!: Permission[]

  organizationId!: string

  kind!: string
}
