import { Arg, Args, Ctx as Context, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { findOwnOrganization } from '../organizations/find-organization.ts'
import { Organization } from '../organizations/organization.entity.ts'
import type { Page } from '../platform/page.ts'
import { ApiKey } from './api-key.entity.ts'
import { ApiKeyCreateInput, ApiKeyRevokeInput, ApiKeysArgs } from './api-key.inputs.ts'
import { createApiKey } from './create-api-key.ts'
import { ApiKeyConnection, ApiKeyCreatePayload, ApiKeyRevokePayload } from './identity-payloads.view.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, {
    description: 'Credentials of programs, newest first. Never their secrets.',
  })
  apiKeys(@Context() ctx: Ctx, @Args(() => ApiKeysArgs) args: ApiKeysArgs): Promise<Page<ApiKey>> {
    return listApiKeys(ctx, args)
  }

  @Mutation(() => ApiKeyCreatePayload, {
    description: 'Makes a credential for a program; its secret is shown once.',
  })
  apiKeyCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => ApiKeyCreateInput) input: ApiKeyCreateInput,
  ): Promise<Partial<ApiKeyCreatePayload>> {
    return createApiKey(ctx, input)
  }

  @Mutation(() => ApiKeyRevokePayload, { description: 'Ends a credential of a program at once.' })
  async apiKeyRevoke(
    @Context() ctx: Ctx,
    @Arg('input', () => ApiKeyRevokeInput) input: ApiKeyRevokeInput,
  ): Promise<Partial<ApiKeyRevokePayload>> {
    return { apiKey: await revokeApiKey(ctx, input) }
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'Whose key it is.' })
  organization(@Context() ctx: Ctx, @Root() key: ApiKey): Promise<Organization | null> {
    return findOwnOrganization(ctx, key.organizationId)
  }
}
