import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'

/** What made a step, an approval or a warning come out. Keys equal values. */
export const ApprovalRule = {
  POLICY: 'POLICY',
  DEFAULT_ADMINISTRATOR: 'DEFAULT_ADMINISTRATOR',
  PARENT_ADMINISTRATOR: 'PARENT_ADMINISTRATOR',
  DEFAULT_APPROVE: 'DEFAULT_APPROVE',
  AD_HOC: 'AD_HOC',
} as const
export type ApprovalRule = (typeof ApprovalRule)[keyof typeof ApprovalRule]

registerEnumType(ApprovalRule, {
  name: 'ApprovalRule',
  description:
    'What asked for it. POLICY: a policy of the reseller or of one above. AD_HOC: a person, while the request was open. The others apply when no policy says anything.',
})

@ObjectType({ description: 'One version of a policy, as a request was routed by it.' })
export class RoutedPolicyReference {
  @Field(() => ID, { description: "The policy's id." })
  id!: string

  @Field(() => Int, { description: 'The version that counted; later ones change nothing for this request.' })
  version!: number

  @Field(() => String, { description: 'Its name at that time.' })
  name!: string
}

@ObjectType({ description: 'Why something came out, with what of the order made it so.' })
export class ApprovalReason {
  @Field(() => ApprovalRule, { description: 'What asked for it.' })
  rule!: ApprovalRule

  @Field(() => RoutedPolicyReference, { nullable: true, description: 'The policy; null for the default.' })
  policy!: RoutedPolicyReference | null

  @Field(() => String, { description: 'For people. Margins are not told.' })
  message!: string
}
