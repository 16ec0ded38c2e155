import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { record } from '../events/record.ts'
import { notFound, refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { checks, fieldProblems } from '../platform/field-checks.ts'
import { sha256 } from '../platform/secrets.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { termsVersionPublished } from './terms.events.ts'
import type { TermsDocumentInput, TermsVersionPublishInput } from './terms.inputs.ts'

const longestBody = 200_000
const keyPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text)[0] === text
  } catch {
    return false
  }
}

function lengthProblem(text: string, most: number, path: string[]): Problem[] {
  if (text.trim().length > 0 && text.length <= most) return []
  return [{ code: 'LENGTH_INVALID', message: `Enter 1 to ${most} characters.`, path }]
}

function documentProblems(document: TermsDocumentInput): Problem[] {
  const path = ['document', 'key']
  const message = 'Use lower case letters, digits and dashes, such as general-terms; at most 80.'
  const isKey = keyPattern.test(document.key) && document.key.length <= 80
  return [
    ...(isKey ? [] : [{ code: 'KEY_INVALID', message, path }]),
    ...lengthProblem(document.title, 200, ['document', 'title']),
    ...fieldProblems({ country: [document.country, checks.country] }, ['document']),
  ]
}

function inputProblems(input: TermsVersionPublishInput): Problem[] {
  const { document, documentId, locale } = input
  const choice = 'Send either documentId or document.'
  const tag = 'Use a language tag in its canonical form, such as en or de-CH.'
  return [
    ...(Boolean(document) === Boolean(documentId)
      ? [{ code: 'INVALID_INPUT', message: choice, path: ['documentId'] }]
      : []),
    ...(document ? documentProblems(document) : []),
    ...lengthProblem(input.version, 40, ['version']),
    ...(isLanguageTag(locale) ? [] : [{ code: 'LOCALE_INVALID', message: tag, path: ['locale'] }]),
    ...lengthProblem(input.body, longestBody, ['body']),
  ]
}

/** The catalog stands on the same floor as terms, so its table is asked and not its class. */
async function requireVendor(ctx: Ctx, vendorId: string): Promise<void> {
  const rows = await ctx.em.execute('SELECT id FROM vendor WHERE id = ?', [vendorId])
  if (rows.length === 0) throw notFound('vendor', ['document', 'vendorId'])
}

async function requireProduct(ctx: Ctx, productId: string): Promise<void> {
  const rows = await ctx.em.execute('SELECT id FROM product WHERE id = ?', [productId])
  if (rows.length === 0) throw notFound('product', ['document', 'productId'])
}

async function addDocument(ctx: Ctx, input: TermsDocumentInput): Promise<TermsDocument> {
  const { key, vendorId = null, productId = null, country = null, mandatory } = input
  const { sellerId } = ctx.actor
  if (vendorId) await requireVendor(ctx, vendorId)
  if (productId) await requireProduct(ctx, productId)
  if (await ctx.em.findOne(TermsDocument, { sellerId, key })) {
    const message = 'You have a document with this key. Publish a version of it with documentId.'
    throw refuse('TERMS_DOCUMENT_EXISTS', message, ['document', 'key'])
  }
  const document = Object.assign(new TermsDocument(), {
    id: ctx.ids.next('trm'),
    sellerId,
    key,
    vendorId,
    productId,
    country,
    mandatory,
    title: input.title.trim(),
    createdAt: ctx.clock.now(),
  })
  ctx.em.persist(document)
  // Its version refers to it, and the mapper knows no relation between them that would order the inserts.
  await ctx.em.flush()
  return document
}

async function findOwnDocument(ctx: Ctx, id: string): Promise<TermsDocument> {
  const document = await ctx.em.findOne(TermsDocument, { id })
  if (!document) throw notFound('terms document', ['documentId'])
  if (document.sellerId === ctx.actor.sellerId) return document
  const message = 'Another organization publishes this document. Publish one of your own.'
  throw refuse('TERMS_DOCUMENT_NOT_OWN', message, ['documentId'])
}

function tell(ctx: Ctx, document: TermsDocument, published: TermsVersion): void {
  const { id, key, title, vendorId, productId, country, mandatory } = document
  const { version, locale, contentHash, effectiveFrom } = published
  record(ctx, termsVersionPublished, {
    subject: { id, sellerId: document.sellerId, organizationId: null, version: 1 },
    data: {
      document: { id, key, title, vendorId, productId, country, mandatory },
      version: {
        id: published.id,
        version,
        locale,
        contentHash,
        effectiveFrom: effectiveFrom.toISOString(),
      },
    },
  })
}

async function publish(ctx: Ctx, input: TermsVersionPublishInput, id: string): Promise<TermsVersion> {
  const document = input.document
    ? await addDocument(ctx, input.document)
    : await findOwnDocument(ctx, input.documentId ?? '')
  const { version, locale, body } = input
  const { id: documentId, sellerId } = document
  if (await ctx.em.findOne(TermsVersion, { sellerId, documentId, version, locale })) {
    const message = `Version ${version} exists in ${locale} and cannot be changed. Publish it under another name.`
    throw refuse('TERMS_VERSION_EXISTS', message, ['version'])
  }
  const now = ctx.clock.now()
  const published = Object.assign(new TermsVersion(), {
    id,
    sellerId,
    documentId,
    version,
    locale,
    body,
    contentHash: sha256(body),
    effectiveFrom: input.effectiveFrom ?? now,
    publishedBy: ctx.actor.id,
    createdAt: now,
  })
  ctx.em.persist(published)
  tell(ctx, document, published)
  return published
}

/**
 * Publishes a version of terms for the actor's own organization: the platform's operator for everybody, a reseller
 * for itself and the resellers below it. It is immutable; correct it by publishing another one.
 * Refuses INVALID_INPUT, KEY_INVALID, LENGTH_INVALID, LOCALE_INVALID, NOT_FOUND, TERMS_DOCUMENT_EXISTS,
 * TERMS_DOCUMENT_NOT_OWN and TERMS_VERSION_EXISTS.
 */
export async function publishTermsVersion(ctx: Ctx, input: TermsVersionPublishInput): Promise<TermsVersion> {
  allow(ctx, 'TERMS_PUBLISH')
  refuseAll(inputProblems(input))
  const resultId = ctx.ids.next('trv')
  return idempotent(
    ctx,
    { operation: 'termsVersionPublish', input, resultId },
    {
      work: () => publish(ctx, input, resultId),
      replay: (id) => ctx.em.findOneOrFail(TermsVersion, { id }),
    },
  )
}
