import type { ApiClient } from './api-client.ts'
import { key } from './ordering.ts'

/** Everything that can be done to a series of order numbers, once. */
export async function changeNumberSeries(admin: ApiClient): Promise<void> {
  const made = { prefix: 'AU', orderType: 'CANCELLATION', idempotencyKey: key() }
  const { numberSeries } = await admin.done('numberSeriesCreate', made, 'numberSeries { id version }')
  const { id: numberSeriesId, version: expectedVersion } = numberSeries
  const change = { numberSeriesId, expectedVersion, prefix: 'AV', idempotencyKey: key() }
  await admin.done('numberSeriesUpdate', change, 'numberSeries { id }')
}
