import { useQuery } from 'urql'
import { CatalogChoicesDocument } from '../generated/operations.ts'
import { FoundValues, type FoundValuesField } from './found-values.tsx'
import { useWords } from './use-words.ts'

/** Products of the catalog, those at the end of their sale too: subscriptions to them still change. */
export function ProductValues(field: FoundValuesField) {
  const [search, setWords] = useWords()
  const [{ data }] = useQuery({ query: CatalogChoicesDocument, variables: { search, withOffers: false } })
  const found = data?.productSearch.nodes.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return <FoundValues {...field} found={found} onSearchChange={setWords} />
}
