import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'

type IsSigned = (
  body: Buffer,
  headers: Record<string, string>,
  judged: { secret: string; now: Date },
) => boolean

// n8n loads CommonJS, which our compiler does not: it is imported by its path, and checked by n8n's own tools.
const file: string = '../../../integrations/n8n/nodes/CountersignTrigger/signature.ts'
const { isSigned } = (await import(file)) as { isSigned: IsSigned }

// The node may not bring the library along that everybody else verifies with: it must say the same.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const now = new Date('2026-11-27T12:00:00.000Z')
const body = '{"id":"evt_1","data":{"name":"Müller & Söhne"}}'

function headersAt(seconds: number): Record<string, string> {
  const at = new Date(now.getTime() + seconds * 1000)
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
  }
}

const verdict = (
  headers: Record<string, string>,
  changes: { body?: string; secret?: string } = {},
): boolean => isSigned(Buffer.from(changes.body ?? body), headers, { secret: changes.secret ?? secret, now })

test('what the library signs is accepted, also beside other signatures', () => {
  const headers = headersAt(0)
  expect(verdict(headers)).toBe(true)
  expect(
    verdict({ ...headers, 'webhook-signature': `v1a,AAAA v1,AAAA ${headers['webhook-signature']}` }),
  ).toBe(true)
})

test('five minutes are the limit, either way', () => {
  expect([-301, -300, 300, 301].map((seconds) => verdict(headersAt(seconds)))).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('a changed body, id or secret, and a missing part are refused', () => {
  const headers = headersAt(0)
  expect(verdict(headers, { body: body.replace('Müller', 'Miller') })).toBe(false)
  expect(verdict({ ...headers, 'webhook-id': 'evt_2' })).toBe(false)
  expect(verdict(headers, { secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' })).toBe(false)
  expect(verdict(headers, { secret: '' })).toBe(false)
  for (const name of Object.keys(headers)) expect(verdict({ ...headers, [name]: '' })).toBe(false)
})
