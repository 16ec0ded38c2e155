import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'

/** A port of the loopback that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listens on TCP, see above
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

describe('the commands of docs/integrate', { timeout: 300_000 }, () => {
  let app: TestApp
  beforeAll(async () => void (app = await startApp()))
  afterAll(() => app.close())

  /** Runs the `sh` blocks of a page as they stand; answers with what they print. */
  async function run(page: string): Promise<string> {
    const text = readFileSync(`docs/integrate/${page}`, 'utf8')
    const script = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code).join('\n')
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, API: `${app.url}/graphql`, RECEIVER_PORT: String(await freePort()) },
    })
    const output: string[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    const code = await new Promise((resolve) => child.once('exit', resolve))
    const printed = output.join('')
    expect({ code, printed }).toEqual({ code: 0, printed })
    return printed
  }
  /** The answers among what was printed, in order. */
  const answersIn = (printed: string): Json[] =>
    printed
      // What the receiver prints may stand on the line of an answer.
      .split(/\n|(?=verified: )/)
      .filter((line) => line.startsWith('{"data"'))
      .map((line): Json => JSON.parse(line).data)

  it('receive a first webhook, verify it, rotate, replay', async () => {
    const printed = await run('webhooks.md')
    const [message, rotated, counted, replayed, deleted] = answersIn(printed)
    expect(printed).toContain('verified: ping evt_')
    expect(message).toMatchObject({
      webhookMessage: { status: 'SUCCEEDED', attempts: [{ number: 1, statusCode: 204 }] },
    })
    expect(rotated!.webhookEndpointRotateSecret).toMatchObject({
      webhookEndpoint: { publicKeys: [{ notAfter: null }, { notAfter: expect.stringMatching(/Z$/) }] },
      secret: expect.stringMatching(/^whsec_/),
      userErrors: [],
    })
    const total = counted!.webhookReplaySince.replayedCount as number
    expect(total).toBeGreaterThanOrEqual(0)
    expect(replayed!.webhookReplaySince).toMatchObject({
      replayedCount: total,
      activity: { status: 'QUEUED', progress: { done: 0, total } },
      userErrors: [],
    })
    expect(deleted!.webhookEndpointDelete.userErrors).toEqual([])
  })

  it('read the feed page by page', async () => {
    // The ping of the first page is told at least; a page has up to two names.
    const [first, second] = (await run('events.md')).split('\n')
    expect(first).toMatch(/^[a-z_.]+(,[a-z_.]+)?$/)
    expect(second).toMatch(/^([a-z_.]+(,[a-z_.]+)?)?$/)
  })

  it('add a customer, place an order, decide, and report of its lines', async () => {
    const [placed, approved, rejected, ...lines] = answersIn(await run('inbound.md'))
    expect(placed!.orderPlace).toMatchObject({
      order: { id: expect.stringMatching(/^ord_/) },
      userErrors: [],
    })
    expect(approved!.approvalApprove).toMatchObject({ order: { status: 'APPROVED' }, userErrors: [] })
    expect(rejected!.approvalReject).toMatchObject({ order: { status: 'REJECTED' }, userErrors: [] })
    const codes = lines.flatMap((line) =>
      Object.values(line).map((answer) => (answer as Json).userErrors[0].code as string),
    )
    expect(codes).toHaveLength(3)
    expect(new Set(codes)).toEqual(new Set(['ORDER_INVALID_TRANSITION']))
  })
})
