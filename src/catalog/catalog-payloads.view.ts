import { Field, ObjectType } from 'type-graphql'
import { Payload } from '../platform/user-error.view.ts'
import { CatalogImport } from './catalog-import.view.ts'
import { SearchSynonym } from './search-synonym.entity.ts'

@ObjectType({ description: 'Answer of `catalogImport`.' })
export class CatalogImportPayload extends Payload {
  @Field(() => CatalogImport, {
    nullable: true,
    description: 'What became of the file; rows that were not imported are in its `problems`.',
  })
  catalogImport!: CatalogImport | null
}

@ObjectType({ description: 'Answer of `searchSynonymSet`.' })
export class SearchSynonymSetPayload extends Payload {
  @Field(() => SearchSynonym, {
    nullable: true,
    description: 'The word and its meanings; null when it has none.',
  })
  searchSynonym!: SearchSynonym | null
}
