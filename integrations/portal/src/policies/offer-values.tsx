import { useQuery } from 'urql'
import { CatalogChoicesDocument } from '../generated/operations.ts'
import { offerTerms } from '../parts/offer-terms.ts'
import { FoundValues, type FoundValuesField } from './found-values.tsx'
import { useWords } from './use-words.ts'

/** Offers of the products that the words find. */
export function OfferValues(field: FoundValuesField) {
  const [search, setWords] = useWords()
  const [{ data }] = useQuery({ query: CatalogChoicesDocument, variables: { search, withOffers: true } })
  const offers = data?.productSearch.nodes.flatMap((product) => product.offers ?? []) ?? []
  const found = offers.map((offer) => ({ value: offer.id, label: `${offer.name} · ${offerTerms(offer)}` }))
  return <FoundValues {...field} found={found} onSearchChange={setWords} />
}
