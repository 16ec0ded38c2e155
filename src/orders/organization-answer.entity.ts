import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { OrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import type { ParameterValue } from '../catalog/parameters.rules.ts'

/** An answer that a customer or a reseller once gave with an order, and that is offered to the next ones. */
@TenantRows()
@OrganizationRows()
@Entity({ tableName: 'organization_answer' })
export class OrganizationAnswer {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  /** The customer, or the reseller itself. */
  @Property({ type: 'text' })
  organizationId!: string

  @Property({ type: 'text' })
  key!: string

  /** Null when it is sensitive. */
  @Property({ type: 'json', nullable: true })
  value: ParameterValue = null

  /** Envelope around the JSON of a sensitive answer. */
  @Property({ type: 'text', nullable: true })
  sealed: string | null = null

  /** The order with which it was given. */
  @Property({ type: 'text' })
  orderId!: string

  @Property({ type: 'json' })
  setBy!: { id: string; name: string }

  @Property({ type: 'datetime' })
  setAt!: Date

  /** Null: it is the one that counts. */
  @Property({ type: 'datetime', nullable: true })
  replacedAt: Date | null = null
}
