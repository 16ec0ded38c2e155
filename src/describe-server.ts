import type { Running } from './compose.ts'
import { demoLogIns, demoPassword } from './demo/demo-log-ins.ts'
import type { Config } from './platform/config.ts'

/** The address under which clients reach the server. */
export function serverUrl(config: Config, port: number): string {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return config.publicUrl ?? `http://${host}:${port}`
}

/** What `npm start` prints when the server is ready. */
export function describeServer(config: Config, running: Running): string[] {
  if (!running.api) return ['Countersign worker is ready. Ctrl-C stops it.']
  const url = serverUrl(config, running.api.port)
  const addresses = [
    ['Home', '/'],
    ['API and GraphiQL', '/graphql'],
    ['Queue dashboard', '/ops/queues'],
    ['Health, metrics', '/healthz  /readyz  /metrics'],
  ].map(([name = '', path = '']) => `  ${name.padEnd(18)}${url}${path}`)
  const storage = [
    `  ${'Database'.padEnd(18)}${config.databaseUrl ? 'DATABASE_URL' : `embedded PostgreSQL in ${config.dataDir}`}`,
    `  ${'Queues'.padEnd(18)}${config.redisUrl ? 'Redis' : 'PostgreSQL (one machine; set REDIS_URL to scale out)'}`,
  ]
  const people = demoLogIns.map(({ email, name, role }) => `  ${email.padEnd(34)}${name}: ${role}`)
  const demo = [
    '',
    `Demo log-ins, password ${demoPassword} (webhooks may call loopback receivers):`,
    ...people,
    '',
    'Place an order and watch it: npm run demo',
  ]
  const close = ['', 'Ctrl-C stops it; running jobs end first.']
  return ['', 'Countersign is ready.', '', ...addresses, ...storage, ...(config.demo ? demo : []), ...close]
}
