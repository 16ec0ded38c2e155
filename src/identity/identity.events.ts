import { z } from 'zod'
import { Permission, Role } from '../access/roles.ts'
import { defineEvent } from '../events/event.ts'

const userSnapshot = z.object({
  user: z.object({
    id: z.string(),
    sellerId: z.string(),
    organizationId: z.string(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string().nullable(),
    roles: z.array(z.enum(Role)),
    status: z.enum(['INVITED', 'ACTIVE', 'DEACTIVATED']),
    version: z.number().int(),
  }),
})

const user = {
  id: 'usr_06e9z3k8f1r6v0a2b4c6d8e0f2',
  sellerId: 'org_06e9z3k8f1r6v0a2b4c6d8e0aa',
  organizationId: 'org_06e9z3k8f1r6v0a2b4c6d8e0aa',
  email: 'sales@meridian.example',
  firstName: 'Jonas',
  lastName: 'Weidlich',
  phone: '+493023125010',
  roles: ['SALES_AGENT' as const],
  version: 1,
}

const ofUser = { subjectType: 'user', since: '0.1', schema: userSnapshot, offeredToWebhooks: true }

export const userInvited = defineEvent({
  ...ofUser,
  type: 'user.invited',
  description: 'A user was invited and gets a link to choose a password. The link is not in the event.',
  example: { user: { ...user, status: 'INVITED' as const } },
})

export const userActivated = defineEvent({
  ...ofUser,
  type: 'user.activated',
  description: 'A user can sign in: it accepted its invitation, or an administrator activated it again.',
  example: { user: { ...user, status: 'ACTIVE' as const, version: 2 } },
})

export const userDeactivated = defineEvent({
  ...ofUser,
  type: 'user.deactivated',
  description: 'A user can no longer sign in, and its sessions were ended.',
  example: { user: { ...user, status: 'DEACTIVATED' as const, version: 3 } },
})

export const userRolesChanged = defineEvent({
  ...ofUser,
  since: '0.3',
  type: 'user.roles_changed',
  description:
    'A user may do other things from now on; open approvals that it cannot decide any more go on without it.',
  example: { user: { ...user, roles: ['APPROVER' as const], status: 'ACTIVE' as const, version: 4 } },
})

export const userPasswordReset = defineEvent({
  ...ofUser,
  type: 'user.password_reset',
  description:
    'An administrator made a link with which the user chooses a new password; it is not in the event.',
  example: { user: { ...user, status: 'ACTIVE' as const, version: 4 } },
  offeredToWebhooks: false,
})

export const userPasswordChanged = defineEvent({
  ...ofUser,
  type: 'user.password_changed',
  description:
    'A user has a new password, chosen with a link or given by an administrator; its sessions were ended.',
  example: { user: { ...user, status: 'ACTIVE' as const, version: 5 } },
  offeredToWebhooks: false,
})

const apiKeySnapshot = z.object({
  apiKey: z.object({
    id: z.string(),
    sellerId: z.string(),
    organizationId: z.string(),
    name: z.string(),
    lastFour: z.string(),
    scopes: z.array(z.enum(Permission)),
    createdBy: z.string(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  }),
})

const apiKey = {
  id: 'key_06e9z3k8f1r6v0a2b4c6d8e0f5',
  sellerId: 'org_06e9z3k8f1r6v0a2b4c6d8e0aa',
  organizationId: 'org_06e9z3k8f1r6v0a2b4c6d8e0aa',
  name: 'ERP',
  lastFour: 'x7Qa',
  scopes: ['ORDER_READ' as const, 'EVENT_READ' as const],
  createdBy: 'usr_06e9z3k8f1r6v0a2b4c6d8e0f2',
  expiresAt: '2027-11-23T00:00:00.000Z',
  revokedAt: null,
}

const ofApiKey = { subjectType: 'api_key', since: '0.1', schema: apiKeySnapshot, offeredToWebhooks: true }

export const apiKeyCreated = defineEvent({
  ...ofApiKey,
  type: 'api_key.created',
  description: 'A credential for a program was made. The secret is not in the event.',
  example: { apiKey },
})

export const apiKeyRevoked = defineEvent({
  ...ofApiKey,
  type: 'api_key.revoked',
  description: 'A credential for a program no longer works.',
  example: { apiKey: { ...apiKey, revokedAt: '2026-12-01T09:30:00.000Z' } },
})
