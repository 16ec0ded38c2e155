import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSandboxCloud, type SandboxCloud } from '../../integrations/providers/sandbox-cloud.ts'
import { sandboxProvider } from '../../integrations/providers/sandbox-provider.ts'
import type { CloudProvider, ProvisionRequest } from '../../src/subscriptions/cloud-provider.ts'
import { startReceiver, type Behavior } from '../support/webhook-receiver.ts'

const activatedAt = new Date('2026-03-02T10:00:00.000Z')
const REFERENCE = /^SBX-[0-9A-F]{12}$/

let cloud: SandboxCloud
let provider: CloudProvider
beforeEach(async () => {
  cloud = await startSandboxCloud({ now: () => activatedAt })
  provider = sandboxProvider({ baseUrl: cloud.url, timeoutMs: 300 })
})
afterEach(() => cloud.close())

function order(overrides: Partial<ProvisionRequest> = {}): ProvisionRequest {
  return {
    idempotencyKey: 'oln_1.1',
    orderNumber: 'ORD-2026-000001',
    vendorPartNumber: 'CFQ7TTC0LH18:0001',
    quantity: 25,
    customer: { organizationName: 'Northwind Bakery', domain: 'northwind.example' },
    parameters: { tenantDomain: 'northwind.onvendor.example' },
    ...overrides,
  }
}

const withWord = (word: string, idempotencyKey = 'oln_1.1') =>
  order({ idempotencyKey, parameters: { tenantDomain: `northwind-${word}.example` } })

const fulfilled = {
  state: 'FULFILLED',
  vendorReference: expect.stringMatching(REFERENCE),
  activatedAt,
  details: { tenantId: expect.stringMatching(/^tenant-SBX-/) },
}

/** A vendor that behaves in a way that the sandbox cannot. */
async function ofVendor(behavior: Behavior, act: (provider: CloudProvider) => Promise<void>): Promise<void> {
  const vendor = await startReceiver(behavior)
  try {
    await act(sandboxProvider({ baseUrl: vendor.url, timeoutMs: 300 }))
  } finally {
    await vendor.close()
  }
}

describe('an order line is provisioned', () => {
  it('and the vendor has got all that it needs', async () => {
    expect(await provider.provision(order())).toEqual(fulfilled)
    expect(cloud.requests).toEqual([
      {
        method: 'POST',
        path: '/subscriptions',
        idempotencyKey: 'oln_1.1',
        order: {
          orderNumber: 'ORD-2026-000001',
          partNumber: 'CFQ7TTC0LH18:0001',
          quantity: 25,
          customer: { name: 'Northwind Bakery', domain: 'northwind.example' },
          parameters: { tenantDomain: 'northwind.onvendor.example' },
        },
      },
    ])
  })

  it('once, however often it is asked with the same key', async () => {
    const first = await provider.provision(order())
    expect(await Promise.all([provider.provision(order()), provider.provision(order())])).toEqual([
      first,
      first,
    ])
    expect(await provider.lookup('oln_1.1')).toEqual(first)
  })

  it('under another key as another subscription', async () => {
    const references = await Promise.all(
      ['oln_1.1', 'oln_1.2', 'oln_2.1'].map(async (idempotencyKey) => {
        const outcome = await provider.provision(order({ idempotencyKey }))
        return outcome.state === 'FULFILLED' ? outcome.vendorReference : outcome.state
      }),
    )
    expect(new Set(references).size).toBe(3)
  })

  it('with the same reference after the sandbox was restarted', async () => {
    const first = await provider.provision(order())
    const restarted = await startSandboxCloud({ now: () => activatedAt })
    const again = await sandboxProvider({ baseUrl: restarted.url }).provision(order())
    await restarted.close()
    expect(again).toEqual(first)
  })

  it('in time: pending at first, active when looked up', async () => {
    const pending = await provider.provision(withWord('pending'))
    expect(pending).toEqual({ state: 'PENDING', vendorReference: expect.stringMatching(REFERENCE) })
    const active = await provider.lookup('oln_1.1')
    expect(active).toMatchObject({ state: 'FULFILLED', activatedAt })
    expect(active).toHaveProperty('vendorReference', pending.state === 'PENDING' && pending.vendorReference)
    expect(await provider.provision(withWord('pending'))).toEqual(active)
  })

  it('although a name holds a magic word by chance', async () => {
    const customer = { organizationName: 'Suspending and Timeouts', domain: null }
    expect(await provider.provision(order({ customer }))).toMatchObject({ state: 'FULFILLED' })
  })
})

