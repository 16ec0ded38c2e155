import { OutboxEvent } from './events/outbox-event.entity.ts'
import { ApiKey } from './identity/api-key.entity.ts'
import { Session } from './identity/session.entity.ts'
import { User } from './identity/user.entity.ts'
import { Organization } from './organizations/organization.entity.ts'

/** Every table that the mapper knows, one line each. */
export const entities = [ApiKey, Organization, OutboxEvent, Session, User]
