import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { describe, expect, it } from 'vitest'
import { signWebhook, webhookHeaders } from '../../integrations/webhooks/sign.ts'
import {
  createWebhookSecret,
  parseWebhookSecret,
  WebhookSecretError,
} from '../../src/webhooks/webhook-secret.ts'
import { createWebhookSigningKey, parseWebhookSigningKey } from '../../src/webhooks/webhook-signing-key.ts'
import { verifyV1a } from '../support/verify-v1a.ts'

const vector = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: new Date(1614265330 * 1000),
  body: Buffer.from('{"test": 2432232314}'),
  secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
}

/** The reference library compares with its own clock, so these are signed as of now. */
function attemptNow(overrides: Partial<Parameters<typeof webhookHeaders>[0]> = {}) {
  return {
    id: 'evt_0198c0ffee',
    timestamp: new Date(),
    body: Buffer.from('{"type":"order.placed","name":"Bäckerei Ünal ☁"}'),
    secrets: [createWebhookSecret(randomBytes)],
    deliveryId: 'dlv_1',
    attempt: 1,
    ...overrides,
  }
}

describe('a signature', () => {
  it('equals the public test vector', () => {
    expect(signWebhook(vector)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('covers whole seconds, whatever the milliseconds', () => {
    const timestamp = new Date(vector.timestamp.getTime() + 999)
    expect(signWebhook({ ...vector, timestamp })).toBe(signWebhook(vector))
  })

  it('is accepted by the reference library, with text that is not ASCII', () => {
    const attempt = attemptNow()
    const verified = new Webhook(attempt.secrets[0]!).verify(attempt.body, webhookHeaders(attempt))
    expect(verified).toEqual({ type: 'order.placed', name: 'Bäckerei Ünal ☁' })
  })

  it('is refused by the reference library after one flipped byte', () => {
    const attempt = attemptNow()
    const headers = webhookHeaders(attempt)
    attempt.body[3]! ^= 1
    expect(() => new Webhook(attempt.secrets[0]!).verify(attempt.body, headers)).toThrow(
      'No matching signature found',
    )
  })

  it('is refused by the reference library six minutes later', () => {
    const attempt = attemptNow({ timestamp: new Date(Date.now() - 360_000) })
    expect(() => new Webhook(attempt.secrets[0]!).verify(attempt.body, webhookHeaders(attempt))).toThrow(
      'too old',
    )
  })

  it('satisfies holders of the old and of the new secret while a rotation overlaps', () => {
    const secrets = [createWebhookSecret(randomBytes), createWebhookSecret(randomBytes)]
    const attempt = attemptNow({ secrets })
    const headers = webhookHeaders(attempt)
    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2)
    for (const secret of secrets)
      expect(() => new Webhook(secret).verify(attempt.body, headers)).not.toThrow()
    const stranger = createWebhookSecret(randomBytes)
    expect(() => new Webhook(stranger).verify(attempt.body, headers)).toThrow('No matching signature found')
  })

  it('is not made without a secret, nor for an id that blurs what is signed', () => {
    expect(() => signWebhook({ ...vector, secrets: [] })).toThrow('at least one secret')
    for (const id of ['evt_1.2', '', 'evt 1', 'evt_1\r\n']) {
      expect(() => signWebhook({ ...vector, id })).toThrow('A webhook id holds')
    }
  })
})

describe('the headers of an attempt', () => {
  it('are the standard ones and our own, complete', () => {
    expect(webhookHeaders({ ...vector, deliveryId: 'dlv_9', attempt: 3 })).toEqual({
      'content-type': 'application/json',
      'user-agent': 'Countersign-Webhooks/1',
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      'webhook-delivery-id': 'dlv_9',
      'webhook-attempt': '3',
    })
  })

  it('take what the owner added, but nothing that would replace ours or the connection’s', () => {
    const endpointHeaders = {
      Authorization: 'Bearer abc',
      'Webhook-Signature': 'v1,forged',
      Host: 'metadata.internal',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
    }
    const headers = webhookHeaders({ ...vector, deliveryId: 'dlv_9', attempt: 1, endpointHeaders })
    expect(headers['authorization']).toBe('Bearer abc')
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['host']))
    expect(Object.keys(headers)).toHaveLength(8)
  })
})

