import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { TenantRows } from '../access/tenant.filter.ts'

/** A signed-in browser or client. Only the hash of its token is stored. */
@TenantRows()
@Entity({ tableName: 'session' })
export class Session {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  userId!: string

  @Property({ type: 'text', hidden: true })
  tokenHash!: string

  @Property({ type: 'text', nullable: true })
  ip: string | null = null

  @Property({ type: 'text', nullable: true })
  userAgent: string | null = null

  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  lastUsedAt!: Date

  @Property({ type: 'datetime' })
  expiresAt!: Date

  @Property({ type: 'datetime', nullable: true })
  revokedAt: Date | null = null
}
