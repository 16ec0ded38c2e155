import { createServer } from 'node:http'
import express from 'express'
import { serveHealth, type HealthOptions } from './health.ts'
import { listen } from './listen.ts'

/** The probes of a process without an API. */
export interface ProbeServer {
  port: number
  close(): Promise<void>
}

/** Answers /healthz, /readyz and /metrics, and nothing else: a pure worker is watched by it. */
export async function startProbeServer(options: HealthOptions & { port: number }): Promise<ProbeServer> {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  serveHealth(app, options)
  const http = createServer(app)
  const port = await listen(http, options.host, options.port)
  return {
    port,
    async close() {
      const ended = new Promise<void>((resolve) => http.close(() => resolve()))
      http.closeAllConnections()
      await ended
    },
  }
}