describe('a secret', () => {
  it('is whsec_ and 32 random bytes, and comes back as those bytes', () => {
    const bytes = randomBytes(32)
    const secret = createWebhookSecret((n) => bytes.subarray(0, n))
    expect(secret).toBe(`whsec_${bytes.toString('base64')}`)
    expect(parseWebhookSecret(secret)).toEqual(bytes)
  })

  it.each([24, 64])('of %i bytes is accepted', (size) => {
    expect(parseWebhookSecret(`whsec_${randomBytes(size).toString('base64')}`)).toHaveLength(size)
  })

  it.each([
    ['without its prefix', randomBytes(32).toString('base64'), 'starts with "whsec_"'],
    ['of the asymmetric kind', `whsk_${randomBytes(64).toString('base64')}`, 'starts with "whsec_"'],
    ['of 23 bytes', `whsec_${randomBytes(23).toString('base64')}`, 'this one 23'],
    ['of 65 bytes', `whsec_${randomBytes(65).toString('base64')}`, 'this one 65'],
    ['that is empty', 'whsec_', 'this one 0'],
    ['with a stray character', `whsec_${'A'.repeat(20)}*${'A'.repeat(19)}`, 'is not base64'],
    ['that lost its padding', `whsec_${'A'.repeat(43)}`, 'is not base64'],
    ['in the URL alphabet', `whsec_${'-_'.repeat(22)}`, 'is not base64'],
  ])('%s is refused and not repeated', (_what, secret, sentence) => {
    const refusal = (() => {
      try {
        return parseWebhookSecret(secret)
      } catch (error) {
        return error
      }
    })()
    expect(refusal).toBeInstanceOf(WebhookSecretError)
    expect(refusal).toMatchObject({
      code: 'WEBHOOK_SECRET_INVALID',
      message: expect.stringContaining(sentence),
    })
    if (secret.length > 6) expect(String(refusal)).not.toContain(secret.slice(6))
  })
})

/** The key of the public v1a vector, from the tests of the Svix server. */
const privateKey =
  'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=='
const vectorSignature =
  'hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=='

describe('a v1a signature', () => {
  it('equals the public test vector', () => {
    expect(signWebhook({ ...vector, secrets: [privateKey] })).toBe(`v1a,${vectorSignature}`)
  })

  it('stands beside v1 in the one header, and the reference libraries take the v1', () => {
    const pair = createWebhookSigningKey(randomBytes)
    const shared = createWebhookSecret(randomBytes)
    const attempt = attemptNow({ secrets: [shared, pair.privateKey] })
    const headers = webhookHeaders(attempt)
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/)
    new Webhook(shared).verify(attempt.body, headers)
    new SvixWebhook(shared).verify(attempt.body, headers)
    expect(verifyV1a(headers, attempt.body, pair.publicKey)).toBe(true)
  })

  it('is refused for a flipped byte, another time, another id and another key', () => {
    const pair = createWebhookSigningKey(randomBytes)
    const attempt = attemptNow({ secrets: [pair.privateKey] })
    const headers = webhookHeaders(attempt)
    expect(verifyV1a(headers, attempt.body, pair.publicKey)).toBe(true)
    const flipped = Buffer.from(attempt.body)
    flipped[3]! ^= 1
    expect(verifyV1a(headers, flipped, pair.publicKey)).toBe(false)
    const later = String(Number(headers['webhook-timestamp']) + 1)
    expect(verifyV1a({ ...headers, 'webhook-timestamp': later }, attempt.body, pair.publicKey)).toBe(false)
    expect(verifyV1a({ ...headers, 'webhook-id': 'evt_other' }, attempt.body, pair.publicKey)).toBe(false)
    const stranger = createWebhookSigningKey(randomBytes)
    expect(verifyV1a(headers, attempt.body, stranger.publicKey)).toBe(false)
  })

  it.skipIf(!hasPythonCryptography())('is verified by python3-cryptography, and refused when changed', () => {
    const program = `
import base64, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
key, signature, signed = (base64.b64decode(one) for one in sys.argv[1:4])
public = Ed25519PublicKey.from_public_bytes(key)
public.verify(signature, signed)
try:
    public.verify(signature, signed + b'x')
except Exception as error:
    print(type(error).__name__)
`
    const pair = createWebhookSigningKey(randomBytes)
    const attempt = attemptNow({ secrets: [pair.privateKey] })
    const headers = webhookHeaders(attempt)
    const start = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`
    const signed = Buffer.concat([Buffer.from(start), attempt.body]).toString('base64')
    const signature = headers['webhook-signature']!.slice(4)
    const args = ['-c', program, pair.publicKey.slice(5), signature, signed]
    expect(execFileSync('python3', args, { encoding: 'utf8' })).toBe('InvalidSignature\n')
  })

  it('comes from a key that is 64 bytes whose halves belong together', () => {
    const pair = createWebhookSigningKey(randomBytes)
    expect(pair.privateKey).toMatch(/^whsk_[A-Za-z0-9+/]{86}==$/)
    expect(pair.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/)
    expect(parseWebhookSigningKey(pair.privateKey).asymmetricKeyType).toBe('ed25519')
    const halves = Buffer.concat([randomBytes(32), Buffer.from(pair.publicKey.slice(5), 'base64')])
    for (const secret of [
      pair.publicKey,
      `whsk_${randomBytes(32).toString('base64')}`,
      `${pair.privateKey}=`,
      `whsk_${halves.toString('base64')}`,
    ]) {
      expect(() => parseWebhookSigningKey(secret)).toThrow(WebhookSecretError)
    }
  })
})

function hasPythonCryptography(): boolean {
  try {
    execFileSync('python3', ['-c', 'import cryptography'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
