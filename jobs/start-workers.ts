import { anchorAuditJob } from './anchor-audit.ts'
import { approvalTimersJob } from './approval-timers.ts'
import { changeUserStatusesJob } from './change-user-statuses.ts'
import { checkWebhookQueriesJob } from './check-webhook-queries.ts'
import { createCompany } from './company.ts'
import { endSubscriptionsJob } from './end-subscriptions.ts'
import { expireDraftsJob } from './expire-drafts.ts'
import { expireWebhooksJob } from './expire-webhooks.ts'
import { fanOutNotificationsJob } from './fan-out-notifications.ts'
import { fanOutBatchJob } from './fan-out-batch.ts'
import { fanOutWebhooksJob } from './fan-out-webhooks.ts'
import { issueOrderNumbersJob } from './issue-order-numbers.ts'
import { importCatalogJob } from './import-catalog.ts'
import type { JobDefinition } from './job.ts'
import type { JobParts } from './parts.ts'
import { startNumberNet } from './number-net.ts'
import { provisionOrderJob } from './provision-order.ts'
import { pumpWebhooksJob } from './pump-webhooks.ts'
import { purgeJob } from './purge.ts'
import { pushOrdersJob } from './push-orders.ts'
import { recordTermsJob } from './record-terms.ts'
import { sendEmailJob } from './send-email.ts'
import { startReconciler } from './reconcile.ts'
import { startRelay } from './relay-outbox.ts'
import { renewSubscriptionsJob } from './renew-subscriptions.ts'
import { replayWebhooksJob } from './replay-webhooks.ts'
import { routeApprovalJob } from './route-approval.ts'
import { repairApprovalsJob } from './repair-approvals.ts'
import { runJob } from './run-job.ts'
import { testErpJob } from './test-erp.ts'
import { startTimetable } from './timetable.ts'

/** Every job, one line each; its queue is opened and worked under its name. */
export const jobDefinitions: JobDefinition[] = [
  issueOrderNumbersJob,
  recordTermsJob,
  routeApprovalJob,
  repairApprovalsJob,
  approvalTimersJob,
  provisionOrderJob,
  fanOutBatchJob,
  fanOutWebhooksJob,
  pumpWebhooksJob,
  replayWebhooksJob,
  expireWebhooksJob,
  checkWebhookQueriesJob,
  pushOrdersJob,
  testErpJob,
  fanOutNotificationsJob,
  sendEmailJob,
  changeUserStatusesJob,
  anchorAuditJob,
  purgeJob,
  expireDraftsJob,
  endSubscriptionsJob,
  renewSubscriptionsJob,
  importCatalogJob,
]

/** Starts the workers, the relay, the reconciler and the timetable; the function it gives drains them. */
export async function startWorkers(
  given: JobParts,
  definitions: JobDefinition[] = jobDefinitions,
): Promise<() => Promise<void>> {
  const parts = { company: createCompany(), ...given }
  for (const definition of definitions)
    parts.queues.worker(definition.name, (job) => runJob(parts, definition, job), definition)
  const stopRelay = await startRelay(parts)
  const stopReconciler = startReconciler(parts)
  const stopTimetable = startTimetable(parts)
  const stopNumberNet = startNumberNet(parts)
  return async () => {
    await stopNumberNet()
    await stopTimetable()
    await stopReconciler()
    await stopRelay()
    await parts.queues.closeWorkers()
  }
}
