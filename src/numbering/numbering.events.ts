import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const series = z.object({
  id: z.string(),
  orderType: z.string().nullable(),
  country: z.string().nullable(),
  legalEntity: z.string().nullable(),
  pattern: z.string(),
  prefix: z.string(),
  reset: z.enum(['NEVER', 'YEARLY', 'MONTHLY']),
  policy: z.enum(['SEQUENTIAL', 'OPAQUE']),
  timeZone: z.string(),
  replacesId: z.string().nullable(),
})

const example = {
  id: 'nse_06e9z3k4v1qd7t2m8n5p0r3s6w',
  orderType: null,
  country: 'AT',
  legalEntity: 'Meridian Cloud Austria GmbH',
  pattern: '{prefix}-{yyyy}-{seq:6}',
  prefix: 'AT',
  reset: 'YEARLY' as const,
  policy: 'SEQUENTIAL' as const,
  timeZone: 'Europe/Vienna',
  replacesId: null,
}

export const numberSeriesCreated = defineEvent({
  type: 'number_series.created',
  subjectType: 'number_series',
  description: 'A series of order numbers was added. Orders that it covers get their numbers from it.',
  since: '0.1',
  schema: z.object({ series }),
  example: { series: example },
  offeredToWebhooks: true,
})

export const numberSeriesChanged = defineEvent({
  type: 'number_series.changed',
  subjectType: 'number_series',
  description: 'A series of order numbers was changed, or its successor took over with the next number.',
  since: '0.1',
  schema: z.object({ series }),
  example: { series: { ...example, prefix: 'ATX', replacesId: 'nse_06e9z3k4v1qd7t2m8n5p0r3s6v' } },
  offeredToWebhooks: true,
})
