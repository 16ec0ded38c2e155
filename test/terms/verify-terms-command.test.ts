import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/platform/canonical-json.ts'
import { sha256 } from '../../src/platform/secrets.ts'
import type { TermsBundle } from '../../src/terms/terms-bundle.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submit } from '../support/ordering.ts'

describe('npm run verify-terms', () => {
  let app: TestApp
  let sales: ApiClient
  let bundle: TermsBundle
  let links: { receiptUrl: string; bundleUrl: string }
  const place = async () => {
    const draft = await completeDraft(sales, {
      customer: await customer(sales, 'Spreebogen'),
      offer: await offerOf(sales, '365 business prem'),
    })
    await submit(sales, draft)
    await app.quiet()
    return draft.orderId
  }
  beforeAll(async () => {
    app = await startApp()
    sales = await app.signedIn('sales@meridian.example')
    const orderId = await place()
    await place()
    const { order } = await sales.ask(
      `{ order(id: "${orderId}") { termsAcceptances { receiptUrl bundleUrl } } }`,
    )
    links = order.termsAcceptances[0]
    bundle = (await (await fetch(`${app.url}${links.bundleUrl}`)).json()) as TermsBundle
  })
  afterAll(() => app.close())

  async function verify(
    given: unknown,
    ...args: string[]
  ): Promise<{ exitCode: number | null; out: Json; err: string }> {
    const file = `${app.resources.config.dataDir}/bundle.json`
    writeFileSync(file, JSON.stringify(given))
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'src/verify-terms.ts', file, '--json', ...args],
      { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const ended = once(child, 'exit')
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    const [exitCode] = (await ended) as [number | null]
    return { exitCode, out: out ? JSON.parse(out) : null, err }
  }
  const copy = () => structuredClone(bundle)
  const codesOf = async (given: TermsBundle) => {
    const { exitCode, out, err } = await verify(given)
    expect(err).toBe('')
    expect(exitCode).toBe(1)
    return [...new Set((out.findings as Json[]).map(({ code }) => code as string))].toSorted()
  }

  it('finds nothing wrong with an exported bundle, with the keys in it and with the published ones', async () => {
    const keys = `${app.resources.config.dataDir}/jwks.json`
    writeFileSync(keys, await (await fetch(`${app.url}/.well-known/jwks.json`)).text())
    const given = await verify(bundle, '--keys', keys)
    const own = await verify(bundle)

    expect(bundle.entries).toHaveLength(3)
    expect(bundle.links.length).toBe(6)
    expect(given).toMatchObject({
      exitCode: 0,
      out: { ok: true, keysFrom: 'GIVEN', entries: 3, findings: [] },
    })
    expect(own).toMatchObject({ exitCode: 0, out: { ok: true, keysFrom: 'BUNDLE', findings: [] } })
  })

  it('finds an edited entry, also when its hash was computed again, and an edited text', async () => {
    const edited = copy()
    edited.entries[1]!.canonical = edited.entries[1]!.canonical.replace('"firstName":"', '"firstName":"X')
    expect(await codesOf(edited)).toEqual(['ENTRY_CHANGED'])

    const entry = edited.entries[1]!
    entry.evidenceHash = sha256(entry.previousHash + entry.canonical)
    expect(await codesOf(edited)).toEqual(['ENTRY_CHANGED', 'SIGNATURE_WRONG'])

    const other = copy()
    other.entries[0]!.terms.body += ' And more.'
    expect(await codesOf(other)).toEqual(['TEXT_CHANGED'])
  })

  it('finds a deleted entry, and a deleted link behind which the rest moved up', async () => {
    const deleted = copy()
    deleted.entries.splice(1, 1)
    expect(await codesOf(deleted)).toEqual(['ENTRY_MISSING'])

    const moved = copy()
    const sequences = moved.links.map(({ sequence }) => sequence)
    moved.links.splice(1, 1)
    for (const [index, link] of moved.links.entries()) link.sequence = sequences[index]!
    expect(await codesOf(moved)).toContain('LINK_BROKEN')
  })

  it('finds two entries that changed places, and two that changed names', async () => {
    const swapped = copy()
    swapped.entries.reverse()
    expect(await codesOf(swapped)).toEqual(['ORDER_SWAPPED'])

    const links = copy()
    const [first, second] = links.links
    ;[first!.sequence, second!.sequence] = [second!.sequence, first!.sequence]
    expect(await codesOf(links)).toContain('ORDER_SWAPPED')
  })

  it('finds an inserted entry', async () => {
    const inserted = copy()
    const forged = structuredClone(inserted.entries[2]!)
    forged.canonical = canonicalJson({ ...JSON.parse(forged.canonical), chainSequence: '99' })
    forged.previousHash = forged.evidenceHash
    forged.evidenceHash = sha256(forged.previousHash + forged.canonical)
    inserted.entries.push(forged)
    expect(await codesOf(inserted)).toEqual(['ENTRY_INSERTED', 'SIGNATURE_WRONG'])
  })

  it('finds a tail that was cut off the entries, off the chain, and out of what was signed', async () => {
    const cut = copy()
    cut.entries.pop()
    expect(await codesOf(cut)).toEqual(['TAIL_CUT'])

    const chain = copy()
    chain.links.splice(-2)
    expect(await codesOf(chain)).toEqual(['TAIL_CUT'])

    const said = JSON.parse(cut.statement.canonical)
    said.entries.pop()
    cut.statement.canonical = canonicalJson(said)
    expect(await codesOf(cut)).toEqual(['STATEMENT_CHANGED'])
  })

  it('names a key that nobody gave, and ends with 2 when there is nothing to read', async () => {
    const keys = `${app.resources.config.dataDir}/none.json`
    writeFileSync(keys, '{"keys":[]}')
    expect(await verify(bundle, '--keys', keys)).toMatchObject({
      exitCode: 1,
      out: { findings: [{ code: 'KEY_UNKNOWN' }] },
    })
    expect(await verify({ format: 'other' })).toMatchObject({ exitCode: 2, out: null })
  })

  it('serves receipt and bundle to links and tokens of the seller alone, for five minutes', async () => {
    const get = (path: string, token?: string) =>
      fetch(`${app.url}${path}`, token ? { headers: { authorization: `Bearer ${token}` } } : {})
    const receipt = await get(links.receiptUrl)
    const first = Buffer.from(await receipt.arrayBuffer())
    const again = Buffer.from(await (await get(links.receiptUrl)).arrayBuffer())

    expect(receipt.headers.get('content-type')).toBe('application/pdf')
    expect(first.subarray(0, 5).toString()).toBe('%PDF-')
    expect(first.equals(again)).toBe(true)
    const bare = links.receiptUrl.split('?')[0]!
    expect((await get(bare)).status).toBe(401)
    expect((await get(links.receiptUrl.replace(/expires=\d/, 'expires=9'))).status).toBe(401)
    expect((await get(bare, await tokenOf('sales@meridian.example'))).status).toBe(200)
    expect((await get(bare, await tokenOf('admin@harbor.example'))).status).toBe(404)
    const orders = links.bundleUrl.split('?')[0]!
    expect((await get(orders)).status).toBe(401)
    expect((await get(orders, await tokenOf('admin@harbor.example'))).status).toBe(404)
  })

  async function tokenOf(email: string): Promise<string> {
    const { signIn } = await app
      .anonymous()
      .ask(`mutation { signIn(input: { email: "${email}", password: "countersign-demo" }) { token } }`)
    return signIn.token as string
  }
})