describe('the vendor refuses', () => {
  it.each([
    ['a parameter', withWord('fail-validation')],
    ['the part number', order({ vendorPartNumber: 'fail-validation' })],
    ['the domain', order({ customer: { organizationName: 'Northwind', domain: 'fail-validation.example' } })],
  ])('for good by %s, and keeps to it', async (_what, request) => {
    const refusal = {
      state: 'FAILED',
      code: 'TENANT_REJECTED',
      category: 'VALIDATION',
      retryable: false,
      message: 'The vendor does not accept this tenant.',
    }
    expect(await provider.provision(request)).toEqual(refusal)
    expect(await provider.lookup('oln_1.1')).toEqual(refusal)
  })

  it('until a parameter is answered, and accepts the answer under the next key', async () => {
    expect(
      await provider.provision(order({ parameters: { seats: '5', tenantDomain: 'needs-info' } })),
    ).toEqual({
      state: 'INFORMATION_REQUIRED',
      problems: [{ parameter: 'tenantDomain', message: 'The vendor needs another value here.' }],
    })
    expect(await provider.provision(order({ idempotencyKey: 'oln_1.2' }))).toEqual(fulfilled)
  })

  it('once with a server error, then works with the same key', async () => {
    expect(await provider.provision(withWord('fail-once'))).toEqual({
      state: 'FAILED',
      code: 'TEMPORARY',
      category: 'VENDOR',
      retryable: true,
      message: 'Try again later.',
    })
    expect(await provider.lookup('oln_1.1')).toBeNull()
    expect(await provider.provision(withWord('fail-once'))).toEqual(fulfilled)
  })

  it('once with a server error, then works with the next key of the same line', async () => {
    await provider.provision(withWord('fail-once', 'oln_7.1'))
    expect(await provider.provision(withWord('fail-once', 'oln_7.2'))).toEqual(fulfilled)
  })

  it('each time with a server error', async () => {
    for (const _ of [1, 2, 3]) {
      expect(await provider.provision(withWord('fail-always'))).toMatchObject({
        code: 'BROKEN',
        retryable: true,
      })
    }
  })
})

describe('the outcome is unknown', () => {
  const unknown = {
    state: 'UNKNOWN_OUTCOME',
    message: 'The vendor did not answer; the order may have been carried out.',
  }

  it.each(['timeout', 'drop-connection'])('after %s; a look-up finds what was done', async (word) => {
    expect(await provider.provision(withWord(word))).toEqual(unknown)
    const found = await provider.lookup('oln_1.1')
    expect(found).toEqual(fulfilled)
    expect(await provider.provision(withWord(word))).toEqual(found)
  })

  it('after timeout-lost; a look-up tells that nothing was done', async () => {
    expect(await provider.provision(withWord('timeout-lost'))).toEqual(unknown)
    expect(await provider.lookup('oln_1.1')).toBeNull()
  })

  it.each(['', 'null', '{"status":"active"}', '<html>'])(
    'when the vendor accepts with the answer %j',
    async (text) => {
      await ofVendor(
        (response) => void response.writeHead(201).end(text),
        async (vendor) => {
          expect(await vendor.provision(order())).toMatchObject({ state: 'UNKNOWN_OUTCOME' })
        },
      )
    },
  )

  it('when the answer breaks off', async () => {
    await ofVendor(
      (response) => {
        response.writeHead(201, { 'content-length': '100' }).write('{"reference":')
        setImmediate(() => response.destroy())
      },
      async (vendor) => expect(await vendor.provision(order())).toEqual(unknown),
    )
  })

  it.each([500, 503])(
    'when a look-up is answered with %i: nothing is known about the order',
    async (status) => {
      await ofVendor(
        (response) => void response.writeHead(status).end(),
        async (vendor) => expect(await vendor.lookup('oln_1.1')).toMatchObject({ state: 'UNKNOWN_OUTCOME' }),
      )
    },
  )

  it('when a look-up finds nobody: never taken for "not accepted"', async () => {
    await cloud.close()
    expect(await provider.lookup('oln_1.1')).toMatchObject({ state: 'UNKNOWN_OUTCOME' })
  })
})

describe('other answers', () => {
  it.each([
    [429, 'VENDOR', true],
    [502, 'VENDOR', true],
    [400, 'INTERNAL', false],
    [401, 'INTERNAL', false],
    [409, 'INTERNAL', false],
    [302, 'INTERNAL', false],
  ])(
    '%i without a readable body is a failure of category %s, retryable: %s',
    async (status, category, retryable) => {
      await ofVendor(
        (response) => void response.writeHead(status, { location: '/' }).end('oops'),
        async (vendor) =>
          expect(await vendor.provision(order())).toEqual({
            state: 'FAILED',
            code: `HTTP_${status}`,
            category,
            retryable,
            message: `The vendor answered ${status}.`,
          }),
      )
    },
  )

  it('a vendor that cannot be reached has surely done nothing', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // listens on TCP, see above
    await new Promise((resolve) => server.close(resolve))
    expect(await sandboxProvider({ baseUrl: `http://127.0.0.1:${port}` }).provision(order())).toEqual({
      state: 'FAILED',
      code: 'VENDOR_UNREACHABLE',
      category: 'VENDOR',
      retryable: true,
      message: 'The vendor cannot be reached (ECONNREFUSED).',
    })
  })
})

describe('the sandbox itself', () => {
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`${cloud.url}/subscriptions`, { method: 'POST', headers, body })

  it('wants a key and an order', async () => {
    expect((await post({}, '{}')).status).toBe(400)
    expect((await post({ 'idempotency-key': 'a.1' }, 'oops')).status).toBe(400)
    expect((await post({ 'idempotency-key': 'a.1' }, '[]')).status).toBe(400)
    expect((await fetch(`${cloud.url}/elsewhere`)).status).toBe(404)
    expect(await provider.lookup('a.1')).toBeNull()
  })

  it('survives an address that cannot be decoded', async () => {
    await fetch(`${cloud.url}/subscriptions/%zz`).catch(() => undefined)
    expect(await provider.provision(order())).toEqual(fulfilled)
  })
})
