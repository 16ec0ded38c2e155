import { z } from 'zod'

/** What a mail says of a webhook endpoint. */
export type EndpointNotificationKind = 'WEBHOOK_FAILING' | 'WEBHOOK_DISABLED' | 'WEBHOOK_RECOVERED'

const kinds: Readonly<Record<string, EndpointNotificationKind>> = {
  'webhook_endpoint.failing': 'WEBHOOK_FAILING',
  'webhook_endpoint.disabled': 'WEBHOOK_DISABLED',
  'webhook_endpoint.recovered': 'WEBHOOK_RECOVERED',
}

const toldEndpointSchema = z.object({
  webhookEndpoint: z.object({
    id: z.string(),
    url: z.string(),
    description: z.string().nullable(),
    disabledReason: z.string().nullable(),
    createdBy: z.string().optional(),
  }),
  outage: z
    .object({
      notice: z.string(),
      since: z.iso.datetime(),
      disablesAt: z.iso.datetime().nullable(),
      lastAttempt: z
        .object({
          eventType: z.string(),
          statusCode: z.int().nullable(),
          errorCode: z.string().nullable(),
          answer: z.string(),
        })
        .nullable(),
    })
    .optional(),
})

export type ToldEndpoint = z.infer<typeof toldEndpointSchema>

/** What an event tells of a webhook endpoint; throws where it is no event of one. */
export function readToldEndpoint(data: unknown): ToldEndpoint {
  return toldEndpointSchema.parse(data)
}

/** The mail that an event about an endpoint asks for; null: none. Whoever disabled it by hand knows. */
export function endpointKindOf({
  type,
  data,
}: {
  type: string
  data: Record<string, unknown>
}): EndpointNotificationKind | null {
  const { disabledReason } = (data['webhookEndpoint'] ?? {}) as { disabledReason?: unknown }
  return disabledReason === 'MANUAL' ? null : (kinds[type] ?? null)
}

/** Whether a notification is about a webhook endpoint, and not about an approval. */
export function isAboutEndpoint(kind: string): kind is EndpointNotificationKind {
  return kind.startsWith('WEBHOOK_')
}
