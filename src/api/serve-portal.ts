import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Express, Request, Response } from 'express'
import type { Ids } from '../platform/ids.ts'
import { projectRoot } from '../platform/project-root.ts'
import type { DemoLogIn } from './demo-log-in.ts'

/** What the portal is told about the server that serves it. */
export interface PortalOptions {
  ids: Ids
  version: string
  /** Offered at sign-in; empty without demo data. */
  demoLogIns: readonly DemoLogIn[]
  /** What stands beside the API on this server, for whoever tries it; absent: nothing. */
  tools?: { inspector: boolean; mailbox: boolean }
  /** Where it was built; absent: in its own folder. */
  folder?: string
}

/** Where `npm start` builds it. */
const portalFolder = path.join(projectRoot, 'integrations', 'portal', 'dist', 'site')

/** Its own addresses, named one by one: it answers for nothing else. */
const pages = [
  /^\/(sign-in|accept|organizations|orders|approvals)?$/,
  /^\/(organizations|orders|approvals)\/[\w-]+$/,
  /^\/approvals\/policies\/[\w-]+(\/edit)?$/,
  /^\/orders\/[\w-]+\/(items|contacts|provisioning|summary)$/,
  /^\/integrations(\/(webhooks|keys|events|erp|inspector))?$/,
  /^\/integrations\/(webhooks|messages)\/[\w-]+$/,
]
const asset = /^\/assets\/portal\/([\w.-]+\.(?:js|css|svg|woff2))$/

const policyOf = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** False until it was built; the server then says so at / and at start. */
export function isPortalBuilt(folder: string = portalFolder): boolean {
  return existsSync(path.join(folder, 'index.html'))
}

function sendAsset(folder: string, request: Request, response: Response): void {
  const name = asset.exec(request.path)?.[1] ?? ''
  const isBrotli = existsSync(path.join(folder, `${name}.br`)) && request.acceptsEncodings(['br']) === 'br'
  response.vary('Accept-Encoding')
  // The name of a built file changes with what is in it.
  response.setHeader('cache-control', 'public, max-age=31536000, immutable')
  response.type(path.extname(name))
  if (isBrotli) response.setHeader('content-encoding', 'br')
  response.sendFile(isBrotli ? `${name}.br` : name, { root: folder, cacheControl: false })
}

/**
 * Serves the built portal at / and at its own addresses, to browsers alone. Call it last: what was served before goes
 * before it.
 */
export function servePortal(app: Express, options: PortalOptions): void {
  const folder = options.folder ?? portalFolder
  const { ids, version, demoLogIns, tools = { inspector: false, mailbox: false } } = options
  const settings = escaped(JSON.stringify({ version, demoLogIns, tools }))
  const [before = '', after = ''] = readFileSync(path.join(folder, 'index.html'), 'utf8').split(
    '__SETTINGS__',
  )
  app.get(asset, (request, response) => sendAsset(folder, request, response))
  app.get(pages, (request, response, next) => {
    if (!(request.headers.accept ?? '').includes('text/html')) return next()
    const nonce = ids.bytes(18).toString('base64url')
    const [head, tail] = [before, after].map((part) => part.replaceAll('__NONCE__', nonce))
    response.setHeader('content-security-policy', policyOf(nonce))
    response.setHeader('cache-control', 'no-store')
    response.vary('Accept')
    response.type('html').send(`${head}${settings}${tail}`)
  })
}
