import { z } from 'zod'
import { defineEvent, type EventDefinition } from '../events/event.ts'

const connection = z.object({
  id: z.string(),
  kind: z.enum(['TRYTON']),
  name: z.string(),
  url: z.string(),
  database: z.string(),
  username: z.string(),
  pushFrom: z.enum(['PLACED', 'APPROVED']),
  confirms: z.boolean(),
  priceDigits: z.int(),
  status: z.enum(['ACTIVE', 'PAUSED']),
  testStatus: z.enum(['PENDING', 'PASSED', 'FAILED']).nullable(),
  testMessage: z.string().nullable(),
  version: z.int(),
})

const push = z.object({
  id: z.string(),
  connectionId: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  operation: z.enum(['WRITE', 'CANCEL']),
  revision: z.int(),
  status: z.enum(['PENDING', 'PUSHED', 'REFUSED', 'FAILED', 'GIVEN_UP']),
  attempts: z.int(),
  problems: z.array(z.object({ code: z.string(), message: z.string(), path: z.array(z.string()) })),
  externalId: z.string().nullable(),
  externalNumber: z.string().nullable(),
  externalState: z.enum(['DRAFT', 'CONFIRMED', 'IN_PROGRESS', 'DONE', 'CANCELLED']).nullable(),
  pushedRevision: z.int().nullable(),
})

/** What events tell of a connection. */
export type ErpConnectionSnapshot = z.infer<typeof connection>

/** What events tell of a push. */
export type ErpPushSnapshot = z.infer<typeof push>

const exampleConnection: ErpConnectionSnapshot = {
  id: 'epc_06f3k8z0000000000000000031',
  kind: 'TRYTON',
  name: 'Tryton, Berlin',
  url: 'https://tryton.meridian.example',
  database: 'meridian',
  username: 'countersign',
  pushFrom: 'APPROVED',
  confirms: true,
  priceDigits: 4,
  status: 'ACTIVE',
  testStatus: null,
  testMessage: null,
  version: 1,
}

const examplePush: ErpPushSnapshot = {
  id: 'epu_06f3k8z0000000000000000032',
  connectionId: 'epc_06f3k8z0000000000000000031',
  orderId: 'ord_06f3k8z0000000000000000001',
  orderNumber: 'SO-2026-000042',
  operation: 'WRITE',
  revision: 1,
  status: 'PUSHED',
  attempts: 1,
  problems: [],
  externalId: '7',
  externalNumber: '2026/0007',
  externalState: 'CONFIRMED',
  pushedRevision: 1,
}

const aboutConnection = {
  subjectType: 'erp_connection',
  since: '0.3',
  schema: z.object({ erpConnection: connection }),
  example: { erpConnection: exampleConnection },
  offeredToWebhooks: false,
} as const

const aboutPush = {
  subjectType: 'erp_push',
  since: '0.3',
  schema: z.object({ erpPush: push }),
  example: { erpPush: examplePush },
} as const

export const erpConnectionCreated = defineEvent({
  ...aboutConnection,
  type: 'erp_connection.created',
  description: 'A connection to an ERP was added. The password is not in the event.',
})

export const erpConnectionUpdated = defineEvent({
  ...aboutConnection,
  type: 'erp_connection.updated',
  description: 'A connection to an ERP was changed, paused or made active again.',
})

export const erpConnectionDeleted = defineEvent({
  ...aboutConnection,
  type: 'erp_connection.deleted',
  description: 'A connection to an ERP was deleted for good, its password included.',
})

export const erpConnectionTestRequested = defineEvent({
  ...aboutConnection,
  type: 'erp_connection.test_requested',
  description: 'Somebody asked whether a connection to an ERP works.',
  example: { erpConnection: { ...exampleConnection, testStatus: 'PENDING' } },
})

export const erpConnectionTested = defineEvent({
  ...aboutConnection,
  type: 'erp_connection.tested',
  description: 'A connection to an ERP was tested; `testStatus` says whether it works.',
  example: { erpConnection: { ...exampleConnection, testStatus: 'PASSED' } },
})

export const erpCrosswalkSet = defineEvent({
  subjectType: 'erp_connection',
  since: '0.3',
  type: 'erp_crosswalk.set',
  description: 'Somebody said what an ERP calls things of ours; a null `externalKey` forgets one.',
  schema: z.object({
    erpConnection: connection,
    entries: z.array(
      z.object({
        kind: z.enum(['CUSTOMER', 'ITEM', 'UNIT', 'TAX']),
        key: z.string(),
        externalKey: z.string().nullable(),
      }),
    ),
  }),
  example: {
    erpConnection: exampleConnection,
    entries: [{ kind: 'ITEM', key: 'CFQ7TTC0LCHC-P1Y-P1M', externalKey: 'M365-BP' }],
  },
  offeredToWebhooks: false,
})

export const erpPushRetried = defineEvent<{ erpPush: ErpPushSnapshot }>({
  ...aboutPush,
  type: 'erp_push.retried',
  description: 'Somebody asked for an order to be pushed into an ERP again.',
  example: { erpPush: { ...examplePush, status: 'PENDING', attempts: 0 } },
  offeredToWebhooks: false,
})

export const erpPushCompleted = defineEvent<{ erpPush: ErpPushSnapshot }>({
  ...aboutPush,
  type: 'erp_push.completed',
  description: 'An ERP holds what the order says; `externalNumber` is its number there.',
  offeredToWebhooks: true,
})

export const erpPushFailed = defineEvent<{ erpPush: ErpPushSnapshot }>({
  ...aboutPush,
  type: 'erp_push.failed',
  description:
    'An order is not in the ERP and will not be by itself: it was refused, or tried for two days. `problems` say what to do.',
  example: {
    erpPush: {
      ...examplePush,
      status: 'REFUSED',
      problems: [
        {
          code: 'ERP_ITEM_UNKNOWN',
          message:
            'Say what tryton calls the item "CFQ7TTC0LCHC-P1Y-P1M". Set it with erpCrosswalkSet (kind ITEM), or give it this name there; then erpPushRetry.',
          path: ['lines', '1', 'sku'],
        },
      ],
      externalId: null,
      externalNumber: null,
      externalState: null,
      pushedRevision: null,
    },
  },
  offeredToWebhooks: true,
})

/** Every event about ERPs. */
export const erpEvents: Array<EventDefinition<object>> = [
  erpConnectionCreated,
  erpConnectionDeleted,
  erpConnectionTestRequested,
  erpConnectionTested,
  erpConnectionUpdated,
  erpCrosswalkSet,
  erpPushCompleted,
  erpPushFailed,
  erpPushRetried,
]
