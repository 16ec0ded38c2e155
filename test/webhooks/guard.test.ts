import { isIP } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Agent, buildConnector, request } from 'undici'
import { deliverWebhook } from '../../integrations/webhooks/deliver.ts'
import {
  guardConnector,
  guardedAgent,
  webhookDestinationProblem,
  type ResolveHost,
} from '../../integrations/webhooks/guard.ts'
import { startCanary, type Canary } from '../support/canary.ts'

/** Every way to write this machine's loopback that a URL parser understands. */
const LOOPBACK_SPELLINGS = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  '%6c%6fcalhost',
  'ⓛocalhost',
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.1.2.3',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '0177.0.0.01',
  '0x7f.0x0.0x0.0x1',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
]

/** Addresses that no public receiver has. */
const PRIVATE_SPELLINGS = [
  '0',
  '0.0.0.0',
  '10.0.0.1',
  '167772161',
  '100.64.0.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '172.16.0.1',
  '192.168.1.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::7f00:1]',
  '[::127.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:0:7f00:1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:7f00:1::]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
]

/** Names that a public resolver answers with what it likes. */
const TREACHEROUS_ANSWERS: [string, string[]][] = [
  ['only loopback', ['127.0.0.1']],
  ['loopback in IPv6', ['::1']],
  ['loopback mapped into IPv6', ['::ffff:127.0.0.1']],
  ['loopback through NAT64', ['64:ff9b::7f00:1']],
  ['loopback through 6to4', ['2002:7f00:1::']],
  ['the metadata address', ['169.254.169.254']],
  ['a private network', ['10.0.0.1']],
  ['a unique local address', ['fd00::1']],
  ['public first, then loopback', ['93.184.216.34', '127.0.0.1']],
  ['loopback first, then public', ['127.0.0.1', '93.184.216.34']],
  ['public IPv4 and private IPv6', ['93.184.216.34', 'fd00::1']],
  ['nonsense', ['not-an-address']],
]

let canary: Canary
beforeAll(async () => {
  canary = await startCanary()
})
afterAll(() => canary.close())

let before = 0
beforeEach(() => {
  before = canary.hits()
})
const newHits = () => canary.hits() - before

/** The canary's port counts as an https port, so that only the guard stands in the way. */
const strict = () => ({ loopback: false, ports: [canary.port] })

function deliverTo(
  url: string,
  { resolve, loopback = false }: { resolve?: ResolveHost; loopback?: boolean } = {},
) {
  return deliverWebhook(
    { url, headers: {}, body: Buffer.from('{}'), timeoutMs: 5000, allow: { ...strict(), loopback } },
    resolve === undefined ? {} : { resolve },
  )
}

describe('a delivery', () => {
  it.each([...LOOPBACK_SPELLINGS, ...PRIVATE_SPELLINGS])('never connects to %s', async (host) => {
    const outcome = await deliverTo(`https://${host}:${canary.port}/`)
    expect(outcome).toMatchObject({ kind: 'error', code: 'FORBIDDEN_ADDRESS' })
    expect(newHits()).toBe(0)
  })

  it.each([
    ['https://hooks.example.com@127.0.0.1:PORT/', 'INVALID_URL'],
    ['https://127.0.0.1:PORT\\@hooks.example.com/', 'FORBIDDEN_ADDRESS'],
    ['https:127.0.0.1:PORT', 'FORBIDDEN_ADDRESS'],
    ['https:/\\127.0.0.1:PORT/', 'FORBIDDEN_ADDRESS'],
    ['https://127.0.0.\t1:PORT/', 'FORBIDDEN_ADDRESS'],
    ['http://127.0.0.1:PORT/', 'INVALID_URL'],
    ['http://[::ffff:7f00:1]:PORT/', 'INVALID_URL'],
  ])('is not deceived by %j', async (url, code) => {
    expect(await deliverTo(url.replace('PORT', String(canary.port)))).toMatchObject({ kind: 'error', code })
    expect(newHits()).toBe(0)
  })

  it.each(TREACHEROUS_ANSWERS)('never connects when a name resolves to %s', async (_what, addresses) => {
    const outcome = await deliverTo(`https://hooks.example.com:${canary.port}/`, {
      resolve: async () => addresses,
    })
    expect(outcome).toEqual({
      kind: 'error',
      code: 'FORBIDDEN_ADDRESS',
      message: 'The host leads to an address that is not public; nothing was sent.',
      durationMs: expect.any(Number),
      remoteAddress: null,
      timings: { dnsMs: expect.any(Number), connectMs: null, tlsMs: null, firstByteMs: null },
    })
    expect(newHits()).toBe(0)
  })

  it('is refused when a name was public as the endpoint was saved and is private now', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']]
    const resolve: ResolveHost = async () => answers.shift() ?? []
    const url = `https://hooks.example.com:${canary.port}/`
    expect(await webhookDestinationProblem(url, { allow: strict(), resolve })).toBeNull()
    expect(await deliverTo(url, { resolve })).toMatchObject({ kind: 'error', code: 'FORBIDDEN_ADDRESS' })
    expect(answers).toEqual([])
    expect(newHits()).toBe(0)
  })

  it('dials what it has judged: one look-up per attempt, anew at each attempt', async () => {
    const asked: string[] = []
    const resolve: ResolveHost = async (hostname) => {
      asked.push(hostname)
      return asked.length <= 2 ? ['127.0.0.1'] : ['10.0.0.1']
    }
    const url = `https://hooks.example.com:${canary.port}/`
    expect(await deliverTo(url, { resolve, loopback: true })).toMatchObject({ kind: 'error', code: 'RESET' })
    expect(asked).toEqual(['hooks.example.com'])
    expect(await deliverTo(url, { resolve, loopback: true })).toMatchObject({ kind: 'error', code: 'RESET' })
    expect(await deliverTo(url, { resolve, loopback: true })).toMatchObject({ code: 'FORBIDDEN_ADDRESS' })
    expect(newHits()).toBe(2)
  })
})

