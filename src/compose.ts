import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Express } from 'express'
import type { GraphQLSchema } from 'graphql'
import { connectErps } from '../integrations/erp/connect-erps.ts'
import { readOrderResponse } from '../integrations/erp/read-order-response.ts'
import { writeOrderDocument } from '../integrations/erp/write-order-document.ts'
import { localMailbox } from '../integrations/mail/local-mailbox.ts'
import { smtpMailer } from '../integrations/mail/smtp-mailer.ts'
import { startSandboxCloud } from '../integrations/providers/sandbox-cloud.ts'
import { sandboxProvider } from '../integrations/providers/sandbox-provider.ts'
import { deliveryFailure } from '../integrations/webhooks/delivery-failure.ts'
import { guardedAgent } from '../integrations/webhooks/guard.ts'
import type { JobParts } from '../jobs/parts.ts'
import { jobDefinitions, startWorkers } from '../jobs/start-workers.ts'
import { serveApprovalDecisions } from './api/serve-approval-decisions.ts'
import { serveCatalogUploads } from './api/serve-catalog-uploads.ts'
import { serveGraphiql } from './api/graphiql.ts'
import { serveHealth, type HealthOptions } from './api/health.ts'
import { serveDecisionPages } from './api/decision-pages.ts'
import { serveInquiryPages } from './api/inquiry-pages.ts'
import { serveLandingPage } from './api/landing-page.ts'
import { serveMailbox } from './api/mailbox-pages.ts'
import { createMetrics, type Metrics } from './api/metrics.ts'
import { operatorSessions, type OperatorSessions } from './api/operator-sessions.ts'
import { serveOpsDashboard } from './api/ops-dashboard.ts'
import { serveOpsDesk } from './api/ops-desk.ts'
import { startProbeServer, type ProbeServer } from './api/probe-server.ts'
import { eventQueries, storedQueries } from './api/event-queries.ts'
import { serveEvidence } from './api/serve-evidence.ts'
import { serveInspector } from './api/serve-inspector.ts'
import { serveOrderDocuments } from './api/serve-order-documents.ts'
import { serveOrderResponses } from './api/serve-order-responses.ts'
import { isPortalBuilt, servePortal } from './api/serve-portal.ts'
import { createSchema } from './api/schema.ts'
import { startApiServer, type ApiServer } from './api/server.ts'
import type { ApiParts } from './api/request-context.ts'
import { trustProxies } from './api/trust-proxies.ts'
import { demoLogIns } from './demo/demo-log-ins.ts'
import { outboxChannel } from './events/live-channels.ts'
import { serverUrl } from './describe-server.ts'
import type { Mailbox, Mailer } from './notifications/mail-port.ts'
import { isLoopbackHost } from './platform/config.ts'
import { projectRoot } from './platform/project-root.ts'
import type { Resources } from './resources.ts'

/** A running process: the API, the workers, or both. */
export interface Running {
  /** Null in a pure worker. */
  api: ApiServer | null
  /** Where a pure worker is watched; null in all others, and without METRICS_PORT. */
  probes: ProbeServer | null
  /** Drains: no new requests, no new jobs, running ones end. Resources stay open. */
  stop(): Promise<void>
}

type Parts = ApiParts & Omit<JobParts, 'providers'>

function partsOf(resources: Resources): Parts {
  const { config, orm, queues, pubsub, keys, clock, ids, log, tracing } = resources
  const hint = () =>
    void pubsub.publish(outboxChannel, '1').catch((error: unknown) => log.warn({ err: error }, 'relay hint'))
  return {
    root: orm.em.fork(),
    queues,
    pubsub,
    keys,
    clock,
    ids,
    log,
    orderNumberWaitMs: config.orderNumberWaitMs,
    loopbackWebhooks: config.demo && isLoopbackHost(config.host),
    auditExportFile: config.auditExportFile,
    draftLife: config.draftLife,
    renewalNoticeDays: config.renewalNoticeDays,
    trustsProxy: trustProxies(config.trustedProxies),
    // Without it, links that the API answers with are paths of the server that was asked.
    ...(config.publicUrl ? { publicUrl: config.publicUrl.replace(/\/+$/, '') } : {}),
    ...(tracing ? { tracing } : {}),
    eventsCommitted: hint,
  }
}

const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
  version: string
}

/** Who sends mails. Demo data keeps them where a newcomer can read them; without it, and a server, there is nobody. */
interface Mailing {
  mailer: Mailer | null
  mailbox: Mailbox | null
}

function mailingOf({ config, clock }: Resources): Mailing {
  const { smtpUrl: url, mailFrom: from = 'Countersign <no-reply@countersign.example>' } = config
  if (url) return { mailer: smtpMailer({ url, from }), mailbox: null }
  if (!config.demo) return { mailer: null, mailbox: null }
  const folder = path.join(config.dataDir, 'mailbox')
  const mailbox = localMailbox({ folder, from, now: () => clock.now() })
  return { mailer: mailbox, mailbox }
}

interface Served {
  resources: Resources
  parts: Parts
  schema: GraphQLSchema
  metrics: Metrics
  mailbox: Mailbox | null
  isDraining: () => boolean
}

/** What the probes tell of this process. */
function probesOf(
  { resources, parts, metrics, isDraining }: Served,
  sessions: OperatorSessions,
): HealthOptions {
  const { config, poolUse } = resources
  return {
    metrics,
    isDraining,
    version,
    root: parts.root,
    clock: parts.clock,
    queues: parts.queues.all,
    host: config.host,
    metricsToken: config.metricsToken,
    actorOf: sessions.actorOf,
    instanceId: parts.ids.next('prc'),
    pool: { use: poolUse, limit: config.databasePool },
  }
}

