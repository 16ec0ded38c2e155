import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { ApprovalPreviewOutcome, ApprovalPreviewStep } from '../approvals/approval-preview.view.ts'
import { ApprovalReason } from '../approvals/approval-reason.view.ts'
import { Decimal, Money } from '../platform/money.view.ts'
import { LinePromotion } from './line-promotion.view.ts'
import { OrderContact } from './order-parts.view.ts'
import { ProvisioningValue } from './provisioning-value.view.ts'
import { OrderStage, OrderStageState } from './order-status.ts'

/** How bad a problem is. Keys equal values. */
export const ProblemSeverity = { ERROR: 'ERROR', WARNING: 'WARNING' } as const
export type ProblemSeverity = (typeof ProblemSeverity)[keyof typeof ProblemSeverity]

registerEnumType(ProblemSeverity, {
  name: 'ProblemSeverity',
  description: 'ERROR keeps the order from being submitted, WARNING does not.',
})
@ObjectType({
  description: 'One thing that is wrong with a stage, or that keeps an order from being submitted.',
})
export class StageProblem {
  @Field(() => String, { description: 'Stable, such as QUANTITY_TOO_LOW. Switch on it.' })
  code!: string

  @Field(() => [String], {
    description: 'From the order down to the value: ["items", "2", "quantity"]; numbers are line numbers.',
  })
  path!: readonly string[]

  @Field(() => ProblemSeverity, { description: 'ERROR keeps the order from being submitted.' })
  severity!: ProblemSeverity

  @Field(() => String, { description: 'A sentence that says what to do.' })
  message!: string
}

@ObjectType({ description: 'How far one stage is, and what is still wrong with it.' })
export class OrderStageReport {
  @Field(() => OrderStage, { description: 'Which stage.' })
  kind!: OrderStage

  @Field(() => OrderStageState, { description: 'How far it is.' })
  state!: OrderStageState

  @Field(() => [StageProblem], { description: 'What is wrong; empty when it is COMPLETE without warnings.' })
  problems!: StageProblem[]
}

@ObjectType({ description: 'What orderSubmit would say now, besides the terms.' })
export class OrderValidation {
  @Field(() => Boolean, { description: 'True when the order would be accepted with its terms agreed to.' })
  canSubmit!: boolean

  @Field(() => [StageProblem], { description: 'Everything that keeps it from being submitted.' })
  problems!: StageProblem[]
}

@ObjectType({ description: 'One line of the summary.' })
export class OrderSummaryLine {
  @Field(() => Int, { description: 'The line.' })
  lineNumber!: number

  @Field(() => String, { description: 'Name of the product.' })
  productName!: string

  @Field(() => String, { description: 'Name of the offer.' })
  offerName!: string

  @Field(() => String, { description: 'Name of the vendor.' })
  vendorName!: string

  @Field(() => Decimal, { description: 'How many units.' })
  quantity!: string

  @Field(() => String, { description: 'What one unit is.' })
  unitOfMeasure!: string

  @Field(() => Money, { description: 'Price of one unit for one billing period.' })
  unitPrice!: Money

  @Field(() => Money, { description: 'Quantity times unit price; before a promotion.' })
  lineTotal!: Money

  @Field(() => String, {
    nullable: true,
    description: 'The day (yyyy-mm-dd) that it ends with something else.',
  })
  coTermDate!: string | null

  @Field(() => LinePromotion, { nullable: true, description: 'What a promotion code takes off it.' })
  promotion!: LinePromotion | null

  @Field(() => [ProvisioningValue], { description: 'Its provisioning answers.' })
  provisioning!: ProvisioningValue[]
}

@ObjectType({ description: 'The last stage: all that was entered, on one page.' })
export class OrderSummary {
  @Field(() => String, { description: 'Name of the customer.' })
  organizationName!: string

  @Field(() => String, { description: 'Name of the account.' })
  accountName!: string

  @Field(() => [OrderSummaryLine], { description: 'What is bought.' })
  lines!: OrderSummaryLine[]

  @Field(() => [OrderContact], { description: 'Who is named.' })
  contacts!: OrderContact[]

  @Field(() => [ProvisioningValue], { description: 'Answers that hold for the whole order.' })
  provisioning!: ProvisioningValue[]

  @Field(() => Money, { description: 'What falls due at the start.' })
  firstInvoiceTotal!: Money

  @Field(() => Money, { description: 'All that recurs, spread over months.' })
  monthlyRecurring!: Money

  @Field(() => Money, { description: 'Setup fees and every period of the commitments.' })
  totalContractValue!: Money
}

@ObjectType({ description: 'Whose approval the order would need as it stands.' })
export class ApprovalPreview {
  @Field(() => ApprovalPreviewOutcome, { description: 'Whether it can be approved at all.' })
  outcome!: ApprovalPreviewOutcome

  @Field(() => String, { description: 'Why, in a sentence or more.' })
  reason!: string

  @Field(() => [ApprovalReason], { description: 'What policies want the requester to know.' })
  warnings!: ApprovalReason[]

  @Field(() => [ApprovalPreviewStep], { description: 'The steps; empty unless REQUIRE_APPROVAL.' })
  steps!: ApprovalPreviewStep[]

  @Field(() => StageProblem, { nullable: true, description: 'Why it is BLOCKED.' })
  problem!: StageProblem | null
}
