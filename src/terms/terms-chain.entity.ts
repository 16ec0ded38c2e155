import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { TenantRows } from '../access/tenant.filter.ts'

/** The end of a seller's chain of sealed acceptances. Its row is the lock under which the chain grows. */
@TenantRows()
@Entity({ tableName: 'terms_chain' })
export class TermsChain {
  @PrimaryKey({ type: 'text' })
  sellerId!: string

  @Property({ type: 'bigint' })
  lastSequence!: bigint

  @Property({ type: 'text' })
  headHash!: string
}
