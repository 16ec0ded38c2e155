import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from '../../support/api-client.ts'

/** What a call came to, over all its repeats. */
export interface Told {
  payload: Json
  /** Why it was sent again, in order. */
  again: string[]
  /** A refusal that no repeat can cure, or that nothing was told in time; null when it was acknowledged. */
  refused: string | null
  /** The longest that one try waited for its answer. */
  slowestMs: number
}

/** One mutation as a careful integrator sends it. */
export interface Call {
  /** Asked before every try: another address when a process is gone. */
  url: (attempt: number) => string
  token: string
  name: string
  input: Record<string, unknown>
  fields: string
  /** Until when it is sent again. */
  deadline: number
  /** Runs before each repeat with the reason; the input may be changed here (controls do). */
  beforeRepeat?: (because: string) => void
}

/** An answer that never comes must be told from one that is slow. */
const patienceMs = 30_000
const retryableCodes = new Set([
  'BUSY',
  'IDEMPOTENCY_IN_PROGRESS',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
])

type Answer = { payload: Json } | { again: string } | { refused: string }

function queryOf({ name, fields }: Call): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code message } } }`
}

interface Problem {
  code?: string
  message?: string
  retryable?: boolean
}

function verdictOn({ code = '', message = '', retryable = false }: Problem): Answer {
  return retryable || retryableCodes.has(code) ? { again: code } : { refused: `${code}: ${message}` }
}

function read(call: Call, status: number, body: Json): Answer {
  const [fault] = (body.errors ?? []) as Json[]
  if (fault) return verdictOn({ ...fault.extensions, message: fault.message })
  if (status >= 500) return { again: `HTTP ${status}` }
  const payload = body.data[call.name]
  const [problem] = payload.userErrors as Json[]
  return problem ? verdictOn(problem) : { payload }
}

async function once(call: Call, url: string): Promise<Answer> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${call.token}` },
      body: JSON.stringify({ query: queryOf(call), variables: { input: call.input } }),
      signal: AbortSignal.timeout(patienceMs),
    })
    const text = await response.text()
    return read(call, response.status, JSON.parse(text))
  } catch (error) {
    const { name, cause } = error as { name: string; cause?: { code?: string } }
    return { again: name === 'TimeoutError' ? 'NO ANSWER' : (cause?.code ?? name) }
  }
}

/** Sends a mutation, and sends the same again while the answer is one that a client may retry. */
export async function sendUntilTold(call: Call): Promise<Told> {
  const told: Told = { payload: null, again: [], refused: null, slowestMs: 0 }
  for (let attempt = 0; ; attempt++) {
    const from = performance.now()
    const answer = await once(call, call.url(attempt))
    told.slowestMs = Math.max(told.slowestMs, performance.now() - from)
    if ('payload' in answer) return { ...told, payload: answer.payload }
    if ('refused' in answer) return { ...told, refused: answer.refused }
    told.again.push(answer.again)
    if (Date.now() > call.deadline) return { ...told, refused: `not told in time, at last ${answer.again}` }
    call.beforeRepeat?.(answer.again)
    await sleep(Math.min(20 * 2 ** Math.min(attempt, 5), 500))
  }
}
