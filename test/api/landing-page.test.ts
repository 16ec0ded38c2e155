import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveLandingPage } from '../../src/api/landing-page.ts'
import { ask, openPages, type PageServer } from '../support/pages.ts'

const demoLogIns = [
  {
    email: 'sales@meridian.example',
    name: 'J. <Weidlich>',
    role: 'Places orders',
    password: 'countersign-demo',
  },
]

describe('the first page', () => {
  let withDemo: PageServer
  let without: PageServer

  beforeAll(async () => {
    const version = '9.8.7'
    withDemo = await openPages((app) => serveLandingPage(app, { version, demoLogIns, graphiql: true }))
    without = await openPages((app) => serveLandingPage(app, { version, demoLogIns: [], graphiql: false }))
  })
  afterAll(async () => {
    await withDemo.close()
    await without.close()
  })

  it('names the four stages, the addresses and the version', async () => {
    const { status, headers, body } = await ask(withDemo, '/')

    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    for (const text of [
      'Select Items',
      'Contact Details',
      'Provisioning Information',
      'Summary',
      'Countersign 9.8.7',
    ])
      expect(body).toContain(text)
    for (const address of ['/graphql', '/ops/queues', '/healthz', '/readyz', '/metrics'])
      expect(body).toContain(`href="${address}"`)
  })

  it('offers the demo log-ins, escaped', async () => {
    const { body } = await ask(withDemo, '/')

    expect(body).toContain('sales@meridian.example')
    expect(body).toContain('J. &lt;Weidlich&gt;')
    expect(body).toContain('countersign-demo')
  })

  it('tells no log-in and no GraphiQL where there is none', async () => {
    const { body } = await ask(without, '/')

    expect(body).not.toContain('Demo log-ins')
    expect(body).not.toContain('countersign-demo')
    expect(body).not.toContain('href="/graphql"')
  })

  it('allows no script and no foreign host', async () => {
    const { headers, body } = await ask(withDemo, '/')

    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; " +
        "frame-ancestors 'none'",
    )
    expect(body).not.toMatch(/<script|style="|https?:\/\//)
  })

  it('serves its style sheet and its mark', async () => {
    const css = await ask(withDemo, '/assets/pages/pages.css')
    const mark = await ask(withDemo, '/assets/pages/mark.svg')

    expect([css.status, css.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
    expect([mark.status, mark.headers['content-type']]).toEqual([200, 'image/svg+xml'])
    expect((await ask(withDemo, '/assets/pages/../landing-page.ts')).status).toBe(404)
  })
})
