import { expect, it } from 'vitest'
import { renderReceipt, type ReceiptFacts } from '../../src/terms/render-receipt.ts'
import { TermsAcceptance } from '../../src/terms/terms-acceptance.entity.ts'

const at = new Date('2026-11-23T09:00:00.000Z')
const facts = (name: string, body: string): ReceiptFacts => ({
  acceptance: Object.assign(new TermsAcceptance(), {
    id: 'tac_one',
    sellerId: 'org_up',
    organizationId: 'org_up_customer',
    orderId: 'ord_one',
    orderRevision: 1,
    versionId: 'trv_one',
    contentHash: 'a'.repeat(64),
    locale: 'ja',
    method: 'PARTNER_ATTESTATION' as const,
    acceptedBy: 'usr_one',
    signatory: { firstName: name, lastName: name, email: 'ada@fabrikam.example', phone: null },
    acceptedAt: at,
    sealedAt: at,
    canonical: `{"text":"${'x'.repeat(2000)}"}`,
  }),
  terms: { title: name, version: '1', body },
  orderNumber: null,
  customer: name,
  seller: name,
  publicKey: null,
})

it.each([
  ['Latin', 'Zoë', 'Größe, naïveté'],
  ['Greek and Cyrillic', 'Ελένη Юлия', 'Όροι и условия'],
  ['Japanese', '山田太郎', '利用規約\n第1条'],
  ['Arabic and Hebrew', 'ليلى דניאל', 'الشروط\nתנאים'],
  ['Devanagari and Thai', 'अनिका สมชาย', 'नियम ข้อกำหนด'],
  ['signs, controls and half characters', '👩‍⚖️', 'a\tb\r\nc\u0000\u202e\ud800'],
  ['nothing', '', ''],
  ['many pages', 'Ada', 'A line of terms.\n'.repeat(2000)],
])('a receipt in %s is a whole PDF, the same each time', async (_, name, body) => {
  const receipt = await renderReceipt(facts(name, body))

  expect(receipt.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(receipt.subarray(-6).toString('latin1')).toBe('%%EOF\n')
  expect((await renderReceipt(facts(name, body))).equals(receipt)).toBe(true)
})
