import { request, type Dispatcher } from 'undici'
import type { ErpOutcome } from './erp-connector.ts'

/** Where a Tryton server is, and as whom we speak with it. */
export interface TrytonSite {
  /** Its origin, such as `https://erp.example.com`. */
  url: string
  database: string
  user: string
  password: string
  /** How long one call may take; 20 seconds when absent. */
  timeoutMs?: number
  /** How it is reached; by any connection when absent. */
  dispatcher?: Dispatcher
  /** Says what went wrong with a connection; the error's own words when absent. */
  explain?: (thrown: unknown) => string
}

/** What Tryton says for decimals; numbers of JSON would be floats. */
export interface TrytonDecimal {
  __class__: 'Decimal'
  decimal: string
}

const usualTimeoutMs = 20_000
/** More than any answer that we ask for: whoever says more is not listened to. */
const longestAnswer = 8 * 1024 * 1024

interface Answer {
  result?: unknown
  /** Its exception's class and arguments; or the text of a fault and a traceback. */
  error?: [kind: string, detail: unknown]
}

/** Nobody is signed in, or no more. */
const signedOut = 'SIGNED_OUT'

function readAnswer(text: string): Answer | null {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? answer : null
  } catch {
    return null
  }
}

/** An answer as text. Throws when it does not end. */
async function textOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longestAnswer) throw new Error('answered more than can be read')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What people are told: a message and its explanation; of a warning also its name, which only Tryton needs. */
function saidIn(kind: string, detail: unknown): string {
  const texts = Array.isArray(detail) ? detail.filter((one) => typeof one === 'string') : []
  return (kind === 'UserWarning' ? texts.slice(1) : texts).filter((text) => text !== '').join(' ') || kind
}

function outcomeOf({ result, error }: Answer): ErpOutcome<unknown> {
  if (!error) return { kind: 'OK', value: result }
  const [kind, detail] = error
  const isRefusal = kind === 'UserError' || kind === 'UserWarning'
  return isRefusal
    ? { kind: 'REFUSED', message: saidIn(kind, detail) }
    : { kind: 'UNKNOWN', message: kind.split('\n', 1)[0] ?? 'failed' }
}

/** Speaks Tryton's JSON-RPC (6.0). Signs in when it has to; never throws. */
export class TrytonClient {
  readonly #site: TrytonSite
  #session: { authorization: string; context: object } | null = null

  constructor(site: TrytonSite) {
    this.#site = site
  }

  /** Calls `method` of a model, such as `sale.sale`; the user's context is added as the last parameter. */
  async call(model: string, method: string, ...params: unknown[]): Promise<ErpOutcome<unknown>> {
    for (const isLast of [false, true]) {
      const session = await this.#signedIn()
      if (session.kind !== 'OK') return session
      const { authorization, context } = session.value
      const answer = await this.#post(`model.${model}.${method}`, [...params, context], authorization)
      if (answer !== signedOut) return answer
      this.#session = null
      if (isLast) break
    }
    return { kind: 'UNKNOWN', message: 'signed us out again' }
  }

  async #signedIn(): Promise<ErpOutcome<{ authorization: string; context: object }>> {
    if (this.#session) return { kind: 'OK', value: this.#session }
    const { user, password } = this.#site
    const refused = { kind: 'REFUSED', message: `does not let ${user} in: check user and password.` } as const
    const login = await this.#post('common.db.login', [user, { password }])
    if (login === signedOut) return refused
    if (login.kind !== 'OK') return login
    if (!Array.isArray(login.value)) return refused
    const key = [user, ...login.value.map(String)].join(':')
    const authorization = `Session ${Buffer.from(key).toString('base64')}`
    const preferences = await this.#post('model.res.user.get_preferences', [true, {}], authorization)
    if (preferences === signedOut) return { kind: 'UNKNOWN', message: 'signed us out again' }
    if (preferences.kind !== 'OK') return preferences
    this.#session = { authorization, context: Object(preferences.value) as object }
    return { kind: 'OK', value: this.#session }
  }

  async #post(
    method: string,
    params: unknown[],
    authorization?: string,
  ): Promise<ErpOutcome<unknown> | typeof signedOut> {
    const { url, database, timeoutMs = usualTimeoutMs, dispatcher, explain } = this.#site
    try {
      const { statusCode, body } = await request(
        `${url.replace(/\/+$/, '')}/${encodeURIComponent(database)}/`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
          body: JSON.stringify({ id: 1, method, params }),
          signal: AbortSignal.timeout(timeoutMs),
          ...(dispatcher ? { dispatcher } : {}),
        },
      )
      const text = await textOf(body)
      if (statusCode === 401) return signedOut
      const answer = statusCode === 200 ? readAnswer(text) : null
      if (answer) return outcomeOf(answer)
      const isOurs = statusCode === 403 || statusCode === 404
      return { kind: isOurs ? 'REFUSED' : 'UNKNOWN', message: `answered ${statusCode} to ${method}` }
    } catch (error) {
      const said = error instanceof Error ? error.message : 'failed'
      return { kind: 'UNKNOWN', message: explain ? explain(error) : said }
    }
  }
}
