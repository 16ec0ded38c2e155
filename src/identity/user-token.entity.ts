import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { TenantRows } from '../access/tenant.filter.ts'

/** A link that works once: an invitation, or a password reset. Only the hash of its token is stored. */
@TenantRows()
@Entity({ tableName: 'user_token' })
export class UserToken {
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  userId!: string

  @Property({ type: 'text' })
  purpose!: 'INVITATION' | 'PASSWORD_RESET'

  @Property({ type: 'text', hidden: true })
  tokenHash!: string

  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  expiresAt!: Date

  @Property({ type: 'datetime', nullable: true })
  usedAt: Date | null = null
}
