import { connectionOf } from '../platform/page.ts'
import { AuditEntry } from './audit-entry.entity.ts'

export const AuditEventConnection = connectionOf(() => AuditEntry, 'AuditEvent')
