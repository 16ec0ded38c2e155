import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { verifyingKeyOf, type VerifyingKey } from './platform/signing-key.ts'
import { bundleSchema, statementSchema, type TermsBundle } from './terms/terms-bundle.ts'
import type { BundleFinding } from './terms/verify-bundle.rules.ts'
import { verifyBundle } from './terms/verify-bundle.ts'

const usage = `Verifies an exported bundle of an order's accepted terms: no database, no server, no network.

  npm run verify-terms -- <bundle.json> [--keys <file> --json]

--keys  the published keys, fetched by yourself from /.well-known/jwks.json, or a PEM; may be repeated.
        Without it the keys in the bundle are used: compare the ids printed with the published ones
--json  one line of JSON instead of text

Ends with 0 when nothing is wrong, with 1 when something is, with 2 when it could not look.
`

const options = {
  keys: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const

const keySet = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) })

function readKeyFile(file: string): VerifyingKey[] {
  const text = readFileSync(file, 'utf8')
  if (text.includes('-----BEGIN')) return [verifyingKeyOf(text)]
  return keySet.parse(JSON.parse(text)).keys.map((key) => verifyingKeyOf(key))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function describeSigned(bundle: TermsBundle): Record<string, unknown> {
  try {
    const { order, head, exportedAt } = statementSchema.parse(JSON.parse(bundle.statement.canonical))
    return { orderId: order.id, orderNumber: order.number, head, exportedAt }
  } catch {
    return { orderId: null, orderNumber: null, head: null, exportedAt: null }
  }
}

interface Verdict {
  bundle: TermsBundle
  findings: readonly BundleFinding[]
  keyIds: readonly string[]
  keysFrom: 'GIVEN' | 'BUNDLE'
}

function tellMachine({ bundle, findings, keyIds, keysFrom }: Verdict): void {
  const ok = findings.length === 0
  const { length: entries } = bundle.entries
  say(JSON.stringify({ ok, ...describeSigned(bundle), entries, keyIds, keysFrom, findings }))
}

function tellPerson({ bundle, findings, keyIds, keysFrom }: Verdict): void {
  const verdict = findings.length === 0 ? 'OK' : `${findings.length} FINDINGS`
  const signed = describeSigned(bundle)
  const order = String(signed['orderNumber'] ?? signed['orderId'])
  say(`${order}  ${bundle.entries.length} entries  ${bundle.links.length} links  ${verdict}`)
  for (const { code, sequence, message } of findings) say(`  ${code}  at ${sequence ?? '-'}  ${message}`)
  if (keysFrom === 'BUNDLE')
    say(`Keys from the bundle: ${keyIds.join(' ')}. Compare them with the published ones.`)
}

/** The command `npm run verify-terms`. Answers with the exit code. */
function verifyTerms(args: string[]): number {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [file] = positionals
  if (!file || positionals.length > 1) throw new Error('Name one bundle.')
  const bundle = bundleSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const keys = values.keys ? values.keys.flatMap(readKeyFile) : bundle.keys.map((key) => verifyingKeyOf(key))
  const findings = verifyBundle(bundle, keys)
  const keyIds = keys.map(({ id }) => id)
  const verdict: Verdict = { bundle, findings, keyIds, keysFrom: values.keys ? 'GIVEN' : 'BUNDLE' }
  if (values.json) tellMachine(verdict)
  else tellPerson(verdict)
  return findings.length === 0 ? 0 : 1
}

try {
  process.exitCode = verifyTerms(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
