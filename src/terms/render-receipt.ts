import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'
import PdfDocument from 'pdfkit'
import type { AcceptanceMethod, TermsAcceptance } from './terms-acceptance.entity.ts'

/** What a receipt tells, besides the evidence itself. */
export interface ReceiptFacts {
  acceptance: TermsAcceptance
  terms: { title: string; version: string; body: string }
  orderNumber: string | null
  customer: string
  seller: string
  publicKey: string | null
}

const fonts = createRequire(import.meta.url)
const fontFile = (name: string): string => fonts.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)

const methods: Record<AcceptanceMethod, string> = {
  CLICKWRAP: "Clickwrap: the customer's own user agreed",
  PARTNER_ATTESTATION: 'Partner attestation: the reseller attests that the signatory agreed',
  VENDOR_DIRECT: 'Vendor direct: the reseller attests that the signatory agreed with the vendor itself',
}

/** The part of the library's open font that says what it can draw; its types leave it out. */
interface OpenFont {
  _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } }
}

/** A text that the font can draw: what it cannot is named by its code point, so that nothing is lost in silence. */
function drawable(pdf: PDFKit.PDFDocument, text: string): string {
  // See OpenFont.
  const { font } = (pdf as unknown as OpenFont)._font
  return [...text.replaceAll('\r\n', '\n').replaceAll('\t', '    ')]
    .map((character) => {
      const codePoint = character.codePointAt(0) ?? 0
      if (character === '\n' || (codePoint >= 32 && font.hasGlyphForCodePoint(codePoint))) return character
      return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`
    })
    .join('')
}

function tellRows(
  pdf: PDFKit.PDFDocument,
  heading: string,
  rows: ReadonlyArray<[string, string | null]>,
): void {
  pdf.moveDown(0.6).font('bold').fontSize(11).text(heading).moveDown(0.2).fontSize(8.5)
  for (const [name, value] of rows) {
    pdf.font('bold').text(`${name}: `, { continued: true }).font('plain')
    pdf.text(drawable(pdf, value ?? 'not recorded'))
  }
}

function tellAcceptance(pdf: PDFKit.PDFDocument, facts: ReceiptFacts): void {
  const { acceptance, terms } = facts
  const { signatory } = acceptance
  tellRows(pdf, 'Who agreed, and for whom', [
    ['Signatory', `${signatory.firstName} ${signatory.lastName}`],
    ['E-mail', signatory.email],
    ['Phone', signatory.phone ?? null],
    ['For', `${facts.customer} (${acceptance.organizationId})`],
    ['Seller', `${facts.seller} (${acceptance.sellerId})`],
    ['Method', methods[acceptance.method]],
    ['Sent by', acceptance.acceptedBy],
    ['Agreed on', acceptance.agreedOn],
    ['Reference', acceptance.reference],
  ])
  tellRows(pdf, 'What was agreed to, and when', [
    ['Document', terms.title],
    ['Version', `${terms.version} (${acceptance.versionId}), language ${acceptance.locale}`],
    ['SHA-256 of the text', acceptance.contentHash],
    [
      'Order',
      `${facts.orderNumber ?? 'number not issued yet'} (${acceptance.orderId}), revision ${acceptance.orderRevision}`,
    ],
    ['Accepted at (clock of the server, UTC)', acceptance.acceptedAt.toISOString()],
    ['Address of the request', acceptance.ip],
    ['Program of the request', acceptance.userAgent],
  ])
}

function tellSeal(pdf: PDFKit.PDFDocument, { acceptance, publicKey }: ReceiptFacts): void {
  tellRows(pdf, 'How it was sealed', [
    ['Evidence', acceptance.id],
    ['Place in the chain of the seller', String(acceptance.chainSequence)],
    ['Hash of the entry before it', acceptance.previousHash],
    ['Evidence hash', acceptance.evidenceHash],
    ['Signature (Ed25519, base64)', acceptance.signature],
    ['Key', acceptance.signingKeyId],
    ['Sealed at', acceptance.sealedAt?.toISOString() ?? null],
    ['Public key', publicKey],
    ['Sealed text (RFC 8785)', acceptance.canonical],
  ])
  tellRows(pdf, 'How to verify it', [
    [
      '1',
      'SHA-256 of the text below (UTF-8) is the hash of the text named above and in the sealed text. The text drawn here may show characters that the font lacks as [U+...]; the exact bytes are in the bundle.',
    ],
    [
      '2',
      'SHA-256 of the hash of the entry before it, followed by the sealed text (UTF-8), is the evidence hash.',
    ],
    [
      '3',
      'The signature is Ed25519 over the text of the evidence hash, by the key published at /.well-known/jwks.json.',
    ],
    [
      '4',
      "The bundle of the order (bundleUrl) and `npm run verify-terms -- bundle.json` do all of it, and follow the seller's chain.",
    ],
  ])
}

/**
 * The receipt of sealed evidence as a PDF: who agreed to what, for whom and when, the whole text, and how to verify it.
 * The same facts give the same bytes.
 */
export async function renderReceipt(facts: ReceiptFacts): Promise<Buffer> {
  const { acceptance, terms } = facts
  const sealedAt = acceptance.sealedAt ?? acceptance.acceptedAt
  const pdf = new PdfDocument({
    size: 'A4',
    margin: 50,
    info: { Title: `Acceptance of terms ${acceptance.id}`, CreationDate: sealedAt, ModDate: sealedAt },
  })
  pdf.registerFont('plain', fontFile('DejaVuSans')).registerFont('bold', fontFile('DejaVuSans-Bold'))
  const written = buffer(pdf)
  pdf.font('bold').fontSize(16).text('Acceptance of terms')
  tellAcceptance(pdf, facts)
  tellSeal(pdf, facts)
  pdf.addPage().font('bold').fontSize(11).text('The text that was agreed to').moveDown(0.5)
  pdf.font('plain').fontSize(8.5)
  pdf.text(drawable(pdf, terms.body))
  pdf.end()
  return written
}
