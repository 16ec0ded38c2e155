import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveLandingPage } from '../../src/api/landing-page.ts'
import { isPortalBuilt, servePortal } from '../../src/api/serve-portal.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { ask, openPages, type PageServer } from '../support/pages.ts'

const browser = { headers: { accept: 'text/html,*/*' } }
const script = 'export const place = 1'
const own = [
  '/',
  '/sign-in',
  '/accept',
  '/organizations',
  '/orders/ord_1',
  '/orders/ord_1/summary',
  '/approvals/policies/app_1/edit',
  '/integrations/webhooks/whe_1',
  '/integrations/inspector',
]
const demoLogIns = [
  { email: 'sales@meridian.example', name: 'J. "<Weidlich>', role: 'Sales', password: 'countersign-demo' },
]

describe('the portal as the API process serves it', () => {
  let folder: string
  let server: PageServer
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-portal-'))
    mkdirSync(path.join(folder, 'inner'))
    writeFileSync(
      path.join(folder, 'index.html'),
      '<meta property="csp-nonce" nonce="__NONCE__"><div id="portal" data-settings="__SETTINGS__"></div>',
    )
    writeFileSync(path.join(folder, 'main-1a2b.js'), script)
    writeFileSync(path.join(folder, 'main-1a2b.js.br'), brotliCompressSync(script))
    const ids = systemIds({ now: () => new Date() })
    server = await openPages((app) => {
      app.get('/approvals/decide/:token', (_request, response) => void response.send('a decision page'))
      const tools = { inspector: true, mailbox: false }
      servePortal(app, { folder, ids, version: '9.8.7', demoLogIns, tools })
      app.use('/graphql', (_request, response) => void response.send('the API'))
    })
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('answers at its own addresses, with a nonce of each answer and no other inline code', async () => {
    const nonces = new Set<string>()
    for (const address of own) {
      const { status, headers, body } = await ask(server, address, browser)
      const nonce = /nonce="([\w-]+)"/.exec(body)?.[1] ?? ''
      nonces.add(nonce)
      expect(status).toBe(200)
      expect(nonce).toHaveLength(24)
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      expect(headers['cache-control']).toBe('no-store')
    }
    expect(nonces.size).toBe(own.length)
  })

  it('tells the demo log-ins, escaped', async () => {
    const { body } = await ask(server, '/', browser)
    expect(body).toContain('J. \\&quot;&lt;Weidlich>')
    expect(body).toContain('&quot;version&quot;:&quot;9.8.7&quot;')
    expect(body).toContain('&quot;tools&quot;:{&quot;inspector&quot;:true,&quot;mailbox&quot;:false}')
  })

  it('stands in the way of nothing else', async () => {
    expect((await ask(server, '/graphql', browser)).body).toBe('the API')
    expect((await ask(server, '/approvals/decide/t1', browser)).body).toBe('a decision page')
    expect((await ask(server, '/unknown', browser)).status).toBe(404)
    expect((await ask(server, '/orders/ord_1/unknown', browser)).status).toBe(404)
    expect((await ask(server, '/integrations/unknown', browser)).status).toBe(404)
    expect((await ask(server, '/', { headers: { accept: 'application/json' } })).status).toBe(404)
    expect((await ask(server, '/orders/ord_1', { ...browser, method: 'POST' })).status).toBe(404)
  })

  it('sends its files compressed where that is understood, and lets browsers keep them', async () => {
    const plain = await ask(server, '/assets/portal/main-1a2b.js')
    const packed = await fetch(`${server.url}/assets/portal/main-1a2b.js`, {
      headers: { 'accept-encoding': 'br' },
    })
    expect(plain.body).toBe(script)
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(packed.headers.get('content-encoding')).toBe('br')
    expect(packed.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await packed.text()).toBe(script)
  })

  it.each(['/assets/portal/none.js', '/assets/portal/../index.html', '/assets/portal/inner/x.js'])(
    'has no file %s',
    async (address) => {
      expect((await ask(server, address)).status).toBe(404)
    },
  )

  it('says at / that it is not built, where it is not', async () => {
    expect(isPortalBuilt(path.join(folder, 'inner'))).toBe(false)
    expect(isPortalBuilt(folder)).toBe(true)
    const without = await openPages((app) =>
      serveLandingPage(app, { version: '9.8.7', demoLogIns: [], graphiql: false, portal: false }),
    )
    expect((await ask(without, '/')).body).toContain('The portal is not built here.')
    await without.close()
  })
})
