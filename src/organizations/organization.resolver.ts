import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import type { Page } from '../platform/page.ts'
import { Account } from './account.entity.ts'
import { AccountCreateInput, AccountUpdateInput } from './account.inputs.ts'
import { Contact } from './contact.entity.ts'
import { createAccount } from './create-account.ts'
import { createOrganization } from './create-organization.ts'
import { accountOrderabilityOf, accountsOf, contactsOf, orderabilityOf } from './find-belongings.ts'
import { findOrganization } from './find-organization.ts'
import { listOrganizations } from './list-organizations.ts'
import { attributesOf, referencesOf } from './named-texts.rules.ts'
import { CustomAttribute, ExternalReference } from './named-texts.view.ts'
import { Organization } from './organization.entity.ts'
import { OrganizationCreateInput, OrganizationUpdateInput } from './organization.inputs.ts'
import {
  AccountCreatePayload,
  AccountUpdatePayload,
  OrganizationConnection,
  OrganizationCreatePayload,
  OrganizationUpdatePayload,
  OrganizationUpsertPayload,
} from './organization-payloads.view.ts'
import { OrganizationUpsertInput } from './organization-upsert.inputs.ts'
import { OrganizationsArgs } from './organizations.inputs.ts'
import { updateAccount } from './update-account.ts'
import { updateOrganization } from './update-organization.ts'
import { upsertOrganization } from './upsert-organization.ts'

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => OrganizationConnection, {
    description: 'Your customers, your own organization, and those of the resellers below you.',
  })
  organizations(
    @Context() ctx: Ctx,
    @Args(() => OrganizationsArgs) args: OrganizationsArgs,
  ): Promise<Page<Organization>> {
    return listOrganizations(ctx, args)
  }

  @Query(() => Organization, {
    nullable: true,
    description: 'One organization; null when you cannot see it.',
  })
  organization(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Organization | null> {
    return findOrganization(ctx, id)
  }

  @Mutation(() => OrganizationCreatePayload, { description: 'Adds a customer to your reseller.' })
  async organizationCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => OrganizationCreateInput) input: OrganizationCreateInput,
  ): Promise<Partial<OrganizationCreatePayload>> {
    return { organization: await createOrganization(ctx, input) }
  }

  @Mutation(() => OrganizationUpdatePayload, {
    description: 'Changes an organization. Absent fields stay as they are, null clears.',
  })
  async organizationUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => OrganizationUpdateInput) input: OrganizationUpdateInput,
  ): Promise<Partial<OrganizationUpdatePayload>> {
    return { organization: await updateOrganization(ctx, input) }
  }

  @Mutation(() => OrganizationUpsertPayload, {
    description: 'Adds the customer with your external reference, or changes it. Repeat it at will.',
  })
  organizationUpsert(
    @Context() ctx: Ctx,
    @Arg('input', () => OrganizationUpsertInput) input: OrganizationUpsertInput,
  ): Promise<Partial<OrganizationUpsertPayload>> {
    return upsertOrganization(ctx, input)
  }

  @Mutation(() => AccountCreatePayload, { description: 'Adds an account to an organization.' })
  async accountCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => AccountCreateInput) input: AccountCreateInput,
  ): Promise<Partial<AccountCreatePayload>> {
    return { account: await createAccount(ctx, input) }
  }

  @Mutation(() => AccountUpdatePayload, {
    description: 'Changes an account, puts it on hold or releases it. Absent fields stay, null clears.',
  })
  async accountUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => AccountUpdateInput) input: AccountUpdateInput,
  ): Promise<Partial<AccountUpdatePayload>> {
    return { account: await updateAccount(ctx, input) }
  }

  @FieldResolver(() => [ExternalReference], { description: 'Your ids for it by system, by name.' })
  externalReferences(@Root() organization: Organization): ExternalReference[] {
    return referencesOf(organization)
  }

  @FieldResolver(() => [CustomAttribute], { description: 'Your own facts about it, by name.' })
  customAttributes(@Root() organization: Organization): CustomAttribute[] {
    return attributesOf(organization)
  }

  @FieldResolver(() => [Account], { description: 'Where its orders are charged, by name.' })
  accounts(@Context() ctx: Ctx, @Root() organization: Organization): Promise<Account[]> {
    return accountsOf(ctx, organization)
  }

  @FieldResolver(() => [Contact], { description: 'Its people, by last name.' })
  contacts(@Context() ctx: Ctx, @Root() organization: Organization): Promise<Contact[]> {
    return contactsOf(ctx, organization)
  }

  @FieldResolver(() => Boolean, { description: 'True when it can order on at least one of its accounts.' })
  async canOrder(@Context() ctx: Ctx, @Root() organization: Organization): Promise<boolean> {
    return (await orderabilityOf(ctx, organization)).canOrder
  }

  @FieldResolver(() => [String], {
    description:
      'Why it cannot order: ORGANIZATION_ON_HOLD, NO_ACCOUNT, ACCOUNT_CREDIT_HOLD, ACCOUNT_ADMIN_HOLD; empty when it can.',
  })
  async orderingProblems(@Context() ctx: Ctx, @Root() organization: Organization): Promise<string[]> {
    return (await orderabilityOf(ctx, organization)).reasons
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The organization above: of a customer its reseller. Null when you cannot see it.',
  })
  parent(@Context() ctx: Ctx, @Root() organization: Organization): Promise<Organization | null> {
    return findOrganization(ctx, organization.parentId)
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The reseller that sells to it; of a reseller, itself.',
  })
  seller(@Context() ctx: Ctx, @Root() organization: Organization): Promise<Organization | null> {
    return findOrganization(ctx, organization.sellerId)
  }
}

@Resolver(() => Account)
export class AccountResolver {
  @FieldResolver(() => Boolean, { description: 'True when new orders can be charged to it.' })
  async canOrder(@Context() ctx: Ctx, @Root() account: Account): Promise<boolean> {
    return (await accountOrderabilityOf(ctx, account)).canOrder
  }

  @FieldResolver(() => [String], {
    description:
      'Why not: ORGANIZATION_ON_HOLD, ACCOUNT_CREDIT_HOLD, ACCOUNT_ADMIN_HOLD; empty when they can.',
  })
  async orderingProblems(@Context() ctx: Ctx, @Root() account: Account): Promise<string[]> {
    return (await accountOrderabilityOf(ctx, account)).reasons
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'Whose account it is.' })
  organization(@Context() ctx: Ctx, @Root() account: Account): Promise<Organization | null> {
    return findOrganization(ctx, account.organizationId)
  }
}
