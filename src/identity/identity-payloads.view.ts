import { Field, ObjectType } from 'type-graphql'
import { Activity } from '../activities/activity.entity.ts'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { ApiKey } from './api-key.entity.ts'
import { User } from './user.entity.ts'
import { Viewer } from './viewer.view.ts'

export const UserConnection = connectionOf(() => User, 'User')
export const ApiKeyConnection = connectionOf(() => ApiKey, 'ApiKey')

@ObjectType({ description: 'Answer of signIn.' })
export class SignInPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description:
      'Send it as "Authorization: Bearer <token>". Ends after 12 hours, or 30 minutes without use.',
  })
  token?: string | null

  @Field(() => Viewer, { nullable: true, description: 'Who is signed in now; null when refused.' })
  viewer?: Viewer | null
}

@ObjectType({ description: 'Answer of invitationAccept.' })
export class InvitationAcceptPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'As of signIn.' })
  token?: string | null

  @Field(() => Viewer, { nullable: true, description: 'Who is signed in now; null when refused.' })
  viewer?: Viewer | null
}

@ObjectType({ description: 'Answer of signOut.' })
export class SignOutPayload extends Payload {
  @Field(() => Boolean, { nullable: true, description: 'False for API keys: they have no session.' })
  signedOut?: boolean | null
}

@ObjectType({ description: 'Answer of userInvite.' })
export class UserInvitePayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user; null when refused.' })
  user?: User | null

  @Field(() => String, {
    nullable: true,
    description: 'Link to choose a password, valid for 7 days. Shown this once; null in a repeat.',
  })
  invitationUrl?: string | null
}

@ObjectType({ description: 'Answer of userActivate.' })
export class UserActivatePayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user; null when refused.' })
  user?: User | null
}

@ObjectType({ description: 'Answer of userDeactivate.' })
export class UserDeactivatePayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user; null when refused.' })
  user?: User | null
}

@ObjectType({ description: 'Answer of userSetRoles.' })
export class UserSetRolesPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user; null when refused.' })
  user?: User | null
}

@ObjectType({ description: 'Answer of usersActivate.' })
export class UsersActivatePayload extends Payload {
  @Field(() => Activity, { nullable: true, description: 'Watch it; null when refused.' })
  activity?: Activity | null
}

@ObjectType({ description: 'Answer of usersDeactivate.' })
export class UsersDeactivatePayload extends Payload {
  @Field(() => Activity, { nullable: true, description: 'Watch it; null when refused.' })
  activity?: Activity | null
}

@ObjectType({ description: 'Answer of passwordReset.' })
export class PasswordResetPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user; null when refused.' })
  user?: User | null

  @Field(() => String, {
    nullable: true,
    description: 'With LINK: a link to choose a new password, valid for 24 hours. Shown this once.',
  })
  passwordResetUrl?: string | null

  @Field(() => String, { nullable: true, description: 'With GENERATE: the new password. Shown this once.' })
  password?: string | null
}

@ObjectType({ description: 'Answer of apiKeyCreate.' })
export class ApiKeyCreatePayload extends Payload {
  @Field(() => ApiKey, { nullable: true, description: 'The key; null when refused.' })
  apiKey?: ApiKey | null

  @Field(() => String, {
    nullable: true,
    description: 'The whole credential, `cs_<id>_<secret>`. Shown this once; null in a repeat.',
  })
  secret?: string | null
}

@ObjectType({ description: 'Answer of apiKeyRevoke.' })
export class ApiKeyRevokePayload extends Payload {
  @Field(() => ApiKey, { nullable: true, description: 'The key; null when refused.' })
  apiKey?: ApiKey | null
}
