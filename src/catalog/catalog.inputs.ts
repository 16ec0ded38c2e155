import { Field, InputType } from 'type-graphql'

@InputType({ description: 'A catalog file to import: either `csv` or `jsonLines`.' })
export class CatalogImportInput {
  @Field(() => String, {
    nullable: true,
    description:
      'CSV with a header: productKey, skuCode, vendorPartNumber, name, unitOfMeasure, minQuantity, maxQuantity, quantityStep, addOnOf, excludes, paymentModel, chargeTiming, commitmentTerm, billingPeriod, then price<CUR> and setupFee<CUR> for each currency. Several SKUs in addOnOf or excludes are separated by |. A request is at most 100 kB: POST larger files to `/catalog/imports`.',
  })
  csv?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'One JSON object a line, its keys named as the columns of `csv`; several SKUs may be a list. Prices are strings, to be exact; a currency that a row does not name stays as it is.',
  })
  jsonLines?: string | null

  @Field(() => Boolean, { defaultValue: false, description: 'Says what would happen; changes nothing.' })
  dryRun: boolean = false

  @Field(() => String, {
    nullable: true,
    description: 'A key of yours; the same request with it is carried out once.',
  })
  idempotencyKey?: string | null
}

@InputType({ description: 'What a word of searches stands for.' })
export class SearchSynonymSetInput {
  @Field(() => String, { description: 'The word that people ask for, such as `o365`.' })
  word!: string

  @Field(() => [String], {
    description:
      'Words or phrases that are found as well, at most 8; empty: the word stands for itself alone.',
  })
  meanings!: string[]
}
