import { Field, ID, InputType, registerEnumType } from 'type-graphql'
import { Role } from '../access/roles.ts'

export const PasswordResetMethod = { LINK: 'LINK', SET: 'SET', GENERATE: 'GENERATE' } as const
export type PasswordResetMethod = (typeof PasswordResetMethod)[keyof typeof PasswordResetMethod]

registerEnumType(PasswordResetMethod, {
  name: 'PasswordResetMethod',
  description: 'How a user comes to a new password.',
})

@InputType({ description: 'A person to invite.' })
export class UserInviteInput {
  @Field(() => ID, { description: 'The organization: your reseller, or one of its customers.' })
  organizationId!: string

  @Field(() => String, { description: 'E-mail address; it becomes the log-in name, in lower case.' })
  email!: string

  @Field(() => String, { description: 'First name.' })
  firstName!: string

  @Field(() => String, { description: 'Last name.' })
  lastName!: string

  @Field(() => String, { nullable: true, description: 'With country code, such as +49 30 12345678.' })
  phone?: string | null

  @Field(() => [Role], {
    description:
      'What the user may do: at most what you may do yourself. At a customer: CUSTOMER_ADMIN, CUSTOMER_APPROVER.',
  })
  roles!: Role[]

  @Field(() => String, {
    description:
      'Any text of yours, at most 255 characters; a repeat invites nobody twice and shows no link.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'A user to let in again.' })
export class UserActivateInput {
  @Field(() => ID, { description: 'Which user.' })
  userId!: string
}

@InputType({ description: 'A user to shut out.' })
export class UserDeactivateInput {
  @Field(() => ID, { description: 'Which user.' })
  userId!: string

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: also when nobody else could decide an open approval request. It is then blocked, and operations are told.',
  })
  force?: boolean | null
}

@InputType({ description: 'What a user may do from now on.' })
export class UserSetRolesInput {
  @Field(() => ID, { description: 'Which user.' })
  userId!: string

  @Field(() => [Role], { description: 'All its roles: at most what you may do yourself.' })
  roles!: Role[]

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: also when nobody else could decide an open approval request. It is then blocked, and operations are told.',
  })
  force?: boolean | null
}

@InputType({ description: 'Users to let in again.' })
export class UsersActivateInput {
  @Field(() => [ID], { description: 'Which users, 1 to 1,000; one that is named twice counts once.' })
  userIds!: string[]

  @Field(() => String, {
    description: 'Any text of yours, at most 255 characters; a repeat begins nothing more.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'Users to shut out.' })
export class UsersDeactivateInput {
  @Field(() => [ID], { description: 'Which users, 1 to 1,000; one that is named twice counts once.' })
  userIds!: string[]

  @Field(() => String, {
    description: 'Any text of yours, at most 255 characters; a repeat begins nothing more.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'A user who needs a new password.' })
export class PasswordResetInput {
  @Field(() => ID, { description: 'Which user.' })
  userId!: string

  @Field(() => PasswordResetMethod, {
    description: 'LINK: the user chooses. SET: you choose `password`. GENERATE: one is made and shown once.',
    defaultValue: PasswordResetMethod.LINK,
  })
  method: PasswordResetMethod = PasswordResetMethod.LINK

  @Field(() => String, {
    nullable: true,
    description: 'With SET only: 12 to 256 characters, 5 of them different, without the log-in name.',
  })
  password?: string | null
}

@InputType({ description: 'A password, chosen with a one-time link.' })
export class InvitationAcceptInput {
  @Field(() => String, { description: 'The token in the link.' })
  token!: string

  @Field(() => String, { description: 'The new password, 12 to 256 characters.' })
  password!: string
}

@InputType({ description: 'Log-in.' })
export class SignInInput {
  @Field(() => String, { description: 'E-mail address; upper and lower case are the same.' })
  email!: string

  @Field(() => String, { description: 'Password.' })
  password!: string
}
