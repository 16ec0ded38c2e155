import type { Product } from './product.entity.ts'
import { ProductInformation } from './product-information.view.ts'

/** What the info icon shows. Null for a product out of sight. */
export function describeProduct(product: Product | null): ProductInformation | null {
  if (!product) return null
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
