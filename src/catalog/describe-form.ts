import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import type { Offer } from './offer.entity.ts'
import { Product } from './product.entity.ts'
import { provisioningJsonSchema, provisioningUiSchema } from './provisioning-form.rules.ts'
import type { ProvisioningForm } from './provisioning-form.view.ts'

/** What provisioning asks for when this offer is ordered, as schemas; null when its product is out of sight. */
export async function describeForm(ctx: Ctx, offer: Offer): Promise<ProvisioningForm | null> {
  const product = await load(ctx, Product, offer.productId)
  if (!product) return null
  const { parameters } = product
  return { jsonSchema: provisioningJsonSchema(parameters), uiSchema: provisioningUiSchema(parameters) }
}
