import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

export const notificationFailed = defineEvent({
  type: 'notification.failed',
  subjectType: 'notification',
  since: '0.1',
  description:
    'Somebody could not be told by mail: `reason` says why. Tell the person yourself, or correct the address. `subjectId` is the approval that the mail was about.',
  schema: z.object({
    notification: z.object({
      id: z.string(),
      kind: z.string(),
      eventType: z.string(),
      subjectId: z.string(),
      recipient: z.object({ id: z.string(), name: z.string() }),
      reason: z.string(),
      attempts: z.int(),
    }),
  }),
  example: {
    notification: {
      id: 'ntf_06f3k8z0000000000000000031',
      kind: 'APPROVAL_NEEDED',
      eventType: 'approval.step_activated',
      subjectId: 'apr_06f3k8z0000000000000000032',
      recipient: { id: 'usr_06f3k8z0000000000000000033', name: 'Ada Example' },
      reason: 'MAIL_REFUSED: 550 5.1.1 no such mailbox',
      attempts: 1,
    },
  },
  offeredToWebhooks: true,
})
