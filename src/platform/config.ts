import path from 'node:path'
import { z } from 'zod'
import { isAddressRange } from './is-address-range.ts'

const port = z.coerce.number({ error: 'must be a number' }).int().min(0).max(65535)
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
const key32 = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, {
  error: 'must be 32 bytes in base64 (openssl rand -base64 32)',
})

/** Every environment variable that the server reads; the description is its documentation. */
const variables = z.object({
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

/** The checked settings of one process. */
export interface Config {
  port: number
  /** True when PORT was given: then a taken port is an error, not a reason to look for the next. */
  portIsFixed: boolean
  host: string
  publicUrl: string | undefined
  dataDir: string
  databaseUrl: string | undefined
  databaseOwnerUrl: string | undefined
  databasePool: number
  redisUrl: string | undefined
  queuePrefix: string
  role: 'all' | 'api' | 'worker'
  demo: boolean
  logLevel: string
  encryptionKey: string | undefined
  earlierEncryptionKeys: readonly string[]
  signingKey: string | undefined
  retiredKeysFile: string
  auditExportFile: string
  orderNumberWaitMs: number
  /** Days that an untouched draft lives, and days before its end that it is announced. */
  draftLife: { days: number; noticeDays: number }
  renewalNoticeDays: number
  smtpUrl: string | undefined
  mailFrom: string | undefined
  approvalLinkDays: number
  requestInspector: boolean
  requestDeadlineMs: number
  /** Addresses and ranges. */
  trustedProxies: readonly string[]
  metricsToken: string | undefined
  metricsPort: number | undefined
  /** Where traces go, as whose, and which share of them; null: nothing is traced. */
  tracing: { endpoint: string; serviceName: string; share: number } | null
  production: boolean
}

/** All faults of the environment at once, one per line. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/

/** True when only this machine can reach a server on that host. */
export function isLoopbackHost(host: string): boolean {
  return loopback.test(host)
}

function mailFaults({ SMTP_URL: server, MAIL_FROM: from }: z.infer<typeof variables>): string[] {
  return server && !from ? ['MAIL_FROM: is required with SMTP_URL: who mails come from.'] : []
}

function tracingOf(env: z.infer<typeof variables>): Config['tracing'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env
  if (!endpoint) return null
  return { endpoint, serviceName: env.OTEL_SERVICE_NAME, share: env.OTEL_TRACES_SAMPLER_ARG }
}

function crossFaults(env: z.infer<typeof variables>): string[] {
  const faults = mailFaults(env)
  if (env.DEMO === '1' && !isLoopbackHost(env.HOST))
    faults.push(
      'DEMO: a server that other hosts can reach loads no demo data. Set DEMO=0 and run npm run setup.',
    )
  if (env.ORDER_NUMBER_WAIT_MS >= env.REQUEST_DEADLINE_MS)
    faults.push('ORDER_NUMBER_WAIT_MS: must be below REQUEST_DEADLINE_MS, or no submit could wait that long.')
  if (env.DRAFT_NOTICE_DAYS >= env.DRAFT_EXPIRY_DAYS)
    faults.push(
      'DRAFT_NOTICE_DAYS: must be below DRAFT_EXPIRY_DAYS, or a draft would end as soon as it is begun.',
    )
  if (env.DATABASE_OWNER_URL && !env.DATABASE_URL)
    faults.push(
      'DATABASE_URL: is missing although DATABASE_OWNER_URL is set. npm run db:prepare prints both.',
    )
  if (env.DATABASE_URL && env.DEMO === '0') {
    if (!env.ENCRYPTION_KEY)
      faults.push('ENCRYPTION_KEY: is required with DATABASE_URL (openssl rand -base64 32).')
    if (!env.SIGNING_KEY) faults.push('SIGNING_KEY: is required with DATABASE_URL (openssl rand -base64 32).')
  }
  return faults
}

/** Whoever tries the product has it; elsewhere it is switched on, or it is not there. */
function inspectsRequests(env: z.infer<typeof variables>): boolean {
  if (env.REQUEST_INSPECTOR) return env.REQUEST_INSPECTOR === '1'
  return env.DEMO === '1' && env.NODE_ENV !== 'production'
}

/** Reads and checks the environment; throws a ConfigError that lists every fault. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = variables.safeParse(given)
  if (!result.success)
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const read = result.data
  const faults = crossFaults(read)
  if (faults.length > 0) throw new ConfigError(faults)
  return {
    port: read.PORT,
    portIsFixed: given['PORT'] !== undefined,
    host: read.HOST,
    publicUrl: read.PUBLIC_URL,
    dataDir: path.resolve(read.DATA_DIR),
    databaseUrl: read.DATABASE_URL,
    databaseOwnerUrl: read.DATABASE_OWNER_URL,
    databasePool: read.DATABASE_POOL,
    redisUrl: read.REDIS_URL,
    queuePrefix: read.QUEUE_PREFIX,
    role: read.ROLE,
    demo: read.DEMO === '1',
    logLevel: read.LOG_LEVEL,
    encryptionKey: read.ENCRYPTION_KEY,
    earlierEncryptionKeys: read.ENCRYPTION_KEYS_EARLIER,
    signingKey: read.SIGNING_KEY,
    retiredKeysFile: path.resolve(read.RETIRED_KEYS_FILE ?? path.join(read.DATA_DIR, 'keys', 'retired.pem')),
    auditExportFile: path.resolve(
      read.AUDIT_EXPORT_FILE ?? path.join(read.DATA_DIR, 'audit', 'anchors.jsonl'),
    ),
    orderNumberWaitMs: read.ORDER_NUMBER_WAIT_MS,
    draftLife: { days: read.DRAFT_EXPIRY_DAYS, noticeDays: read.DRAFT_NOTICE_DAYS },
    renewalNoticeDays: read.RENEWAL_NOTICE_DAYS,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM,
    approvalLinkDays: read.APPROVAL_LINK_DAYS,
    requestInspector: inspectsRequests(read),
    requestDeadlineMs: read.REQUEST_DEADLINE_MS,
    trustedProxies: read.TRUSTED_PROXIES,
    metricsToken: read.METRICS_TOKEN,
    metricsPort: read.METRICS_PORT,
    tracing: tracingOf(read),
    production: read.NODE_ENV === 'production',
  }
}
