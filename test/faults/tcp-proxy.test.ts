import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TcpProxy, type Watch } from './kit/tcp-proxy.ts'

/** What a client read, and how its connection ended. */
interface Heard {
  socket: Socket
  text: () => string
  ended: Promise<string>
}

describe('the proxy of the fault kit', () => {
  let server: Server
  let proxy: TcpProxy
  let received = ''
  beforeEach(async () => {
    received = ''
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (chunk) => {
        received += chunk.toString()
        socket.write(`<${chunk.toString()}>`)
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    proxy = await TcpProxy.start(() => (server.address() as AddressInfo).port)
  })
  afterEach(async () => {
    await proxy.close()
    server.close()
  })

  async function client(): Promise<Heard> {
    const socket = connect(proxy.port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    const ended = new Promise<string>((resolve) => {
      socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? ''))
      socket.on('close', () => resolve('closed'))
    })
    await once(socket, 'connect')
    return { socket, text: () => text, ended }
  }

  async function said(heard: Heard, wanted: string): Promise<void> {
    for (let tries = 0; tries < 400 && heard.text() !== wanted; tries++) await sleep(5)
    expect(heard.text()).toBe(wanted)
  }

  const commit = (more: Partial<Watch>): Watch => ({
    name: 'commit',
    says: 'commit',
    from: 'client',
    moment: 'before',
    cut: true,
    ...more,
  })

  it('passes what is said both ways, and counts it', async () => {
    const one = await client()
    one.socket.write('hello')
    await said(one, '<hello>')
    expect(proxy.counters).toEqual({ connections: 1, cuts: 0, bytesFromClient: 5, bytesFromServer: 7 })
    one.socket.end()
    expect(await one.ended).toBe('closed')
  })

  it('goes silent, for new connections too, and goes on where it was', async () => {
    const one = await client()
    proxy.beSilent(true)
    const two = await client()
    one.socket.write('a')
    two.socket.write('b')
    await sleep(100)
    expect([received, one.text(), two.text()]).toEqual(['', '', ''])
    proxy.beSilent(false)
    await said(one, '<a>')
    await said(two, '<b>')
  })

  it('delays', async () => {
    const one = await client()
    proxy.delayMs = 60
    const from = performance.now()
    one.socket.write('late')
    await said(one, '<late>')
    expect(performance.now() - from).toBeGreaterThanOrEqual(115)
  })

  it('cuts before a text reaches the server, found across packets', async () => {
    const watch = proxy.watch(commit({}))
    const one = await client()
    one.socket.write('begin com')
    await said(one, '<begin com>')
    one.socket.write('mit')
    expect(await one.ended).toBe('ECONNRESET')
    expect([received, watch.hits, proxy.counters.cuts]).toEqual(['begin com', 1, 1])
  })

  it('cuts after the text reached the server, and at the answer before it reaches the client', async () => {
    for (const moment of ['after', 'answer'] as const) {
      received = ''
      let acted = 0
      const watch = proxy.watch(commit({ moment, act: () => void (acted += 1) }))
      const one = await client()
      one.socket.write('commit')
      expect(await one.ended).toBe('ECONNRESET')
      for (let tries = 0; tries < 200 && received === ''; tries++) await sleep(5)
      expect([received, one.text(), watch.hits, acted]).toEqual(['commit', '', 1, 1])
      proxy.unwatch(watch)
    }
  })

  it('hits only after what must come first, only so often, and runs a callback without a cut', async () => {
    let acted = 0
    const act = () => void (acted += 1)
    const watch = proxy.watch(commit({ onlyAfter: 'insert', moment: 'after', cut: false, times: 1, act }))
    const one = await client()
    for (const text of ['commit', 'insert', 'commit', 'insert', 'commit']) {
      const before = one.text()
      one.socket.write(text)
      await said(one, `${before}<${text}>`)
    }
    expect([watch.hits, acted, proxy.counters.cuts]).toEqual([1, 1, 0])
  })

  it('resets everything at once', async () => {
    const [one, two] = [await client(), await client()]
    one.socket.write('x')
    await said(one, '<x>')
    proxy.resetAll()
    expect(await Promise.all([one.ended, two.ended])).toEqual(['ECONNRESET', 'ECONNRESET'])
  })
})
