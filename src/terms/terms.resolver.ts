import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { PageArgs, type Page } from '../platform/page.ts'
import { findCurrentVersion } from './find-current-version.ts'
import { findTermsAcceptance } from './find-terms-acceptance.ts'
import { bundleUrl, receiptUrl } from './evidence-urls.ts'
import { listTermsDocuments } from './list-terms-documents.ts'
import { listTermsReacceptances } from './list-terms-reacceptances.ts'
import { publishTermsVersion } from './publish-terms-version.ts'
import { publicKeyOf } from './public-key-of.ts'
import { TermsAcceptance } from './terms-acceptance.entity.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { type TermsReacceptance, TermsReacceptanceConnection } from './terms-reports.view.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { TermsVersionPublishInput } from './terms.inputs.ts'
import { EvidenceVerification, TermsDocumentConnection, TermsVersionPublishPayload } from './terms.view.ts'
import { verifyEvidence } from './verify-evidence.ts'

@Resolver(() => TermsDocument)
export class TermsDocumentResolver {
  @Query(() => TermsDocumentConnection, {
    description:
      'Terms that apply to your orders: yours, those you inherit, and those of the resellers below you.',
  })
  termsDocuments(@Context() ctx: Ctx, @Args(() => PageArgs) args: PageArgs): Promise<Page<TermsDocument>> {
    return listTermsDocuments(ctx, args)
  }

  @Query(() => TermsReacceptanceConnection, {
    description:
      'Customers who accepted an earlier version of mandatory terms than the one in effect: they accept again before they next order.',
  })
  termsReacceptances(
    @Context() ctx: Ctx,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Page<TermsReacceptance>> {
    return listTermsReacceptances(ctx, args)
  }

  @Mutation(() => TermsVersionPublishPayload, {
    description: 'Publishes a version of terms, and with `document` a new document. Needs TERMS_PUBLISH.',
  })
  async termsVersionPublish(
    @Context() ctx: Ctx,
    @Arg('input', () => TermsVersionPublishInput) input: TermsVersionPublishInput,
  ): Promise<Partial<TermsVersionPublishPayload>> {
    return { termsVersion: await publishTermsVersion(ctx, input) }
  }

  @FieldResolver(() => TermsVersion, {
    nullable: true,
    description: 'The version in effect now; null before the first one is.',
  })
  currentVersion(
    @Context() ctx: Ctx,
    @Root() document: TermsDocument,
    @Arg('locale', () => String, { nullable: true, description: 'Language wanted, where it exists.' })
    locale?: string | null,
  ): Promise<TermsVersion | null> {
    return findCurrentVersion(ctx, document, locale)
  }
}

@Resolver(() => TermsVersion)
export class TermsVersionResolver {
  @FieldResolver(() => TermsDocument, {
    nullable: true,
    description: 'The document that it is a version of.',
  })
  document(@Context() ctx: Ctx, @Root() version: TermsVersion): Promise<TermsDocument | null> {
    return load(ctx, TermsDocument, version.documentId)
  }
}

@Resolver(() => TermsAcceptance)
export class TermsAcceptanceResolver {
  @Query(() => TermsAcceptance, {
    nullable: true,
    description: 'Evidence that terms were accepted, which verifies itself; null when you cannot see it.',
  })
  termsAcceptance(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<TermsAcceptance | null> {
    return findTermsAcceptance(ctx, id)
  }

  @FieldResolver(() => TermsVersion, { nullable: true, description: 'The accepted text.' })
  termsVersion(@Context() ctx: Ctx, @Root() acceptance: TermsAcceptance): Promise<TermsVersion | null> {
    return load(ctx, TermsVersion, acceptance.versionId)
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Place in the seller's chain of evidence, a whole number from 1. Null until it is sealed.",
  })
  chainSequence(@Root() acceptance: TermsAcceptance): string | null {
    return acceptance.chainSequence?.toString() ?? null
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The public key, PEM, that verifies the signature without us. Null when we have it no more.',
  })
  publicKey(@Context() ctx: Ctx, @Root() acceptance: TermsAcceptance): string | null {
    return publicKeyOf(ctx, acceptance)
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Link to the receipt, PDF, for people; works for five minutes without signing in. Null until it is sealed.',
  })
  receiptUrl(@Context() ctx: Ctx, @Root() acceptance: TermsAcceptance): string | null {
    return receiptUrl(ctx, acceptance)
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Link to all evidence of the order, JSON, for `npm run verify-terms`; works for five minutes without signing in. Null until it is sealed.',
  })
  bundleUrl(@Context() ctx: Ctx, @Root() acceptance: TermsAcceptance): string | null {
    return bundleUrl(ctx, acceptance)
  }

  @FieldResolver(() => EvidenceVerification, {
    description:
      'Computes text hash, canonical bytes, evidence hash, signature and the links to its neighbours again, now.',
  })
  verification(@Context() ctx: Ctx, @Root() acceptance: TermsAcceptance): Promise<EvidenceVerification> {
    return verifyEvidence(ctx, acceptance)
  }
}