describe('the control: where loopback is allowed', () => {
  it.each(LOOPBACK_SPELLINGS)('the canary is reached at %s', async (host) => {
    await deliverTo(`http://${host}:${canary.port}/`, { loopback: true })
    expect(newHits()).toBe(1)
  })

  it.each(PRIVATE_SPELLINGS)('%s stays out of reach', async (host) => {
    const outcome = await deliverTo(`https://${host}:${canary.port}/`, { loopback: true })
    expect(outcome).toMatchObject({ kind: 'error', code: 'FORBIDDEN_ADDRESS' })
    expect(newHits()).toBe(0)
  })

  it('a look-up alone would have let literals through', async () => {
    const refuseAll = new Agent({
      connect: { lookup: (_host, _options, done) => done(new Error('No.'), '', 0) },
    })
    await request(`http://2130706433:${canary.port}/`, { dispatcher: refuseAll }).catch(() => undefined)
    await refuseAll.destroy()
    expect(newHits()).toBe(1)
  })
})

describe('the guarded agent alone, without the rules for URLs', () => {
  it.each([...LOOPBACK_SPELLINGS, ...PRIVATE_SPELLINGS])('refuses to connect to %s', async (host) => {
    const agent = guardedAgent({ allow: strict(), resolve: async () => ['127.0.0.1', '::1'] })
    const refusal = await request(`http://${host}:${canary.port}/`, { dispatcher: agent }).catch(
      (thrown) => thrown,
    )
    await agent.destroy()
    expect(refusal).toMatchObject({ code: 'FORBIDDEN_ADDRESS' })
    expect(newHits()).toBe(0)
  })

  it('drops a socket that reached a forbidden address all the same, before a byte is sent', async () => {
    const deceived = buildConnector({
      lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    const agent = new Agent({ connect: guardConnector(deceived, { allow: strict() }) })
    const url = `http://hooks.example.com:${canary.port}/`
    const refusal = await request(url, { dispatcher: agent }).catch((thrown) => thrown)
    await agent.destroy()
    expect(refusal).toMatchObject({ code: 'FORBIDDEN_ADDRESS' })
  })

  it('tells that a name has no address', async () => {
    const agent = guardedAgent({ allow: strict(), resolve: async () => [] })
    const refusal = await request('http://hooks.example.com/', { dispatcher: agent }).catch(
      (thrown) => thrown,
    )
    await agent.destroy()
    expect(refusal).toMatchObject({ code: 'ENOTFOUND' })
  })
})

describe('the check when an endpoint is saved', () => {
  it.each(TREACHEROUS_ANSWERS)('refuses a name that resolves to %s', async (_what, addresses) => {
    const options = { allow: strict(), resolve: async () => addresses }
    const problem = await webhookDestinationProblem(`https://hooks.example.com:${canary.port}/`, options)
    expect(problem).toMatchObject({ code: 'WEBHOOK_URL_ADDRESS' })
  })

  it('passes on what the rules for URLs say, without a look-up', async () => {
    const resolve: ResolveHost = () => expect.unreachable('nothing to resolve')
    for (const [url, code] of [
      ['http://hooks.example.com/', 'WEBHOOK_URL_SCHEME'],
      ['https://169.254.169.254/', 'WEBHOOK_URL_ADDRESS'],
      ['https://localhost/', 'WEBHOOK_URL_HOST'],
    ] as const) {
      expect(await webhookDestinationProblem(url, { allow: { loopback: false }, resolve })).toMatchObject({
        code,
      })
    }
    expect(
      await webhookDestinationProblem('https://1.1.1.1/', { allow: { loopback: false }, resolve }),
    ).toBeNull()
  })

  it('does not hold an endpoint back because DNS is down at the moment', async () => {
    const resolve: ResolveHost = () => Promise.reject(new Error('down'))
    const url = 'https://hooks.example.com/'
    expect(await webhookDestinationProblem(url, { allow: { loopback: false }, resolve })).toBeNull()
  })
})

it('the tables hold what they claim: at least forty spellings, and literals among them', () => {
  const hosts = [...LOOPBACK_SPELLINGS, ...PRIVATE_SPELLINGS]
  expect(new Set(hosts).size).toBeGreaterThanOrEqual(40)
  const literal = hosts.filter(
    (host) => isIP(new URL(`https://${host}/`).hostname.replace(/[[\]]/g, '')) !== 0,
  )
  expect(literal).toHaveLength(hosts.length - 5)
})
