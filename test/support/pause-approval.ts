import type { ApiClient, Json } from './api-client.ts'
import { key } from './ordering.ts'

/** Lets the time of a request stand still, and run again. */
export async function pauseApproval(admin: ApiClient, decision: Json): Promise<void> {
  const pause = { ...decision, reason: 'BUDGET', idempotencyKey: key() }
  const { approval } = await admin.done('approvalPause', pause, 'approval { version }')
  const resume = { ...decision, expectedVersion: approval.version, idempotencyKey: key() }
  await admin.done('approvalResume', resume, 'approval { id }')
}
