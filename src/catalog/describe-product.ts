import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import type { Offer } from './offer.entity.ts'
import { Product } from './product.entity.ts'
import { ProductInformation } from './product-information.view.ts'

/** What the info icon of a product shows. */
export function describeProduct(product: Product): ProductInformation {
  const { name, summary, description, features, documentationUrl, supportUrl } = product
  const parameters = product.parameters.toSorted((a, b) => a.position - b.position)
  return Object.assign(new ProductInformation(), {
    name,
    summary,
    description,
    features,
    documentationUrl,
    supportUrl,
    parameters,
  })
}

/** What the info icon of an offer shows: that of its product. */
export async function describeOffer(ctx: Ctx, offer: Offer): Promise<ProductInformation | null> {
  const product = await load(ctx, Product, offer.productId)
  return product && describeProduct(product)
}
