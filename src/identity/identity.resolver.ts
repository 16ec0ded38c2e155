import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { findOwnOrganization } from '../organizations/find-organization.ts'
import { Organization } from '../organizations/organization.entity.ts'
import type { Page } from '../platform/page.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { activateUser } from './activate-user.ts'
import { beginUserStatuses } from './begin-user-statuses.ts'
import { deactivateUser } from './deactivate-user.ts'
import { findUser, usersOf } from './find-users.ts'
import { findViewer } from './find-viewer.ts'
import {
  InvitationAcceptPayload,
  PasswordResetPayload,
  SignInPayload,
  SignOutPayload,
  UserActivatePayload,
  UserConnection,
  UserDeactivatePayload,
  UserInvitePayload,
  UserSetRolesPayload,
  UsersActivatePayload,
  UsersDeactivatePayload,
} from './identity-payloads.view.ts'
import { inviteUser } from './invite-user.ts'
import { listUsers } from './list-users.ts'
import { resetPassword } from './reset-password.ts'
import { setUserRoles } from './set-user-roles.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { User } from './user.entity.ts'
import {
  InvitationAcceptInput,
  PasswordResetInput,
  SignInInput,
  UserActivateInput,
  UserDeactivateInput,
  UserInviteInput,
  UserSetRolesInput,
  UsersActivateInput,
  UsersDeactivateInput,
} from './user.inputs.ts'
import { UsersArgs } from './users.inputs.ts'
import { Viewer } from './viewer.view.ts'

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: 'Who is asking; null without a token.' })
  viewer(@Context() ctx: Ctx): Viewer | null {
    return findViewer(ctx.actor)
  }

  @Mutation(() => SignInPayload, { description: 'Signs in with e-mail and password.' })
  signIn(
    @Context() ctx: Ctx,
    @Arg('input', () => SignInInput) input: SignInInput,
  ): Promise<Partial<SignInPayload>> {
    return signIn(ctx, input)
  }

  @Mutation(() => SignOutPayload, { description: 'Ends the session of the token that this request carries.' })
  signOut(@Context() ctx: Ctx): Promise<Partial<SignOutPayload>> {
    return signOut(ctx)
  }

  @Mutation(() => InvitationAcceptPayload, {
    description: 'Chooses a password with the link of an invitation or a password reset, and signs in.',
  })
  invitationAccept(
    @Context() ctx: Ctx,
    @Arg('input', () => InvitationAcceptInput) input: InvitationAcceptInput,
  ): Promise<Partial<InvitationAcceptPayload>> {
    return acceptInvitation(ctx, input)
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'Where it belongs.' })
  organization(@Context() ctx: Ctx, @Root() viewer: Viewer): Promise<Organization | null> {
    return findOwnOrganization(ctx, viewer.organizationId)
  }
}

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: 'One user; null when you cannot see it.' })
  user(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<User | null> {
    return findUser(ctx, id)
  }

  @Query(() => UserConnection, {
    description: 'Users of your reseller, of its customers and of the resellers below, by last name.',
  })
  users(@Context() ctx: Ctx, @Args(() => UsersArgs) args: UsersArgs): Promise<Page<User>> {
    return listUsers(ctx, args)
  }

  @Mutation(() => UserInvitePayload, {
    description:
      'Adds a user to your reseller or to a customer, and answers with a link to choose a password.',
  })
  userInvite(
    @Context() ctx: Ctx,
    @Arg('input', () => UserInviteInput) input: UserInviteInput,
  ): Promise<Partial<UserInvitePayload>> {
    return inviteUser(ctx, input)
  }

  @Mutation(() => UserActivatePayload, { description: 'Lets a deactivated user sign in again.' })
  async userActivate(
    @Context() ctx: Ctx,
    @Arg('input', () => UserActivateInput) input: UserActivateInput,
  ): Promise<Partial<UserActivatePayload>> {
    return { user: await activateUser(ctx, input) }
  }

  @Mutation(() => UserDeactivatePayload, {
    description:
      'Shuts a user out at once and ends its sessions. The last administrator stays, and the last approver of an open request.',
  })
  async userDeactivate(
    @Context() ctx: Ctx,
    @Arg('input', () => UserDeactivateInput) input: UserDeactivateInput,
  ): Promise<Partial<UserDeactivatePayload>> {
    return { user: await deactivateUser(ctx, input) }
  }

  @Mutation(() => UserSetRolesPayload, {
    description: 'Gives a user other roles, at once. Needs USER_WRITE. Tells user.roles_changed.',
  })
  async userSetRoles(
    @Context() ctx: Ctx,
    @Arg('input', () => UserSetRolesInput) input: UserSetRolesInput,
  ): Promise<Partial<UserSetRolesPayload>> {
    return { user: await setUserRoles(ctx, input) }
  }

  @Mutation(() => UsersActivatePayload, {
    description:
      'Lets many deactivated users sign in again, in the background: watch the activity, whose errors name who was refused.',
  })
  async usersActivate(
    @Context() ctx: Ctx,
    @Arg('input', () => UsersActivateInput) input: UsersActivateInput,
  ): Promise<Partial<UsersActivatePayload>> {
    return { activity: await beginUserStatuses(ctx, input, 'ACTIVE') }
  }

  @Mutation(() => UsersDeactivatePayload, {
    description:
      'Shuts many users out and ends their sessions, in the background: watch the activity, whose errors name who was refused.',
  })
  async usersDeactivate(
    @Context() ctx: Ctx,
    @Arg('input', () => UsersDeactivateInput) input: UsersDeactivateInput,
  ): Promise<Partial<UsersDeactivatePayload>> {
    return { activity: await beginUserStatuses(ctx, input, 'DEACTIVATED') }
  }

  @Mutation(() => PasswordResetPayload, {
    description:
      'Gives a user a new password, or a link to choose one; for an invited user the link is a new invitation. Ends sessions when it sets one.',
  })
  passwordReset(
    @Context() ctx: Ctx,
    @Arg('input', () => PasswordResetInput) input: PasswordResetInput,
  ): Promise<Partial<PasswordResetPayload>> {
    return resetPassword(ctx, input)
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'Where the user belongs.' })
  organization(@Context() ctx: Ctx, @Root() user: User): Promise<Organization | null> {
    return findOwnOrganization(ctx, user.organizationId)
  }
}

@Resolver(() => Organization)
export class OrganizationUsersResolver {
  @FieldResolver(() => [User], { description: 'Its users, by last name. Needs USER_READ.' })
  users(@Context() ctx: Ctx, @Root() organization: Organization): Promise<User[]> {
    return usersOf(ctx, organization)
  }
}
