import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CountersignError } from '../../../integrations/client/src/countersign-error.ts'
import { createClient } from '../../../integrations/client/src/create-client.ts'
import {
  OrganizationCreateDocument,
  ViewerDocument,
} from '../../../integrations/client/src/generated/operations.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { completeDraft, customer, key, offerOf, submit } from '../../support/ordering.ts'
import { startReceiver } from '../../support/webhook-receiver.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const source = path.join(root, 'integrations/client/src')

/** The examples of the README, by the heading that they stand under. */
const examples = new Map(
  readFileSync(path.join(root, 'integrations/client/README.md'), 'utf8')
    .split(/^## /m)
    .flatMap((section): Array<[string, string]> => {
      const code = /^```ts\n(.*?)^```/ms.exec(section)?.[1]
      return code === undefined ? [] : [[section.slice(0, section.indexOf('\n')), code]]
    }),
)

let app: TestApp
let apiKey: string
let orderId: string
let folder: string

beforeAll(async () => {
  app = await startApp()
  const admin = await app.signedIn('admin@meridian.example')
  const scopes = ['ORGANIZATION_READ', 'ORGANIZATION_WRITE', 'ORDER_READ', 'EVENT_READ']
  const input = { name: 'Client', scopes, idempotencyKey: key() }
  apiKey = (await admin.done('apiKeyCreate', input, 'secret')).secret
  const sales = await app.signedIn('sales@meridian.example')
  const draft = await completeDraft(sales, {
    customer: await customer(sales, 'Ahornfeld'),
    offer: await offerOf(sales, 'Microsoft 365 Business Premium'),
  })
  await submit(sales, draft)
  orderId = draft.orderId
  await app.quiet()
  // The package as an integrator has it: found by its name.
  mkdirSync(path.join(root, 'test/.generated'), { recursive: true })
  folder = mkdtempSync(path.join(root, 'test/.generated/client-'))
  const installed = path.join(folder, 'node_modules/@countersign/client')
  mkdirSync(installed, { recursive: true })
  symlinkSync(source, path.join(installed, 'src'))
  const exports = {
    '.': './src/create-client.ts',
    './error': './src/countersign-error.ts',
    './operations': './src/generated/operations.ts',
  }
  writeFileSync(
    path.join(installed, 'package.json'),
    JSON.stringify({ name: '@countersign/client', type: 'module', exports }),
  )
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await app.close()
})

/** Runs an example of the README as a program of its own; answers with the lines that it printed. */
async function runExample(heading: string): Promise<string[]> {
  const file = path.join(folder, `${key()}.ts`)
  writeFileSync(file, examples.get(heading) ?? `throw new Error('The README has no "${heading}".')`)
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
    cwd: root,
    env: { ...process.env, COUNTERSIGN_URL: app.url, COUNTERSIGN_API_KEY: apiKey, ORDER_ID: orderId },
  })
  return stdout.trimEnd().split('\n')
}

describe('the README of the client', () => {
  test('asks', async () => {
    expect(await runExample('Ask')).toEqual([expect.stringMatching(/^Ahornfeld.*: .*EUR/)])
  })

  test('changes, and a repeat changes nothing', async () => {
    expect(await runExample('Change')).toEqual(['Birkenhof GmbH'])
    expect(await runExample('Change')).toEqual(['Birkenhof GmbH'])
    expect(await app.sql("SELECT count(*)::int FROM organization WHERE name = 'Birkenhof GmbH'")).toEqual([
      { count: 1 },
    ])
  })

  test('follows events', async () => {
    const types = (await runExample('Follow events')).map((line) => line.split(' ')[0])
    expect(types).toContain('order.submitted')
    expect(types.filter((type) => !type?.startsWith('order.'))).toEqual([])
  })

  test.each(['Watch an order, over WebSocket', 'The same over Server-Sent Events'])('%s', async (heading) => {
    const { status } = (await app.sql<{ status: string }>('SELECT status FROM orders LIMIT 1'))[0]!
    expect(await runExample(heading)).toEqual([status])
  })

  test('works without the client', async () => {
    expect(await runExample('Without this client')).toEqual(['Client'])
  })

  test('has no example that is not run here', () => {
    expect(examples.size).toBe(6)
  })
})

describe('a client', () => {
  test('gives what is refused as data, and nothing changed', async () => {
    const client = createClient({ url: app.url, apiKey })
    const input = { name: 'Nowhere', country: 'XX', currency: 'EUR', idempotencyKey: key() }
    const { organizationCreate } = await client.request(OrganizationCreateDocument, { input })
    expect(organizationCreate).toMatchObject({ organization: null, userErrors: [{ path: ['country'] }] })
    expect(await app.sql("SELECT 1 FROM organization WHERE name = 'Nowhere'")).toEqual([])
  })

  test('throws when the key does not hold', async () => {
    const client = createClient({ url: app.url, apiKey: 'cs_wrong_wrong' })
    const error: unknown = await client.request(ViewerDocument, {}).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CountersignError)
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', isRetryable: false })
  })

  test('says that a gateway may be asked again', async () => {
    const gateway = await startReceiver(
      (response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'),
    )
    const client = createClient({ url: gateway.url, apiKey })
    const error: unknown = await client.request(ViewerDocument, {}).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'HTTP_502', status: 502, isRetryable: true })
    await gateway.close()
  })
})
