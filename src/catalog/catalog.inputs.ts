import { Field, InputType } from 'type-graphql'

@InputType({ description: 'A catalog file to import.' })
export class CatalogImportInput {
  @Field(() => String, {
    description:
      'CSV with a header: productKey, skuCode, vendorPartNumber, name, unitOfMeasure, minQuantity, maxQuantity, quantityStep, addOnOf, excludes, paymentModel, chargeTiming, commitmentTerm, billingPeriod, then price<CUR> and setupFee<CUR> for each currency. Several SKUs in addOnOf or excludes are separated by |. Split large catalogs: a request is at most 100 kB.',
  })
  csv!: string

  @Field(() => Boolean, { defaultValue: false, description: 'Says what would happen; changes nothing.' })
  dryRun: boolean = false

  @Field(() => String, {
    nullable: true,
    description: 'A key of yours; the same request with it is carried out once.',
  })
  idempotencyKey?: string | null
}
