import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, Socket, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { bareHostname, isForbiddenAddress, webhookUrlProblem } from '../../src/webhooks/url.rules.ts'
import type { AddressAllowance, WebhookUrlProblem } from '../../src/webhooks/url.rules.ts'

/** All addresses of a host name, IPv4 and IPv6; rejects with a Node DNS error when there is none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>

export type GuardOptions = {
  readonly allow: AddressAllowance
  /** The machine's own resolver when absent. */
  readonly resolve?: ResolveHost
  /** Look-up, TCP and TLS together, in milliseconds; 5,000 when absent. */
  readonly connectTimeoutMs?: number
  /** Certificate authorities (PEM) to trust instead of the built-in ones. */
  readonly ca?: string
  /** Told the address of each connection made. */
  readonly onConnect?: (remoteAddress: string) => void
  /** Told when a connection has come so far. */
  readonly onPhase?: (phase: ConnectPhase) => void
}

/** How far a connection has come: its name is resolved, TCP stands, and all of it, TLS included, is ready. */
export type ConnectPhase = 'RESOLVED' | 'CONNECTED' | 'READY'

/** A connection was refused by us, before a byte was sent. Names no address: the tenant may not map our network. */
class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'
  readonly code = 'FORBIDDEN_ADDRESS'
  constructor() {
    super('The host leads to an address that is not public; nothing was sent.')
  }
}

/**
 * An undici agent that reaches allowed addresses only. The addresses that were judged are the ones dialled,
 * so a name that changes its mind between check and connection gains nothing. Close or destroy it after use.
 */
export function guardedAgent(options: GuardOptions): Agent {
  const dial = buildConnector({
    lookup: guardedLookup(options),
    timeout: options.connectTimeoutMs ?? 5000,
    allowH2: false,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  })
  return new Agent({ connect: guardConnector(dial, options), allowH2: false })
}

/**
 * Puts the two checks around a connector that a look-up alone cannot make:
 * literals, which are never looked up, and the address that the socket really reached.
 */
export function guardConnector(
  dial: buildConnector.connector,
  { allow, onConnect, onPhase }: Pick<GuardOptions, 'allow' | 'onConnect' | 'onPhase'>,
): buildConnector.connector {
  return (target, callback) => {
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1')
    if (isIP(host) !== 0 && isForbiddenAddress(host, allow)) {
      process.nextTick(callback, new ForbiddenAddressError(), null)
      return
    }
    // undici's connector answers with its socket, though its type does not say so.
    const dialled: unknown = dial(target, (failure, socket) => {
      if (failure !== null) return callback(failure, null)
      onPhase?.('READY')
      const remote = socket.remoteAddress
      if (remote === undefined || isForbiddenAddress(remote, allow)) {
        socket.destroy()
        return callback(remote === undefined ? resetError() : new ForbiddenAddressError(), null)
      }
      onConnect?.(remote)
      callback(null, socket)
    })
    if (dialled instanceof Socket) dialled.once('connect', () => onPhase?.('CONNECTED'))
  }
}

/**
 * The check for the moment an endpoint is saved: the URL's spelling and, for a name, where it leads now.
 * It spares the owner a surprise; the guard at each attempt is what protects.
 *
 * @returns null when webhooks could be sent there, also when the name cannot be resolved at the moment
 */
export async function webhookDestinationProblem(
  url: string,
  { allow, resolve = resolveBySystem }: Pick<GuardOptions, 'allow' | 'resolve'>,
): Promise<WebhookUrlProblem | null> {
  const problem = webhookUrlProblem(url, allow)
  if (problem !== null) return problem
  const host = bareHostname(new URL(url))
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host]
  if (!addresses.some((address) => isForbiddenAddress(address, allow))) return null
  return {
    code: 'WEBHOOK_URL_ADDRESS',
    message: 'Use a host whose every address is public: this name leads to a private, local or reserved one.',
  }
}

function guardedLookup({ allow, resolve = resolveBySystem, onPhase }: GuardOptions): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        onPhase?.('RESOLVED')
        // One bad address condemns the name: an honest receiver has no private address in public DNS.
        if (addresses.some((address) => isForbiddenAddress(address, allow))) {
          return callback(new ForbiddenAddressError(), '', 0)
        }
        const found = addresses.map((address) => ({ address, family: isIP(address) }))
        const first = found[0]
        if (first === undefined) return callback(notFound(hostname), '', 0)
        if (options.all) return callback(null, found)
        callback(null, first.address, first.family)
      },
      (failure: NodeJS.ErrnoException) => callback(failure, '', 0),
    )
  }
}

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  return (await systemLookup(hostname, { all: true })).map((found) => found.address)
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address for ${hostname}`), { code: 'ENOTFOUND' })
}

function resetError(): NodeJS.ErrnoException {
  return Object.assign(new Error('The connection was closed while it was made.'), { code: 'ECONNRESET' })
}
