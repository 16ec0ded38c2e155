import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { Role } from '../access/roles.ts'
import { ContactRole } from '../organizations/contact.entity.ts'
import { projectRoot } from '../platform/project-root.ts'

const folder = path.join(projectRoot, 'src', 'demo', 'data')

/** A text that may be left out. */
const text = z.string().nullable().default(null)

const address = z.object({
  line1: z.string(),
  line2: text,
  postalCode: text,
  city: z.string(),
  region: text,
  country: z.string(),
})

const reseller = z.object({
  key: z.string(),
  name: z.string(),
  parentKey: z.string().nullable(),
  country: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  orderPrefix: z.string(),
  taxId: z.string(),
  primaryDomain: z.string(),
  address,
})
export type DemoReseller = z.infer<typeof reseller>

const account = z.object({
  name: z.string(),
  currency: z.string(),
  invoiceEmail: z.string(),
  paymentTermsDays: z.number(),
  status: z.enum(['CREDIT_HOLD', 'ADMIN_HOLD']).optional(),
  address: address.nullable().default(null),
})

const contact = z.object({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phone: text,
  roles: z.array(z.enum(ContactRole)),
})

const customer = z.object({
  key: z.string(),
  resellerKey: z.string(),
  name: z.string(),
  country: z.string(),
  taxId: text,
  primaryDomain: text,
  externalReference: text,
  address,
  accounts: z.array(account).min(1),
  contacts: z.array(contact),
})
export type DemoCustomer = z.infer<typeof customer>

const model = z.enum(['FLAT', 'TIERED', 'VOLUME']).default('FLAT')
const tiers = z.array(z.object({ upTo: text, unitPrice: z.string() })).default([])

/** Prices that the offers file has no columns for: tiers, usage, further currencies. */
const prices = z.object({
  currency: z.string(),
  prices: z.array(
    z.object({
      vendorPartNumber: z.string(),
      unitPrice: text,
      setupFee: text,
      model,
      tiers,
      usage: z
        .object({ unitOfMeasure: z.string(), unitPrice: z.string(), included: z.string() })
        .nullable()
        .default(null),
    }),
  ),
})
export type DemoPrices = z.infer<typeof prices>

const user = z.object({
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  phone: text,
  organizationKey: z.string(),
  roles: z.array(z.enum(Role)),
})
export type DemoUser = z.infer<typeof user>

const terms = z.object({
  key: z.string(),
  title: z.string(),
  vendorKey: z.string().nullable(),
  locale: z.string(),
  version: z.string(),
  mandatory: z.boolean(),
  body: z.string(),
})
export type DemoTerms = z.infer<typeof terms>

const frontMatter = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/

/** A terms file: `key: value` lines between dashes, then the text. */
function readTerms(text: string): DemoTerms {
  const [, head = '', body = ''] = frontMatter.exec(text) ?? []
  const fields = head.split('\n').map((line): [string, unknown] => {
    const [name = '', ...rest] = line.split(': ')
    const value = rest.join(': ').replace(/^'(.*)'$/, '$1')
    const words: Record<string, unknown> = { null: null, true: true, false: false }
    return [name, value in words ? words[value] : value]
  })
  return terms.parse({ ...Object.fromEntries(fields), body })
}

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(folder, name), 'utf8'))
}

/** Everything in src/demo/data; the catalog's own verbs check what is theirs. */
export async function readDemoData() {
  const files = (await readdir(path.join(folder, 'terms'))).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, 'terms', file), 'utf8')))
  const organizations = z.object({ resellers: z.array(reseller), customers: z.array(customer) })
  return {
    vendors: (await readJson('vendors.json')) as unknown[],
    categories: (await readJson('categories.json')) as unknown[],
    products: (await readJson('products.json')) as unknown[],
    prices: z.array(prices).parse(await readJson('prices.json')),
    offersCsv: await readFile(path.join(folder, 'offers.csv'), 'utf8'),
    ...organizations.parse(await readJson('organizations.json')),
    users: z.array(user).parse(await readJson('users.json')),
    terms: texts.map(readTerms),
  }
}

export type DemoData = Awaited<ReturnType<typeof readDemoData>>
