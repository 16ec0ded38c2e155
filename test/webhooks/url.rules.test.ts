import { describe, expect, it } from 'vitest'
import { isForbiddenAddress, webhookUrlProblem } from '../../src/webhooks/url.rules.ts'

const PUBLIC = { loopback: false }
const LOOPBACK = { loopback: true }

const NEVER_DIALLED = `
  0.0.0.0 10.0.0.1 100.64.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1
  192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1
  255.255.255.255 :: ::7f00:1 ::a9fe:a9fe ::ffff:10.0.0.1 ::ffff:0:7f00:1 64:ff9b::7f00:1
  64:ff9b::1.1.1.1 64:ff9b:1::7f00:1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:101:101::
  3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1
  100:0:0:1::1 0127.0.0.1 127.1 2130706433 0x7f.0.0.1 localhost [::1]
`

describe('a receiver on the internet', () => {
  it.each([
    'https://hooks.example.com/orders',
    'https://hooks.example.com./orders',
    'https://hooks.example.com:8443/',
    'https://hooks.example.com/a?token=1',
    'HTTPS://HOOKS.EXAMPLE.COM',
    'https://93.184.216.34/',
    'https://[2606:4700::1111]/',
    'https://bücher.example.com/',
    'https://localhost.example.com/',
  ])('is accepted at %s', (url) => {
    expect(webhookUrlProblem(url, PUBLIC)).toBeNull()
    expect(webhookUrlProblem(url, LOOPBACK)).toBeNull()
  })

  it.each([
    ['', 'WEBHOOK_URL_INVALID'],
    ['hooks.example.com', 'WEBHOOK_URL_INVALID'],
    ['https://', 'WEBHOOK_URL_INVALID'],
    ['https://a..example.com/', 'WEBHOOK_URL_INVALID'],
    [`https://hooks.example.com/${'a'.repeat(2048)}`, 'WEBHOOK_URL_INVALID'],
    ['http://hooks.example.com/', 'WEBHOOK_URL_SCHEME'],
    ['ftp://hooks.example.com/', 'WEBHOOK_URL_SCHEME'],
    ['file:///etc/passwd', 'WEBHOOK_URL_SCHEME'],
    ['javascript:alert(1)', 'WEBHOOK_URL_SCHEME'],
    ['https://hooks.example.com:22/', 'WEBHOOK_URL_PORT'],
    ['https://hooks.example.com:80/', 'WEBHOOK_URL_PORT'],
    ['https://user@hooks.example.com/', 'WEBHOOK_URL_CREDENTIALS'],
    ['https://:secret@hooks.example.com/', 'WEBHOOK_URL_CREDENTIALS'],
    ['https://hooks.example.com/#part', 'WEBHOOK_URL_FRAGMENT'],
    ['https://hooks.example.com/#', 'WEBHOOK_URL_FRAGMENT'],
  ])('is refused as %j with %s', (url, code) => {
    expect(webhookUrlProblem(url, PUBLIC)?.code).toBe(code)
    expect(webhookUrlProblem(url, LOOPBACK)?.code).toBe(code)
  })

  it('may use the ports that the installation names, and no others', () => {
    const allow = { loopback: false, ports: [9443] }
    expect(webhookUrlProblem('https://hooks.example.com:9443/', allow)).toBeNull()
    expect(webhookUrlProblem('https://hooks.example.com/', allow)).toEqual({
      code: 'WEBHOOK_URL_PORT',
      message: 'Use one of the ports 9443.',
    })
  })
})

describe('a name of the local network', () => {
  it.each([
    'https://localhost/',
    'https://localhost./',
    'https://LOCALHOST/',
    'https://%6cocalhost/',
    'https://app.localhost/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://box.localdomain/',
    'https://nas.home.arpa/',
    'https://intranet/',
  ])('is refused at %s', (url) => {
    expect(webhookUrlProblem(url, PUBLIC)?.code).toBe('WEBHOOK_URL_HOST')
    expect(webhookUrlProblem(url, LOOPBACK)).toBeNull()
  })

  it('gets neither http nor another port only because loopback is allowed', () => {
    expect(webhookUrlProblem('http://printer.local/', LOOPBACK)?.code).toBe('WEBHOOK_URL_SCHEME')
    expect(webhookUrlProblem('https://printer.local:631/', LOOPBACK)?.code).toBe('WEBHOOK_URL_PORT')
  })
})

describe('a receiver on this machine', () => {
  it.each([
    'http://localhost:5678/hook',
    'http://app.localhost:5678/hook',
    'http://127.0.0.1:5678/hook',
    'http://[::1]:5678/hook',
    'http://[::ffff:127.0.0.1]:5678/hook',
    'http://2130706433:5678/hook',
    'https://127.0.0.1:1/',
  ])('is accepted at %s only where loopback is allowed', (url) => {
    expect(webhookUrlProblem(url, LOOPBACK)).toBeNull()
    expect(webhookUrlProblem(url, PUBLIC)).not.toBeNull()
  })

  it('still may not carry credentials or a fragment', () => {
    expect(webhookUrlProblem('http://a:b@localhost:5678/', LOOPBACK)?.code).toBe('WEBHOOK_URL_CREDENTIALS')
    expect(webhookUrlProblem('http://localhost:5678/#x', LOOPBACK)?.code).toBe('WEBHOOK_URL_FRAGMENT')
  })
})

describe('an address', () => {
  it.each(['1.1.1.1', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    'that is public may be dialled: %s',
    (address) => {
      expect(isForbiddenAddress(address, PUBLIC)).toBe(false)
    },
  )

  it.each(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'])(
    'of this machine may be dialled only where allowed: %s',
    (address) => {
      expect(isForbiddenAddress(address, PUBLIC)).toBe(true)
      expect(isForbiddenAddress(address, LOOPBACK)).toBe(false)
    },
  )

  it.each([...NEVER_DIALLED.trim().split(/\s+/), '', '1.1.1.1 '])(
    'that is not public, or not plainly written, is never dialled: %s',
    (address) => {
      expect(isForbiddenAddress(address, PUBLIC)).toBe(true)
      expect(isForbiddenAddress(address, LOOPBACK)).toBe(true)
    },
  )
})
