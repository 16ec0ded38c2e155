import ipaddr from 'ipaddr.js'

/** What an installation permits beyond public addresses. Never taken from a tenant's input. */
export type AddressAllowance = {
  /** Receivers on this machine: over http too, and on any port. Only for demo data on a loopback server. */
  readonly loopback: boolean
  /** The ports that https may use; 443 and 8443 when absent. */
  readonly ports?: readonly number[]
}

export type WebhookUrlProblemCode =
  | 'WEBHOOK_URL_INVALID'
  | 'WEBHOOK_URL_SCHEME'
  | 'WEBHOOK_URL_PORT'
  | 'WEBHOOK_URL_CREDENTIALS'
  | 'WEBHOOK_URL_FRAGMENT'
  | 'WEBHOOK_URL_HOST'
  | 'WEBHOOK_URL_ADDRESS'

/** Why a URL cannot receive webhooks: a stable code, and a sentence that says what to do. */
export type WebhookUrlProblem = { readonly code: WebhookUrlProblemCode; readonly message: string }

const MAX_LENGTH = 2048
const HTTPS_PORTS: readonly number[] = [443, 8443]
const PRIVATE_SUFFIXES = ['internal', 'local', 'localdomain', 'home.arpa']
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3]

/**
 * What is wrong with `url` as the address of a webhook receiver, or null when it may be used.
 * A host name is judged by its spelling only: where it leads is decided at each attempt by the guard.
 *
 * @param url as the tenant typed it; parsed by the WHATWG rules, the ones that the sender uses
 */
export function webhookUrlProblem(url: string, allow: AddressAllowance): WebhookUrlProblem | null {
  if (url.length > MAX_LENGTH || !URL.canParse(url)) {
    return problem(
      'WEBHOOK_URL_INVALID',
      `Give a complete URL of at most ${MAX_LENGTH} characters, such as https://hooks.example.com/orders.`,
    )
  }
  const parsed = new URL(url)
  const host = bareHostname(parsed)
  const local = allow.loopback && isLoopbackHost(host)
  return (
    schemeProblem(parsed, local) ??
    partsProblem(parsed) ??
    (local ? null : (hostProblem(host, allow) ?? portProblem(parsed, allow)))
  )
}

/**
 * Whether an address must not be dialled: everything that is not public unicast, and whatever cannot be read.
 * IPv4 inside IPv6 is decoded first; NAT64, 6to4 and other tunnels into IPv4 are refused as a whole.
 *
 * @param address an IP address as a resolver or a socket writes it, without brackets
 */
export function isForbiddenAddress(address: string, allow: AddressAllowance): boolean {
  const ip = readAddress(address)
  if (ip === null) return true
  const range = ip.range()
  if (range === 'loopback') return !allow.loopback
  if (range !== 'unicast') return true
  // The library calls every unlisted IPv6 range unicast, the IPv4-compatible ::/96 among them.
  return ip instanceof ipaddr.IPv6 && !ip.match(GLOBAL_UNICAST)
}

/** The host of a URL as it is dialled: lower case, without brackets and without the root's trailing dot. */
export function bareHostname(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}

function readAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // Octal and short spellings mean different hosts to different parsers: only the plain form is read.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  return ipaddr.IPv6.isValid(address) ? ipaddr.process(address) : null
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || readAddress(host)?.range() === 'loopback'
}

function schemeProblem(url: URL, local: boolean): WebhookUrlProblem | null {
  if (url.protocol === 'https:' || (local && url.protocol === 'http:')) return null
  return problem(
    'WEBHOOK_URL_SCHEME',
    'Use an https:// URL: events carry business data and are sent encrypted only.',
  )
}

function partsProblem(url: URL): WebhookUrlProblem | null {
  if (url.username !== '' || url.password !== '') {
    return problem(
      'WEBHOOK_URL_CREDENTIALS',
      'Take the user name and password out of the URL; authenticate by the signature or a header.',
    )
  }
  // url.hash is empty for a lone "#", the serialized form is not.
  if (url.href.includes('#'))
    return problem('WEBHOOK_URL_FRAGMENT', 'Take the part from "#" on out of the URL; it is never sent.')
  return null
}

function portProblem(url: URL, allow: AddressAllowance): WebhookUrlProblem | null {
  const ports = allow.ports ?? HTTPS_PORTS
  if (ports.includes(url.port === '' ? 443 : Number(url.port))) return null
  return problem('WEBHOOK_URL_PORT', `Use one of the ports ${ports.join(', ')}.`)
}

function hostProblem(host: string, allow: AddressAllowance): WebhookUrlProblem | null {
  const literal = ipaddr.isValid(host)
  if (literal && isForbiddenAddress(host, allow)) {
    return problem(
      'WEBHOOK_URL_ADDRESS',
      'Use a public address: private, local and reserved ones are not delivered to.',
    )
  }
  if (literal) return null
  if (host.split('.').includes(''))
    return problem('WEBHOOK_URL_INVALID', 'Give a host name without empty parts between its dots.')
  if (!allow.loopback && isLocalName(host)) {
    return problem(
      'WEBHOOK_URL_HOST',
      'Use a host name that is public: names of a local network are not delivered to.',
    )
  }
  return null
}

function isLocalName(host: string): boolean {
  // A name without a dot is found through a search domain, never in the public tree.
  return (
    !host.includes('.') || ['localhost', ...PRIVATE_SUFFIXES].some((suffix) => host.endsWith(`.${suffix}`))
  )
}

function problem(code: WebhookUrlProblemCode, message: string): WebhookUrlProblem {
  return { code, message }
}
