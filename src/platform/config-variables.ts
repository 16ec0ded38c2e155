import { z } from 'zod'
import { isAddressRange } from './is-address-range.ts'

const port = z.coerce.number({ error: 'must be a number' }).int().min(0).max(65535)
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
const key32 = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, {
  error: 'must be 32 bytes in base64 (openssl rand -base64 32)',
})

/** Every environment variable that the server reads; the description is its documentation. */
export const configVariables = z.object({
  PORT: port
    .default(4000)
    .describe('Port of the HTTP server. When unset and 4000 is taken, the next free one.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on. Other than loopback needs DEMO=0.'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe('Address under which clients reach the server; default http://HOST:PORT.'),
  DATA_DIR: z.string().default('.data').describe('Where the embedded database and the generated keys live.'),
  DATABASE_URL: postgresUrl
    .optional()
    .describe(
      'PostgreSQL as the runtime role (no owner, no superuser, no BYPASSRLS). Unset: embedded PostgreSQL.',
    ),
  DATABASE_OWNER_URL: postgresUrl
    .optional()
    .describe('PostgreSQL as the owner; migrations run with it at start.'),
  DATABASE_POOL: z.coerce.number().int().min(4).max(200).default(20).describe('Connections of one process.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional()
    .describe('Redis for queues and live updates. Unset: both run on PostgreSQL, for one machine.'),
  QUEUE_PREFIX: z
    .string()
    .default('{countersign}')
    .describe('Key prefix in Redis; braces keep it on one slot.'),
  ROLE: z.enum(['all', 'api', 'worker']).default('all').describe('What this process does.'),
  DEMO: z.enum(['0', '1']).default('1').describe('0: load no demo data and accept no demo log-ins.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('warn')
    .describe('Log level.'),
  ENCRYPTION_KEY: key32
    .optional()
    .describe('AES-256 key for stored secrets. Generated in DATA_DIR when embedded.'),
  ENCRYPTION_KEYS_EARLIER: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
    .refine((list) => list.every((one) => key32.safeParse(one).success), {
      error: 'must be keys as ENCRYPTION_KEY is one, separated by commas',
    })
    .describe(
      'Keys that ENCRYPTION_KEY replaced: they still open. Needed until npm run rotate-keys says 0 left.',
    ),
  SIGNING_KEY: key32
    .optional()
    .describe('Ed25519 seed for terms evidence and audit anchors. Generated in DATA_DIR when embedded.'),
  RETIRED_KEYS_FILE: z
    .string()
    .optional()
    .describe(
      'PEM file with the public keys that signed before SIGNING_KEY was replaced; they stay published. Default DATA_DIR/keys/retired.pem.',
    ),
  AUDIT_EXPORT_FILE: z
    .string()
    .optional()
    .describe(
      'File to which signed heads of the audit chains are appended, best on another disk than the database. Default DATA_DIR/audit/anchors.jsonl.',
    ),
  ORDER_NUMBER_WAIT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(2000)
    .describe('How long orderSubmit waits for the order number before it answers without, in milliseconds.'),
  DRAFT_EXPIRY_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('After how many days an untouched draft expires. It can be cloned; nothing is deleted.'),
  DRAFT_NOTICE_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(365)
    .default(3)
    .describe('How many days before that the end of a draft is announced (order.expiring).'),
  RENEWAL_NOTICE_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(365)
    .default(30)
    .describe(
      'How many days before its day a renewal is told, with the price that will apply (subscription.renewal_upcoming).',
    ),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s/]+/, 'must start with smtp:// or smtps:// and name a host')
    .optional()
    .describe(
      'Mail server that tells people, such as smtp://user:password@mail.example:587; needs MAIL_FROM. Unset: demo data keeps mails at /ops/mailbox, without it nobody is told by mail.',
    ),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]{1,100} <[^\s<>@]+@[\w.-]+>|[^\s<>@]+@[\w.-]+)$/,
      'must be an address, or Name <address>',
    )
    .optional()
    .describe('Sender of mails: an address, or Name <address>.'),
  APPROVAL_LINK_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(30)
    .default(7)
    .describe('How many days an approver may decide by the link in a mail.'),
  REQUEST_INSPECTOR: z
    .enum(['0', '1'])
    .optional()
    .describe(
      'Takes requests at /inspect/{name} and shows them to the reseller, to try webhooks. Unset: with demo data, outside of production.',
    ),
  REQUEST_DEADLINE_MS: z.coerce
    .number()
    .int()
    .min(1000)
    .max(120_000)
    .default(10_000)
    .describe('How long a request may take before it is refused with DEADLINE_EXCEEDED, in milliseconds.'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
    .refine((list) => list.every(isAddressRange), 'must be addresses or ranges: 10.0.0.5,192.168.0.0/16')
    .describe('Proxies whose X-Forwarded-For is believed, by address or range. Unset: nobody’s.'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters (openssl rand -hex 32)')
    .optional()
    .describe('Bearer token for /metrics and the details of /healthz and /readyz; loopback needs none.'),
  METRICS_PORT: port
    .optional()
    .describe(
      'Port on which a pure worker (ROLE=worker) answers /metrics, /healthz and /readyz. Unset: it listens nowhere.',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address such as http://127.0.0.1:4318' })
    .optional()
    .describe(
      'Collector that traces are sent to: OTLP over HTTP as JSON, to /v1/traces below it. Unset: nothing is traced. OTEL_EXPORTER_OTLP_HEADERS goes along.',
    ),
  OTEL_SERVICE_NAME: z.string().max(100).default('countersign').describe('Name of the service in traces.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a number from 0 to 1' })
    .min(0)
    .max(1)
    .default(1)
    .describe(
      'Share of traces that are kept, 0 to 1. Who sends a traceparent has decided for its own trace.',
    ),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development').describe('Profile.'),
})
