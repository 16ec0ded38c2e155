import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveGraphiql } from '../../src/api/graphiql.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { openPages, type PageServer } from '../support/pages.ts'
import { serveTinyApi } from '../support/tiny-api.ts'

const demoLogIns = [
  { email: 'sales@meridian.example', name: 'Jonas Weidlich', role: 'Sales', password: 'countersign-demo' },
]

/** Writes into one of GraphiQL's editors as a paste would: typing would meet its automatic brackets. */
async function write(page: Page, editor: 'Query Editor' | 'Variables', text: string): Promise<void> {
  const place = page.locator(`section[aria-label="${editor}"] .CodeMirror`).first()
  await place.evaluate((element, content) => {
    const { CodeMirror } = element as unknown as { CodeMirror: { setValue(value: string): void } }
    CodeMirror.setValue(content)
  }, text)
}

describe.skipIf(!hasBrowser())('GraphiQL in a browser', () => {
  let server: PageServer
  let browser: Awaited<ReturnType<typeof openBrowser>>

  beforeAll(async () => {
    server = await openPages((app, http) => {
      serveGraphiql(app, { demoLogIns })
      serveTinyApi(app, http)
    })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  /** A fresh page with one tab of our own, and everything that went wrong in it. */
  async function open(tab: { query: string; variables?: string }) {
    const page = await browser.context.newPage()
    const faults: string[] = []
    const hosts = new Set<string>()
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).host)
    })
    page.on('requestfailed', (request) => faults.push(`${request.url()} failed`))
    await page.goto(`${server.url}/graphql`, { waitUntil: 'networkidle' })
    await page.locator('section[aria-label="Query Editor"] .CodeMirror').waitFor()
    await page.getByRole('button', { name: 'Add tab' }).click()
    await write(page, 'Query Editor', tab.query)
    if (tab.variables) await write(page, 'Variables', tab.variables)
    /** Runs until the text appears: GraphiQL reads a new operation's name a moment after its text. */
    const run = async (text: string) => {
      const answer = page.locator('.result-window').getByText(text).first()
      const appears = () =>
        answer.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        )
      for (let tries = 0; tries < 6; tries++) {
        await page.getByRole('button', { name: /execute query/i }).click()
        if (await appears()) return
      }
      throw new Error(`GraphiQL never answered: ${text}`)
    }
    return { page, faults, hosts, run }
  }

  it('runs a query and shows the answer, asking no other host and breaking no policy', async () => {
    const { page, faults, hosts, run } = await open({ query: 'query Hello { hello(name: "Ada") }' })

    await run('Hello Ada, no token')

    expect(faults).toEqual([])
    expect([...hosts]).toEqual([`127.0.0.1:${server.port}`])
    await page.close()
  })

  it('signs a demo user in with one click and sends the token with the next query', async () => {
    const { page, faults, run } = await open({ query: 'query Hello { hello }' })

    await page.getByLabel('Demo log-in').selectOption('sales@meridian.example')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Signed in as Tess Tester: every tab sends the token.').waitFor()
    await run('Hello you, Bearer cst_tiny')

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Not signed in.').waitFor()
    await run('Hello you, no token')
    expect(faults).toEqual([])
    await page.close()
  })

  it('carries a subscription over WebSocket, with the token, and keeps its events in sight in other tabs', async () => {
    const { page, faults, run } = await open({ query: 'subscription Ticks { ticks(to: 3) }' })

    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Signed in as Tess Tester').waitFor()
    await run('"ticks": 3')
    await page.getByRole('tab', { name: 'Viewer' }).click()
    await page.getByRole('complementary', { name: 'Live' }).getByText('ticks · 3').first().waitFor()

    expect(faults).toEqual([])
    await page.close()
  })

  it('fills an id in from the answer before, and says what to do when there is none', async () => {
    const find = {
      query: 'query Find($id: ID!) { order(id: $id) { status } }',
      variables: '{ "id": "{{ord.id}}" }',
    }
    const { page, faults, run } = await open(find)
    const go = async (query: string, variables: string) => {
      await write(page, 'Query Editor', query)
      await write(page, 'Variables', variables)
    }

    await run('{{ord.id}} is not known yet: no answer has shown it.')
    await go('mutation Start { orderStart { order { id version } } }', '')
    await run('"ord_0001"')
    await go(find.query, find.variables)
    await run('"DRAFT"')

    expect(faults).toEqual([])
    await page.close()
  })

  it('opens the saved operations as tabs', async () => {
    const { page, faults } = await open({ query: 'query Hello { hello }' })

    await page.getByRole('button', { name: 'Reset tabs' }).click()
    await page.getByRole('tab', { name: 'OrderSubmit' }).waitFor()

    await page.getByRole('tab', { name: 'ApprovalApprove' }).waitFor()
    expect(faults).toEqual([])
    await page.close()
  })
})
