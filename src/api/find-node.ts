import { signedIn } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { findActivity } from '../activities/find-activity.ts'
import { findApproval } from '../approvals/find-approval.ts'
import { findApproverGroup } from '../approvals/find-approver-group.ts'
import { findPolicy } from '../approvals/find-policy.ts'
import { findCategory } from '../catalog/find-category.ts'
import { findOffer } from '../catalog/find-offer.ts'
import { findPriceList } from '../catalog/find-price-list.ts'
import { findProduct } from '../catalog/find-product.ts'
import { findVendor } from '../catalog/find-vendor.ts'
import { findErpConnection } from '../erp/find-erp-connection.ts'
import { findErpPush } from '../erp/find-erp-push.ts'
import { findEvent } from '../events/find-event.ts'
import { findApiKey } from '../identity/find-api-key.ts'
import { findUser } from '../identity/find-users.ts'
import { findOrder } from '../orders/find-order.ts'
import { findAccount } from '../organizations/find-account.ts'
import { findOrganization } from '../organizations/find-organization.ts'
import { DomainError } from '../platform/errors.ts'
import type { Node } from '../platform/node.view.ts'
import { findPromotion } from '../promotions/find-promotion.ts'
import { findCloudSubscription } from '../subscriptions/find-cloud-subscription.ts'
import { findTermsAcceptance } from '../terms/find-terms-acceptance.ts'
import { findTermsDocument } from '../terms/find-terms-document.ts'
import { findTermsVersion } from '../terms/find-terms-version.ts'
import { findWebhookEndpoint } from '../webhooks/find-webhook-endpoint.ts'
import { findWebhookMessage } from '../webhooks/find-webhook-message.ts'
import { offeredEvents } from '../webhooks/offered-events.ts'

type Finder = (ctx: Ctx, id: string) => Promise<Node | null>

/** Who finds what, by the prefix of its id: the verbs behind the single queries, with their permissions. */
const finders: Readonly<Record<string, Finder>> = {
  acc: findAccount,
  act: findActivity,
  apg: findApproverGroup,
  app: findPolicy,
  apr: findApproval,
  cat: findCategory,
  epc: findErpConnection,
  epu: findErpPush,
  evt: (ctx, id) => findEvent(ctx, id, offeredEvents()),
  key: findApiKey,
  off: findOffer,
  ord: findOrder,
  org: findOrganization,
  pls: findPriceList,
  prd: findProduct,
  prm: findPromotion,
  sub: findCloudSubscription,
  tac: findTermsAcceptance,
  trm: findTermsDocument,
  trv: findTermsVersion,
  usr: findUser,
  ven: findVendor,
  whe: findWebhookEndpoint,
  whm: findWebhookMessage,
}

const wellFormed = /^([a-z]{3})_[0-9A-Za-z_-]{1,64}$/

/** The thing with this id; null when the id is malformed or unknown, or the thing out of sight or not for the caller. */
export async function findNode(ctx: Ctx, id: string): Promise<Node | null> {
  signedIn(ctx)
  const find = finders[wellFormed.exec(id)?.[1] ?? '']
  if (!find) return null
  try {
    return await find(ctx, id)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FORBIDDEN') return null
    throw error
  }
}
