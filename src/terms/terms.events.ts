import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const orderRevision = z.object({ id: z.string(), revision: z.int() })

const exampleOrder = { id: 'ord_06e9z3k4v1qd7t2m8n5p0r3s6w', revision: 1 }

const acceptance = z.object({
  id: z.string(),
  title: z.string(),
  versionId: z.string(),
  version: z.string(),
  locale: z.string(),
  contentHash: z.string(),
})

const exampleAcceptance = {
  id: 'tac_06e9z3k4v1qd7t2m8n5p0r3s6w',
  title: 'General terms and conditions',
  versionId: 'trv_06e9z3k4v1qd7t2m8n5p0r3s6w',
  version: '3.1',
  locale: 'en',
  contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
}

export const termsAccepted = defineEvent({
  type: 'terms.accepted',
  subjectType: 'order',
  description:
    'A signatory accepted the terms that an order needs, for one revision of it. Comes just before order.submitted or order.resubmitted.',
  since: '0.1',
  schema: z.object({
    order: orderRevision,
    signatory: z.object({
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      phone: z.string().nullable(),
    }),
    acceptedAt: z.iso.datetime(),
    acceptances: z.array(acceptance),
  }),
  example: {
    order: exampleOrder,
    signatory: { firstName: 'Ada', lastName: 'Example', email: 'ada@fabrikam.example', phone: null },
    acceptedAt: '2026-11-23T09:30:00.000Z',
    acceptances: [exampleAcceptance],
  },
  offeredToWebhooks: true,
})

export const termsRecorded = defineEvent({
  type: 'terms.recorded',
  subjectType: 'order_terms',
  description:
    "The evidence of accepted terms was sealed: hashed, linked into the seller's chain and signed. From now on nobody can change it unnoticed.",
  since: '0.1',
  schema: z.object({
    order: orderRevision,
    evidence: z.array(
      z.object({
        id: z.string(),
        versionId: z.string(),
        chainSequence: z.string(),
        evidenceHash: z.string(),
        signingKeyId: z.string(),
      }),
    ),
    sealedAt: z.iso.datetime(),
  }),
  example: {
    order: exampleOrder,
    evidence: [
      {
        id: exampleAcceptance.id,
        versionId: exampleAcceptance.versionId,
        chainSequence: '1042',
        evidenceHash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
        signingKeyId: '3b1f0c9a77d2e415',
      },
    ],
    sealedAt: '2026-11-23T09:30:00.200Z',
  },
  offeredToWebhooks: true,
})

export const termsVersionPublished = defineEvent({
  type: 'terms.version_published',
  subjectType: 'terms_document',
  description:
    'A version of terms was published. Orders that need it are submitted with its acceptance from then on.',
  since: '0.1',
  schema: z.object({
    document: z.object({
      id: z.string(),
      key: z.string(),
      title: z.string(),
      vendorId: z.string().nullable(),
      productId: z.string().nullable(),
      country: z.string().nullable(),
      mandatory: z.boolean(),
    }),
    version: z.object({
      id: z.string(),
      version: z.string(),
      locale: z.string(),
      contentHash: z.string(),
      effectiveFrom: z.iso.datetime(),
    }),
  }),
  example: {
    document: {
      id: 'trm_06e9z3k4v1qd7t2m8n5p0r3s6w',
      key: 'general-terms',
      title: 'General terms and conditions',
      vendorId: null,
      productId: null,
      country: null,
      mandatory: true,
    },
    version: {
      id: exampleAcceptance.versionId,
      version: '3.1',
      locale: 'en',
      contentHash: exampleAcceptance.contentHash,
      effectiveFrom: '2026-12-01T00:00:00.000Z',
    },
  },
  offeredToWebhooks: true,
})
