import { ArgsType, Field } from 'type-graphql'
import { PageArgs } from '../platform/page.ts'
import { OrganizationOrderBy, OrganizationWhere } from './organization.inputs.ts'

@ArgsType()
export class OrganizationsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the name, or the beginning of its domain or of your id for it.',
  })
  search?: string | null

  @Field(() => OrganizationWhere, { nullable: true, description: 'Conditions.' })
  where?: OrganizationWhere | null

  @Field(() => OrganizationOrderBy, { nullable: true, description: 'Default: by name, ascending.' })
  orderBy?: OrganizationOrderBy | null
}
