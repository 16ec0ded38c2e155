import { isPortalBuilt } from './api/serve-portal.ts'
import type { Running } from './compose.ts'
import { demoLogIns, demoPassword } from './demo/demo-log-ins.ts'
import type { Config } from './platform/config.ts'

/** The address under which clients reach the server. */
export function serverUrl(config: Config, port: number): string {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return config.publicUrl ?? `http://${host}:${port}`
}

function mailText({ smtpUrl, demo }: Config): string {
  if (smtpUrl) return 'SMTP_URL'
  return demo
    ? 'kept at /ops/mailbox (set SMTP_URL to send)'
    : 'nobody is told by mail: set SMTP_URL and MAIL_FROM'
}

/** What `npm start` prints when the server is ready. */
export function describeServer(config: Config, running: Running): string[] {
  if (!running.api) {
    const watched = running.probes ? ` Metrics and health on port ${running.probes.port}.` : ''
    return [`Countersign worker is ready.${watched} Ctrl-C stops it.`]
  }
  const url = serverUrl(config, running.api.port)
  const addresses = [
    isPortalBuilt() ? ['Portal', '/'] : ['Portal', '/  NOT BUILT: see above, or run npm start again'],
    ['For developers', '/developers'],
    ['API and GraphiQL', '/graphql'],
    ['Operations', '/ops  /ops/queues'],
    ['Health, metrics', '/healthz  /readyz  /metrics'],
  ].map(([name = '', path = '']) => `  ${name.padEnd(18)}${url}${path}`)
  const storage = [
    `  ${'Database'.padEnd(18)}${config.databaseUrl ? 'DATABASE_URL' : `embedded PostgreSQL in ${config.dataDir}`}`,
    `  ${'Queues'.padEnd(18)}${config.redisUrl ? 'Redis' : 'PostgreSQL (one machine; set REDIS_URL to scale out)'}`,
  ]
  const mail = [`  ${'Mail'.padEnd(18)}${mailText(config)}`]
  const people = demoLogIns.map(({ email, name, role }) => `  ${email.padEnd(34)}${name}: ${role}`)
  const demo = [
    '',
    `Demo log-ins, password ${demoPassword} (webhooks may call loopback receivers):`,
    ...people,
    '',
    'Place an order and watch it: npm run demo',
  ]
  const close = ['', 'Ctrl-C stops it; running jobs end first.']
  return [
    '',
    'Countersign is ready.',
    '',
    ...addresses,
    ...storage,
    ...mail,
    ...(config.demo ? demo : []),
    ...close,
  ]
}
