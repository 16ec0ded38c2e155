import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientAddress } from '../../src/api/client-address.ts'
import { trustProxies } from '../../src/api/trust-proxies.ts'
import { ConfigError, readConfig } from '../../src/platform/config.ts'
import { startApp, type TestApp } from '../support/app.ts'

const request = (remoteAddress: string, forwarded?: string | string[]) =>
  // Two properties of a request are all that is read.
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

describe('the address that a request comes from', () => {
  it.each<[what: string, remote: string, forwarded: string | string[] | undefined, address: string]>([
    ['without a proxy', '198.51.100.9', undefined, '198.51.100.9'],
    ['as a stranger says it', '198.51.100.9', '203.0.113.7', '198.51.100.9'],
    ['as a trusted proxy says it', '10.1.2.3', '203.0.113.7', '203.0.113.7'],
    ['behind two trusted proxies', '10.1.2.3', '203.0.113.7, 10.9.9.9', '203.0.113.7'],
    ['with what the client wrote itself before it', '10.1.2.3', '1.1.1.1, 203.0.113.7', '203.0.113.7'],
    ['in two headers', '10.1.2.3', ['1.1.1.1', '203.0.113.7'], '203.0.113.7'],
    ['when the proxy writes no address', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['when the proxy writes nothing', '10.1.2.3', '', '10.1.2.3'],
    ['over IPv4 in IPv6', '::ffff:10.1.2.3', '2001:db8::7', '2001:db8::7'],
    ['from a trusted address of IPv6', '2001:db8:1::5', '203.0.113.7', '203.0.113.7'],
    ['from beside it', '2001:db8:2::5', '203.0.113.7', '2001:db8:2::5'],
  ])('%s', (_, remote, forwarded, address) => {
    const trusts = trustProxies(['10.0.0.0/8', '2001:db8:1::/48'])
    expect(clientAddress(request(remote, forwarded), trusts)).toBe(address)
    expect(clientAddress(request(remote, forwarded), trustProxies([]))).toBe(remote)
  })

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.1/8/8', '10.0.0.0/', '2001:db8::/129'])(
    'refuses %s as a trusted proxy',
    (TRUSTED_PROXIES) => {
      expect(() => readConfig({ TRUSTED_PROXIES })).toThrow(ConfigError)
    },
  )
})

describe('a sign-in behind a proxy', () => {
  let trusting: TestApp
  let plain: TestApp
  beforeAll(async () => {
    const env = { ROLE: 'api' }
    trusting = await startApp({ env: { ...env, TRUSTED_PROXIES: '127.0.0.1, ::1' } })
    plain = await startApp({ env })
  })
  afterAll(async () => {
    await trusting.close()
    await plain.close()
  })

  it.each([
    ['is recorded with the client’s address where the proxy is trusted', () => trusting, '203.0.113.7'],
    ['is recorded with the socket’s address where it is not', () => plain, '127.0.0.1'],
  ])('%s', async (_, app, address) => {
    const response = await fetch(`${app().url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
      body: JSON.stringify({
        query:
          'mutation { signIn(input: { email: "sales@meridian.example", password: "countersign-demo" }) { viewer { email } } }',
      }),
    })
    expect(await response.json()).toMatchObject({
      data: { signIn: { viewer: { email: 'sales@meridian.example' } } },
    })
    expect(await app().sql('SELECT ip FROM session ORDER BY created_at DESC LIMIT 1')).toEqual([
      { ip: address },
    ])
  })
})
