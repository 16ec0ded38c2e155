import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { RowProblem } from './offer-rows.rules.ts'

@ObjectType('CatalogImportProblem', { description: 'Why a row of the file was not imported.' })
export class CatalogImportProblem implements RowProblem {
  @Field(() => Int, { description: 'Line in the file; the header is line 1.' })
  line!: number

  @Field(() => String, { description: 'Column; empty when the whole row is meant.' })
  column!: string

  @Field(() => String, { description: 'Stable, such as PRODUCT_UNKNOWN or PRICE_INVALID.' })
  code!: string

  @Field(() => String, { description: 'A sentence that says what to do.' })
  message!: string
}

@ObjectType({ description: 'What became of a catalog file.' })
export class CatalogImport {
  @Field(() => ID, { description: 'Opaque id (`imp_...`); its event `catalog.imported` carries it.' })
  id!: string

  @Field(() => Boolean, { description: 'True: this is what would have happened; nothing was changed.' })
  dryRun!: boolean

  @Field(() => Int, { description: 'Rows in the file, without the header.' })
  rows!: number

  @Field(() => Int, { description: 'Offers that were added.' })
  created!: number

  @Field(() => Int, { description: 'Offers of which something changed, prices included.' })
  updated!: number

  @Field(() => Int, { description: 'Offers that were as the file says already.' })
  unchanged!: number

  @Field(() => Int, { description: 'Rows that were not imported.' })
  failed!: number

  @Field(() => [CatalogImportProblem], { description: 'What is wrong with them, the first 500 by line.' })
  problems!: CatalogImportProblem[]
}
