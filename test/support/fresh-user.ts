import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'

/** A user of the buyer with that status, whom nothing else needs. */
export async function freshUser({ admin, buyer, app }: ProbeWorld, status: string): Promise<string> {
  const input = {
    organizationId: buyer.id,
    email: `${key()}@${mark}.example`,
    firstName: `A-${mark}`,
    lastName: `B-${mark}`,
    roles: ['CUSTOMER_ADMIN'],
    idempotencyKey: key(),
  }
  const { user } = await admin.done('userInvite', input, 'user { id }')
  await app.sql('UPDATE app_user SET status = $2 WHERE id = $1', [user.id, status])
  return user.id as string
}
