import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'
import { Signatory } from './signatory.view.ts'

export const AcceptanceMethod = {
  CLICKWRAP: 'CLICKWRAP',
  PARTNER_ATTESTATION: 'PARTNER_ATTESTATION',
  VENDOR_DIRECT: 'VENDOR_DIRECT',
} as const
export type AcceptanceMethod = (typeof AcceptanceMethod)[keyof typeof AcceptanceMethod]

registerEnumType(AcceptanceMethod, {
  name: 'AcceptanceMethod',
  description:
    "CLICKWRAP: the customer's own user agreed. PARTNER_ATTESTATION: the reseller attests that the signatory did. VENDOR_DIRECT: the signatory agreed with the vendor itself, as the reseller attests.",
})

/** That somebody agreed to one version for one revision of an order. Final once it is sealed. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'terms_acceptance' })
@ObjectType({
  implements: Node,
  description: 'Evidence that one version of terms was accepted for one revision of an order.',
})
export class TermsAcceptance {
  @Field(() => ID, { description: 'Opaque id (`tac_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  organizationId!: string

  @Field(() => ID, { description: 'The order that it was accepted for.' })
  @Property({ type: 'text' })
  orderId!: string

  @Field(() => Int, { description: 'The revision of the order that it was accepted for.' })
  @Property({ type: 'integer' })
  orderRevision!: number

  @Property({ type: 'text' })
  termsSellerId!: string

  @Property({ type: 'text' })
  versionId!: string

  @Field(() => String, { description: 'SHA-256 of the accepted text (UTF-8), hex.' })
  @Property({ type: 'text' })
  contentHash!: string

  @Field(() => AcceptanceMethod, { description: 'How it was accepted.' })
  @Property({ type: 'text' })
  method!: AcceptanceMethod

  @Field(() => ID, { description: 'The user or API key that sent the acceptance.' })
  @Property({ type: 'text' })
  acceptedBy!: string

  @Field(() => Signatory, { description: 'The person who agreed, for the customer.' })
  @Property({ type: 'json' })
  signatory!: Signatory

  @Field(() => String, { nullable: true, description: 'Address that the request came from.' })
  @Property({ type: 'text', nullable: true })
  ip: string | null = null

  @Field(() => String, { nullable: true, description: 'Program that the request came from.' })
  @Property({ type: 'text', nullable: true })
  userAgent: string | null = null

  @Field(() => String, { description: 'Language of the accepted text.' })
  @Property({ type: 'text' })
  locale!: string

  @Field(() => DateTime, { description: 'When it was accepted, by the clock of the server.' })
  @Property({ type: 'datetime' })
  acceptedAt!: Date

  @Field(() => String, {
    nullable: true,
    description:
      'The day on which the signatory agreed, as the reseller attests; null: as it was accepted here.',
  })
  @Property({ type: 'text', nullable: true })
  agreedOn: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Where the agreement is kept: a contract number, or what the vendor calls it.',
  })
  @Property({ type: 'text', nullable: true })
  reference: string | null = null

  @Property({ type: 'bigint', nullable: true })
  chainSequence: bigint | null = null

  @Field(() => String, {
    nullable: true,
    description: 'The sealed document: JSON with sorted keys (RFC 8785). Null until it is sealed.',
  })
  @Property({ type: 'text', nullable: true })
  canonical: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Evidence hash of the entry before it; 64 zeros: none.',
  })
  @Property({ type: 'text', nullable: true })
  previousHash: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of `previousHash` followed by `canonical` (UTF-8), hex.',
  })
  @Property({ type: 'text', nullable: true })
  evidenceHash: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Ed25519 signature over the text of `evidenceHash`, base64.',
  })
  @Property({ type: 'text', nullable: true })
  signature: string | null = null

  @Field(() => String, {
    nullable: true,
    description: 'First 16 hex digits of the SHA-256 of the public key that verifies the signature.',
  })
  @Property({ type: 'text', nullable: true })
  signingKeyId: string | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it was sealed; null for moments.' })
  @Property({ type: 'datetime', nullable: true })
  sealedAt: Date | null = null
}
