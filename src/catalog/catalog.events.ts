import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const problem = z.object({ line: z.int(), column: z.string(), code: z.string(), message: z.string() })

const report = z.object({
  id: z.string(),
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  problems: z.array(problem),
})

export const catalogImported = defineEvent({
  type: 'catalog.imported',
  subjectType: 'catalog_import',
  description:
    'A catalog file was imported by the platform. Good rows are in effect; the first 500 problems of bad ones are listed.',
  since: '0.1',
  schema: z.object({ import: report }),
  example: {
    import: {
      id: 'imp_06f1c8n4q2w7r9t3v5x8z0b2d4',
      rows: 3,
      created: 1,
      updated: 1,
      unchanged: 0,
      failed: 1,
      problems: [
        {
          line: 4,
          column: 'productKey',
          code: 'PRODUCT_UNKNOWN',
          message: 'There is no product "no-such-product". Load it first.',
        },
      ],
    },
  },
  offeredToWebhooks: false,
})

export const searchSynonymSet = defineEvent({
  type: 'catalog.synonym_set',
  subjectType: 'search_synonym',
  description:
    'The platform said what a word of a search stands for; without meanings, for itself alone again.',
  since: '0.1',
  schema: z.object({
    synonym: z.object({ id: z.string(), word: z.string(), meanings: z.array(z.string()) }),
  }),
  example: {
    synonym: {
      id: 'syn_06f1c8n4q2w7r9t3v5x8z0b2d4',
      word: 'o365',
      meanings: ['office 365', 'microsoft 365'],
    },
  },
  offeredToWebhooks: false,
})
