import path from 'node:path'
import type { z } from 'zod'
import { configVariables } from './config-variables.ts'

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

type Variables = z.infer<typeof configVariables>

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

function mailFaults({ SMTP_URL: server, MAIL_FROM: from }: Variables): string[] {
  return server && !from ? ['MAIL_FROM: is required with SMTP_URL: who mails come from.'] : []
}

function tracingOf(env: Variables): Config['tracing'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env
  if (!endpoint) return null
  return { endpoint, serviceName: env.OTEL_SERVICE_NAME, share: env.OTEL_TRACES_SAMPLER_ARG }
}

function crossFaults(env: Variables): string[] {
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
function inspectsRequests(env: Variables): boolean {
  if (env.REQUEST_INSPECTOR) return env.REQUEST_INSPECTOR === '1'
  return env.DEMO === '1' && env.NODE_ENV !== 'production'
}

/** Reads and checks the environment; throws a ConfigError that lists every fault. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = configVariables.safeParse(given)
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
