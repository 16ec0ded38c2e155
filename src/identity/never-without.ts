import type { Role } from '../access/roles.ts'

/** Roles of which an organization always keeps one active holder: nobody else could let people in again. */
export const neverWithout: readonly Role[] = ['RESELLER_ADMIN', 'PLATFORM_OPERATOR']
