import type { ApiClient } from './api-client.ts'
import { key } from './ordering.ts'

/** Everything that can be done to a promotion, once. */
export async function changePromotion(admin: ApiClient): Promise<void> {
  const made = { code: `A-${key()}`, name: 'Audit', percentOff: '10', components: ['RECURRING'] }
  const input = { ...made, idempotencyKey: key() }
  const { promotion } = await admin.done('promotionCreate', input, 'promotion { id }')
  const { id: promotionId } = promotion
  await admin.done('promotionUpdate', { promotionId, name: 'Audited' }, 'promotion { id }')
  await admin.done('promotionArchive', { promotionId }, 'promotion { id }')
}
