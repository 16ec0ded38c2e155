import { describe, expect, it } from 'vitest'
import { attestationProblems, type Attestation } from '../../src/terms/attestation.rules.ts'

const told = (attestation: Attestation, isCustomer: boolean) =>
  attestationProblems(attestation, { isCustomer, today: '2026-11-23' }).map(
    ({ code, path }) => `${code} ${path.join('.')}`,
  )

describe('what a reseller attests', () => {
  it.each<[Attestation, string[]]>([
    [{}, []],
    [{ method: null, agreedOn: null, reference: null }, []],
    [{ method: 'PARTNER_ATTESTATION' }, []],
    [{ method: 'CLICKWRAP' }, ['TERMS_METHOD_NOT_ALLOWED terms.method']],
    [{ agreedOn: '2026-11-23' }, []],
    [{ agreedOn: '2026-11-24' }, ['DATE_IN_FUTURE terms.agreedOn']],
    [{ agreedOn: '2026-02-29' }, ['DATE_INVALID terms.agreedOn']],
    [{ agreedOn: '23.11.2026' }, ['DATE_INVALID terms.agreedOn']],
    [
      { method: 'VENDOR_DIRECT' },
      ['TERMS_AGREED_ON_REQUIRED terms.agreedOn', 'TERMS_REFERENCE_REQUIRED terms.reference'],
    ],
    [
      { method: 'VENDOR_DIRECT', agreedOn: '2026-11-01', reference: ' ' },
      ['TERMS_REFERENCE_REQUIRED terms.reference'],
    ],
    [{ method: 'VENDOR_DIRECT', agreedOn: '2026-11-01', reference: 'MCA-1' }, []],
    [{ reference: 'x'.repeat(200) }, []],
    [{ reference: 'x'.repeat(201) }, ['LENGTH_INVALID terms.reference']],
  ])('%j: %j', (attestation, expected) => {
    expect(told(attestation, false)).toEqual(expected)
  })
})

describe("what a customer's own user says", () => {
  it.each<[Attestation, string[]]>([
    [{}, []],
    [{ method: 'CLICKWRAP' }, []],
    [{ method: 'PARTNER_ATTESTATION' }, ['TERMS_METHOD_NOT_ALLOWED terms.method']],
    [{ method: 'VENDOR_DIRECT' }, ['TERMS_METHOD_NOT_ALLOWED terms.method']],
    [{ agreedOn: '2026-11-01' }, ['TERMS_ATTESTATION_NOT_ALLOWED terms.agreedOn']],
    [{ reference: 'MCA-1' }, ['TERMS_ATTESTATION_NOT_ALLOWED terms.agreedOn']],
  ])('%j: %j', (attestation, expected) => {
    expect(told(attestation, true)).toEqual(expected)
  })
})
