import { request as httpRequest, type Dispatcher } from 'undici'
import type { DeliveryOutcome, DeliveryRequest } from '../../src/webhooks/delivery-port.ts'
import { bareHostname, webhookUrlProblem } from '../../src/webhooks/url.rules.ts'
import { deliveryFailure } from './delivery-failure.ts'
import { noTimings, stopWatch } from './delivery-timings.ts'
import { guardedAgent, type ResolveHost } from './guard.ts'

/** What an attempt needs from its surroundings. */
export type DeliveryTools = {
  /** Milliseconds by a clock that never jumps, for durations alone; the process's own when absent. */
  readonly now?: () => number
  /** The machine's own resolver when absent. */
  readonly resolve?: ResolveHost
  /** Certificate authorities (PEM) to trust instead of the built-in ones. */
  readonly ca?: string
}

const CONNECT_TIMEOUT_MS = 5000
const LONGEST_TIMEOUT_MS = 30_000
const READ_BYTES = 64 * 1024
const KEPT_BYTES = 16 * 1024
const KEPT_VALUE_LENGTH = 1024
const KEPT_HEADERS =
  'content-type content-length content-encoding date server via location retry-after webhook-delivery x-request-id'.split(
    ' ',
  )

/**
 * Makes one attempt: checks the destination, POSTs the bytes, reads a little of the answer.
 * Never follows a redirect, never uses a proxy from the environment, never decompresses, never throws.
 * Every attempt has a connection of its own, so every attempt resolves and judges the host anew.
 */
export async function deliverWebhook(
  request: DeliveryRequest,
  { now = () => performance.now(), ...tools }: DeliveryTools = {},
): Promise<DeliveryOutcome> {
  const started = now()
  const durationMs = () => Math.round(now() - started)
  const problem = webhookUrlProblem(request.url, request.allow)
  if (problem !== null) {
    const address = problem.code === 'WEBHOOK_URL_ADDRESS' || problem.code === 'WEBHOOK_URL_HOST'
    return {
      kind: 'error',
      code: address ? 'FORBIDDEN_ADDRESS' : 'INVALID_URL',
      message: problem.message,
      durationMs: durationMs(),
      remoteAddress: null,
      timings: noTimings,
    }
  }
  const timeoutMs = Math.min(request.timeoutMs, LONGEST_TIMEOUT_MS)
  let remoteAddress: string | null = null
  const watch = stopWatch(request.url.startsWith('https:'))
  const agent = guardedAgent({
    ...tools,
    allow: request.allow,
    connectTimeoutMs: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
    onConnect: (address) => (remoteAddress = address),
    onPhase: watch.note,
  })
  try {
    const response = await post(request, agent, timeoutMs)
    watch.note('ANSWERED')
    const answer = await readStart(response.body)
    return {
      kind: 'response',
      status: response.statusCode,
      headers: keptHeaders(response.headers),
      ...answer,
      durationMs: durationMs(),
      remoteAddress,
      timings: watch.timings(),
    }
  } catch (thrown) {
    const failure = deliveryFailure(thrown)
    return { kind: 'error', ...failure, durationMs: durationMs(), remoteAddress, timings: watch.timings() }
  } finally {
    // Not awaited: a connection that is still being made would hold the answer back.
    agent.destroy().catch(() => undefined)
  }
}

function post(
  request: DeliveryRequest,
  dispatcher: Dispatcher,
  timeoutMs: number,
): Promise<Dispatcher.ResponseData> {
  const url = new URL(request.url)
  // With the root's dot neither SNI nor the certificate's names would match.
  if (url.hostname.endsWith('.')) url.hostname = bareHostname(url)
  return httpRequest(url, {
    dispatcher,
    method: 'POST',
    headers: { ...request.headers },
    body: request.body,
    reset: true,
    // undici's own timers start over with each byte: only one signal bounds the whole.
    signal: AbortSignal.timeout(timeoutMs),
  })
}

/** Reads up to 64 KiB so that ordinary answers end cleanly, keeps 16 KiB. A body that breaks off is a cut one. */
async function readStart(
  body: Dispatcher.ResponseData['body'],
): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = []
  let read = 0
  let complete = true
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      read += chunk.length
      if (read >= READ_BYTES) break
    }
  } catch {
    complete = false
  }
  const start = Buffer.concat(chunks).subarray(0, KEPT_BYTES)
  return { body: Buffer.from(start), truncated: !complete || read > KEPT_BYTES }
}

function keptHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of KEPT_HEADERS) {
    const value = [headers[name] ?? []].flat()[0]
    if (value === undefined) continue
    // A redirect's query may carry a token.
    kept[name] = (name === 'location' ? value.replace(/[?#].*$/s, '') : value).slice(0, KEPT_VALUE_LENGTH)
  }
  return kept
}