/** The pages and probes beside the API. */
function serveRoutes(app: Express, served: Served): void {
  const { resources, parts, schema, mailbox } = served
  const { config } = resources
  const offered = config.demo ? demoLogIns : []
  const sessions = operatorSessions(parts, schema)
  const operator = offered.find(({ email }) => email.startsWith('operator@'))
  serveHealth(app, probesOf(served, sessions))
  serveCatalogUploads(app, parts)
  serveApprovalDecisions(app, parts)
  serveEvidence(app, parts)
  serveOrderDocuments(app, parts, writeOrderDocument)
  serveOrderResponses(app, parts, readOrderResponse)
  serveLandingPage(app, {
    version,
    demoLogIns: offered,
    graphiql: !config.production,
    mailbox: mailbox !== null,
    portal: isPortalBuilt(),
  })
  serveOpsDashboard(app, {
    sessions,
    queues: parts.queues.all,
    secure: config.publicUrl?.startsWith('https:') ?? false,
    demo: operator,
  })
  serveOpsDesk(app, { sessions, root: parts.root, clock: parts.clock, mailbox: mailbox !== null })
  if (mailbox) serveMailbox(app, { sessions, mailbox })
  serveInquiryPages(app, parts, schema)
  serveDecisionPages(app, parts, schema)
  if (!config.production) serveGraphiql(app, { demoLogIns: offered })
  if (config.requestInspector) serveInspector(app, parts, (port) => serverUrl(config, port))
  const tools = { inspector: config.requestInspector, mailbox: mailbox !== null }
  if (isPortalBuilt()) servePortal(app, { ids: parts.ids, version, demoLogIns: offered, tools })
}

/** A pure worker is watched where METRICS_PORT says. */
async function startProbes(served: Served): Promise<ProbeServer | null> {
  const { metricsPort: port } = served.resources.config
  if (port === undefined) return null
  const sessions = operatorSessions(served.parts, served.schema)
  try {
    return await startProbeServer({ ...probesOf(served, sessions), port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(`METRICS_PORT ${port} is taken. Stop what uses it, or set another.`, { cause: error })
  }
}

/** The clouds that lines are provisioned in. Without demo data there is none yet: the order desk fulfils by hand. */
async function startProviders(
  demo: boolean,
): Promise<{ providers: JobParts['providers']; close: () => Promise<void> }> {
  if (!demo) return { providers: new Map(), close: () => Promise.resolve() }
  const cloud = await startSandboxCloud({ host: '127.0.0.1' })
  return {
    providers: new Map([['default', sandboxProvider({ baseUrl: cloud.url })]]),
    close: () => cloud.close(),
  }
}

async function startJobs(
  { config }: Resources,
  parts: Parts & { publicUrl: string },
  mailer: Mailer | null,
): Promise<() => Promise<void>> {
  const { providers, close } = await startProviders(config.demo)
  const mail = mailer ? { mail: { mailer, linkDays: config.approvalLinkDays } } : {}
  const erp = connectErps({
    open: (allow) => guardedAgent({ allow }),
    explain: (thrown) => deliveryFailure(thrown).message,
  })
  const stopWorkers = await startWorkers({ ...parts, ...mail, providers, erp })
  return async () => {
    await stopWorkers()
    await mailer?.close()
    await close()
  }
}

/** Starts what the process's role asks for; the one place where API, jobs and adapters meet. */
export async function compose(resources: Resources): Promise<Running> {
  const { config, queues } = resources
  const parts = partsOf(resources)
  const stops: Array<() => Promise<void>> = []
  let draining = false
  for (const { name } of jobDefinitions) queues.queue(name)
  const stop = async () => {
    draining = true
    for (const end of stops.splice(0).toReversed()) await end()
  }
  try {
    const mailing = mailingOf(resources)
    // Of each process: workers answer stored queries by it, the API judges them.
    const schema = await createSchema()
    const queries = eventQueries(parts, schema)
    const metrics = createMetrics()
    const served: Served = {
      resources,
      parts,
      schema,
      metrics,
      mailbox: mailing.mailbox,
      isDraining: () => draining,
    }
    const work = async (port: number) => {
      const publicUrl = serverUrl(config, port).replace(/\/+$/, '')
      const given = { ...parts, eventQueries: queries, meter: metrics.work, publicUrl }
      // Stopped after the API, which is here already: mails need to know where it listens.
      stops.unshift(await startJobs(resources, given, mailing.mailer))
    }
    if (config.role === 'worker') {
      await work(config.port)
      const probes = await startProbes(served)
      // Closed after the jobs have ended: until then it says that the process stops.
      if (probes) stops.unshift(() => probes.close())
      return { api: null, probes, stop }
    }
    const api = await startApiServer({
      parts: { ...parts, storedQueries: storedQueries(schema) },
      schema,
      metrics,
      host: config.host,
      port: config.port,
      introspection: !config.production,
      requestDeadlineMs: config.requestDeadlineMs,
      // More would wait for each other's connections; some wait for an order number and hold none.
      requestsAtOnce: 2 * config.databasePool,
      routes: (app) => serveRoutes(app, served),
    })
    stops.push(() => api.close())
    if (config.role === 'all') await work(api.port)
    return { api, probes: null, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
