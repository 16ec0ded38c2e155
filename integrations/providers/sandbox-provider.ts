import { Agent, request as httpRequest } from 'undici'
import { z } from 'zod'
import type {
  ChangeRequest,
  CloudProvider,
  ProvisionFailed,
  ProvisionOutcome,
  ProvisionRequest,
} from '../../src/subscriptions/cloud-provider.ts'

export type SandboxProviderOptions = {
  /** Where the sandbox vendor listens, without a trailing slash. */
  readonly baseUrl: string
  /** For a whole call, in milliseconds; 10,000 when absent. */
  readonly timeoutMs?: number
}

type Answer = { readonly status: number; readonly body: unknown }
type Call = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly key: string
  readonly body?: string
}

const LARGEST_ANSWER = 1024 * 1024
const NEVER_SENT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

const accepted = z.object({ reference: z.string().min(1), status: z.literal('pending') })
const active = z.object({
  reference: z.string().min(1),
  status: z.literal('active'),
  activatedAt: z.iso.datetime(),
  details: z.record(z.string(), z.string()).default({}),
})
const needsInfo = z.object({
  problems: z.array(z.object({ parameter: z.string(), message: z.string() })).min(1),
})
const refused = z.object({ code: z.string(), message: z.string() })

/** The adapter to the sandbox vendor (`startSandboxCloud`), and the model for adapters to real ones. */
export function sandboxProvider({ baseUrl, timeoutMs = 10_000 }: SandboxProviderOptions): CloudProvider {
  const ask = (call: Call) => callVendor(baseUrl, timeoutMs, call)
  const order = async (path: string, request: ProvisionRequest | ChangeRequest) => {
    const { idempotencyKey: key } = request
    const answer = await ask({ method: 'POST', path, key, body: vendorOrder(request) }).catch(failure)
    return 'state' in answer ? answer : outcomeOf(answer)
  }
  return {
    key: 'sandbox',
    provision: (request) => order('/subscriptions', request),
    change: (request) =>
      order(`/subscriptions/${encodeURIComponent(request.change.vendorReference)}/changes`, request),
    async lookup(key) {
      const answer = await ask({
        method: 'GET',
        path: `/subscriptions/${encodeURIComponent(key)}`,
        key,
      }).catch(failure)
      // A look-up that failed says nothing about the call that it asks for.
      if ('state' in answer) return unknown('The vendor could not be asked what became of the order.')
      if (answer.status === 404) return null
      return answer.status >= 500 ? unknown('The vendor could not look the order up.') : outcomeOf(answer)
    },
  }
}

function vendorOrder(request: ProvisionRequest | ChangeRequest): string {
  return JSON.stringify({
    orderNumber: request.orderNumber,
    partNumber: request.vendorPartNumber,
    quantity: request.quantity,
    customer: { name: request.customer.organizationName, domain: request.customer.domain },
    parameters: request.parameters,
    termEndDate: request.termEndDate,
    baseReference: request.baseReference,
    change: 'change' in request ? request.change : undefined,
  })
}

async function callVendor(baseUrl: string, timeoutMs: number, call: Call): Promise<Answer> {
  // A connection of its own: a kept one that the vendor has just closed would look like an unknown outcome.
  const agent = new Agent({ connect: { timeout: timeoutMs }, maxResponseSize: LARGEST_ANSWER })
  try {
    const response = await httpRequest(baseUrl + call.path, {
      dispatcher: agent,
      method: call.method,
      headers: { 'content-type': 'application/json', 'idempotency-key': call.key },
      ...(call.body === undefined ? {} : { body: call.body }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.statusCode, body: readJson(await response.body.text()) }
  } finally {
    agent.destroy().catch(() => undefined)
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function outcomeOf({ status, body }: Answer): ProvisionOutcome {
  if (status >= 200 && status < 300) return successOf(body)
  const { code, message } = refused.safeParse(body).data ?? {
    code: `HTTP_${status}`,
    message: `The vendor answered ${status}.`,
  }
  if (status === 409) {
    const asked = needsInfo.safeParse(body).data
    if (asked !== undefined) return { state: 'INFORMATION_REQUIRED', problems: asked.problems }
  }
  if (status === 422) return failed({ code, message, category: 'VALIDATION', retryable: false })
  if (status >= 500 || status === 429) return failed({ code, message, category: 'VENDOR', retryable: true })
  return failed({ code, message, category: 'INTERNAL', retryable: false })
}

function successOf(body: unknown): ProvisionOutcome {
  const done = active.safeParse(body).data
  if (done !== undefined) {
    const { reference, activatedAt, details } = done
    return { state: 'FULFILLED', vendorReference: reference, activatedAt: new Date(activatedAt), details }
  }
  const waiting = accepted.safeParse(body).data
  if (waiting !== undefined) return { state: 'PENDING', vendorReference: waiting.reference }
  return unknown('The vendor accepted the order with an answer that cannot be read.')
}

/** Only a call that surely never reached the vendor has failed; every other silence may have been a success. */
function failure(thrown: unknown): ProvisionOutcome {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (!NEVER_SENT.includes(code))
    return unknown('The vendor did not answer; the order may have been carried out.')
  const category = code === 'UND_ERR_CONNECT_TIMEOUT' ? 'TIMEOUT' : 'VENDOR'
  return failed({
    code: 'VENDOR_UNREACHABLE',
    message: `The vendor cannot be reached (${code}).`,
    category,
    retryable: true,
  })
}

function failed(what: Omit<ProvisionFailed, 'state'>): ProvisionOutcome {
  return { state: 'FAILED', ...what }
}

function unknown(message: string): ProvisionOutcome {
  return { state: 'UNKNOWN_OUTCOME', message }
}
