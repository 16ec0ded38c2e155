import { z } from 'zod'
import { notify } from '../src/notifications/notify.ts'
import { defineJob } from './job.ts'
import { emailJobOf } from './send-email.ts'

/** Makes the notifications of an event, and starts the mail of each. One per event, person and kind is its fence. */
export const fanOutNotificationsJob = defineJob({
  name: 'notification-fan-out',
  data: z.object({ sellerId: z.string(), eventId: z.string() }),
  concurrency: 4,
  mode: 'conducts',
  async run(_ctx, { eventId }, { transact, enqueue }) {
    const notifications = await transact((unit) => notify(unit, eventId))
    await enqueue(notifications.map(emailJobOf))
  },
})
