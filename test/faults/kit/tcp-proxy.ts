import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A text to look for on the wire, and what to do when it passes. */
export interface Watch {
  /** For the log and the table of hits. */
  name: string
  /** The bytes, as Latin-1 text. */
  says: string
  from: 'client' | 'server'
  /** Only on a connection on which the client has said this since the last hit. */
  onlyAfter?: string
  /** `before` the bytes are passed on; `after` that; or when the `answer` to them arrives, before it is passed on. */
  moment: 'before' | 'after' | 'answer'
  /** Whether the connection is reset at the hit. With `before` and `answer` its bytes are then never seen. */
  cut: boolean
  /** Runs at the hit, at once: what it does has happened when the bytes go on. */
  act?: () => void
  /** How often it may hit; without bound when absent. */
  times?: number
}

/** A watch that is set; `hits` counts. */
export interface SetWatch extends Watch {
  hits: number
}

interface Link {
  client: Socket
  server: Socket
  /** The end of what each side said last, so that a text is found across packets. */
  tails: { client: string; server: string }
  /** Watches whose `onlyAfter` was heard. */
  armed: Set<SetWatch>
  /** Watches that were hit and wait for the answer. */
  asked: Set<SetWatch>
}

const longestText = 200

/** Whether it has hits left, and has heard what must come first; what it heard is used up by that. */
function mayHit(link: Link, watch: SetWatch): boolean {
  if (watch.hits >= (watch.times ?? Infinity)) return false
  return !watch.onlyAfter || link.armed.delete(watch)
}

/** Stands between a client and a server on loopback: passes, delays, goes silent, resets, or cuts at a text. */
export class TcpProxy {
  readonly counters = { connections: 0, cuts: 0, bytesFromClient: 0, bytesFromServer: 0 }
  /** Every packet waits this long. */
  delayMs = 0
  readonly #links = new Set<Link>()
  readonly #watches = new Set<SetWatch>()
  #silent = false

  private constructor(
    readonly port: number,
    readonly server: Server,
    readonly target: () => number,
  ) {}

  /** @param target the port behind; asked at every connection, because a server that restarts may move */
  static async start(target: () => number): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: false })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = new TcpProxy((server.address() as AddressInfo).port, server, target)
    server.on('connection', (client) => proxy.#link(client))
    return proxy
  }

  watch(watch: Watch): SetWatch {
    const set = { ...watch, hits: 0 }
    this.#watches.add(set)
    return set
  }

  unwatch(watch: SetWatch): void {
    this.#watches.delete(watch)
  }

  /** Half-open: connections stand and new ones are taken, but nothing comes through until it is taken back. */
  beSilent(silent: boolean): void {
    this.#silent = silent
    for (const { client, server } of this.#links)
      for (const socket of [client, server]) {
        if (silent) socket.pause()
        else socket.resume()
      }
  }

  /** Resets every connection. */
  resetAll(): void {
    for (const link of this.#links) this.#cut(link)
  }

  async close(): Promise<void> {
    this.server.close()
    for (const { client, server } of this.#links) {
      client.destroy()
      server.destroy()
    }
    if (this.server.listening) await once(this.server, 'close')
  }

  #link(client: Socket): void {
    const server = connect({ port: this.target(), host: '127.0.0.1', noDelay: true })
    client.setNoDelay(true)
    const link: Link = {
      client,
      server,
      tails: { client: '', server: '' },
      armed: new Set(),
      asked: new Set(),
    }
    this.#links.add(link)
    this.counters.connections += 1
    client.on('data', (chunk: Buffer) => this.#pass(link, 'client', chunk))
    server.on('data', (chunk: Buffer) => this.#pass(link, 'server', chunk))
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('end', () => other.end())
      one.on('close', () => {
        this.#links.delete(link)
        other.destroy()
      })
      one.on('drain', () => void (this.#silent || other.resume()))
    }
    if (this.#silent) {
      client.pause()
      server.pause()
    }
  }

  #pass(link: Link, from: 'client' | 'server', chunk: Buffer): void {
    const other = from === 'client' ? link.server : link.client
    this.counters[from === 'client' ? 'bytesFromClient' : 'bytesFromServer'] += chunk.length
    const hits = this.#watches.size > 0 ? this.#hits(link, from, chunk) : []
    const early = hits.filter(({ moment }) => moment !== 'after')
    for (const watch of early) watch.act?.()
    if (early.some(({ cut }) => cut)) return this.#cut(link)
    const send = () => {
      if (!other.destroyed && !other.write(chunk)) link[from].pause()
    }
    if (this.delayMs > 0) setTimeout(send, this.delayMs)
    else send()
    const late = hits.filter(({ moment }) => moment === 'after')
    if (late.length === 0) return
    // The bytes must have left this process before whoever sent them is killed.
    other.write('', () => {
      for (const watch of late) watch.act?.()
      if (late.some(({ cut }) => cut)) this.#cut(link)
    })
  }

  /** What happens at these bytes, in the order of the watches. */
  #hits(link: Link, from: 'client' | 'server', chunk: Buffer): SetWatch[] {
    const text = link.tails[from] + chunk.toString('latin1')
    const seen = link.tails[from].length
    link.tails[from] = text.slice(-longestText)
    const isNew = (what: string) => {
      const at = text.lastIndexOf(what)
      return at >= 0 && at + what.length > seen
    }
    const hits: SetWatch[] = []
    if (from === 'server') {
      hits.push(...link.asked)
      link.asked.clear()
    }
    for (const watch of this.#watches) {
      if (watch.onlyAfter && from === 'client' && isNew(watch.onlyAfter)) link.armed.add(watch)
      if (watch.from !== from || !isNew(watch.says) || !mayHit(link, watch)) continue
      watch.hits += 1
      if (watch.moment === 'answer') link.asked.add(watch)
      else hits.push(watch)
    }
    return hits
  }

  #cut({ client, server }: Link): void {
    this.counters.cuts += 1
    client.resetAndDestroy()
    server.resetAndDestroy()
  }
}
