import { Field, Int, ObjectType } from 'type-graphql'
import { ApprovalDecision } from '../approvals/approval-decision.entity.ts'
import { ApprovalRequestStatus } from '../approvals/approval-request.entity.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Decimal, Money } from '../platform/money.view.ts'
import { Payload } from '../platform/user-error.view.ts'
import { OrderType } from './order-status.ts'

@ObjectType({ description: 'Why a link does not let its holder decide.' })
export class ApprovalLinkObstacle {
  @Field(() => String, {
    description:
      'LINK_INVALID, LINK_EXPIRED, LINK_USED, LINK_OVERTAKEN, APPROVAL_NOT_PENDING, APPROVAL_NOT_ELIGIBLE or SELF_APPROVAL.',
  })
  code!: string

  @Field(() => String, { description: 'A sentence that says what to do.' })
  message!: string
}

@ObjectType({ description: 'One line of what is decided on.' })
export class ApprovalLinkLine {
  @Field(() => Int, { description: 'Its number.' })
  lineNumber!: number

  @Field(() => String, { description: 'Name of the product.' })
  productName!: string

  @Field(() => String, { description: 'Name of the offer.' })
  offerName!: string

  @Field(() => Decimal, { description: 'How many.' })
  quantity!: string

  @Field(() => Decimal, {
    nullable: true,
    description: 'How many run now, where the line changes what runs.',
  })
  quantityBefore!: string | null

  @Field(() => Money, { description: 'Of one unit, for one billing period.' })
  unitPrice!: Money

  @Field(() => Money, { description: 'Quantity times unit price.' })
  lineTotal!: Money
}

@ObjectType({ description: 'What the holder of a link decides on. Nothing else of the order is shown.' })
export class ApprovalLinkSubject {
  @Field(() => Int, { description: 'Version of the request: send it as `expectedVersion`.' })
  version!: number

  @Field(() => String, { description: 'SHA-256 of the content that is decided on, hex.' })
  contentHash!: string

  @Field(() => String, { description: 'As whom the holder decides.' })
  approverName!: string

  @Field(() => String, { description: 'The reseller that sells.' })
  sellerName!: string

  @Field(() => String, { description: 'Who buys.' })
  customerName!: string

  @Field(() => String, { description: 'The account that is charged.' })
  accountName!: string

  @Field(() => String, { description: 'Who asks for approval.' })
  requesterName!: string

  @Field(() => String, { nullable: true, description: 'Number of the order.' })
  orderNumber!: string | null

  @Field(() => OrderType, { description: 'What the order does.' })
  orderType!: OrderType

  @Field(() => Int, { description: 'Revision of the order.' })
  revision!: number

  @Field(() => String, { nullable: true, description: "The customer's own number for it." })
  purchaseOrderNumber!: string | null

  @Field(() => String, { description: 'Why approval is needed.' })
  reason!: string

  @Field(() => Int, { description: 'Which step, from 1.' })
  stepPosition!: number

  @Field(() => Int, { description: 'Of how many.' })
  stepCount!: number

  @Field(() => [ApprovalLinkLine], { description: 'The lines, by number.' })
  lines!: ApprovalLinkLine[]

  @Field(() => Money, { description: 'What the first invoice comes to.' })
  firstInvoiceTotal!: Money

  @Field(() => Money, { description: 'What a month costs.' })
  monthlyRecurring!: Money

  @Field(() => Money, { description: 'What all commitments come to.' })
  totalContractValue!: Money

  @Field(() => [ApprovalDecision], { description: 'What others decided before, oldest first.' })
  decisions!: ApprovalDecision[]

  @Field(() => DateTime, { description: 'Until when the link works.' })
  expiresAt!: Date
}

@ObjectType({ description: 'What the link of a mail opens.' })
export class ApprovalLink {
  @Field(() => ApprovalLinkObstacle, {
    nullable: true,
    description: 'Why its holder cannot decide; null when it can.',
  })
  obstacle!: ApprovalLinkObstacle | null

  @Field(() => ApprovalLinkSubject, {
    nullable: true,
    description: 'What is decided on; null behind an obstacle.',
  })
  subject!: ApprovalLinkSubject | null
}

@ObjectType({ description: 'Answer of approvalLinkDecide.' })
export class ApprovalLinkDecidePayload extends Payload {
  @Field(() => ApprovalRequestStatus, {
    nullable: true,
    description: 'What became of the request: PENDING when others must approve too. Null when refused.',
  })
  approvalStatus?: ApprovalRequestStatus | null

  @Field(() => String, { nullable: true, description: 'Number of the order; null when refused.' })
  orderNumber?: string | null
}
