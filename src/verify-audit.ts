import 'reflect-metadata'
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { MikroORM } from '@mikro-orm/postgresql'
import { systemActor } from './access/actor.ts'
import { forkFor } from './access/fork-for.ts'
import type { Anchor } from './audit/anchor.ts'
import type { Finding } from './audit/finding.ts'
import { readAnchorFile } from './audit/read-anchor-file.ts'
import { verifyChain, type VerifiedChain } from './audit/verify-chain.ts'
import { verifyNumbers } from './numbering/verify-numbers.ts'
import { systemClock } from './platform/clock.ts'
import { ConfigError, readConfig, type Config } from './platform/config.ts'
import { readKeys } from './platform/keys.ts'
import { reportOperation } from './platform/report-operation.ts'
import { signingKeyOf, verifyingKeyOf, type VerifyingKey } from './platform/signing-key.ts'
import { readOnly } from './platform/transact.ts'
import { openDatabaseAlone } from './resources.ts'

const usage = `Verifies the audit chain of every seller (hashes, links, head, signed anchors, events and orders), and that no
order number is missing. What came of it is shown at /ops.

  npm run verify-audit [-- --seller <id> --anchors <file> --public-key <file> --json]

--seller      only this one
--anchors     file of exported anchors; may be repeated. Default AUDIT_EXPORT_FILE, where it exists
--public-key  PEM of an earlier signing key of this installation; may be repeated
--json        one line of JSON instead of text

Works beside a running server and without one. Ends with 0 when nothing is wrong, with 1 when
something is, with 2 when it could not look.
`

const options = {
  seller: { type: 'string' },
  anchors: { type: 'string', multiple: true },
  'public-key': { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const

/** How many findings of one seller are kept; all are counted. */
const mostKept = 100

interface Report extends VerifiedChain {
  /** Order numbers that were issued. */
  numbers: number
  findings: Finding[]
  findingCount: number
}

interface Evidence {
  anchors: Anchor[]
  unreadable: Finding[]
  keys: VerifyingKey[]
}

async function gather(
  config: Config,
  asked: { files: string[] | undefined; keys: string[] },
): Promise<Evidence> {
  const files = asked.files ?? [config.auditExportFile].filter((file) => existsSync(file))
  const read = await Promise.all(files.map(async (file) => ({ file, ...(await readAnchorFile(file)) })))
  const unreadable = read.flatMap(({ file, unreadable: lines }) =>
    lines.map((line): Finding => {
      const message = `Line ${line} of ${file} is no anchor.`
      return { code: 'ANCHOR_UNREADABLE', sellerId: '', sequence: null, message }
    }),
  )
  const own = signingKeyOf((await readKeys(config)).signing)
  const keys = [own, ...asked.keys.map((file) => verifyingKeyOf(readFileSync(file, 'utf8')))]
  return { anchors: read.flatMap(({ anchors }) => anchors), unreadable, keys }
}

/** Each seller is read as the product itself reads it at work for that seller: no wall is opened for this. */
async function verifySeller(orm: MikroORM, sellerId: string, evidence: Evidence): Promise<Report> {
  const findings: Finding[] = []
  let findingCount = 0
  const report = (finding: Finding) => {
    findingCount += 1
    if (findings.length < mostKept) findings.push(finding)
  }
  const em = forkFor(orm.em.fork(), systemActor({ id: sellerId, ancestors: [] }))
  const exported = evidence.anchors.filter((anchor) => anchor.sellerId === sellerId)
  const given = { sellerId, exported, keys: evidence.keys, now: systemClock.now() }
  const verified = await verifyChain((work) => readOnly({ em }, work), given, report)
  const { numbers, findings: wrong } = await readOnly({ em }, (ctx) => verifyNumbers(ctx, sellerId))
  wrong.forEach(report)
  return { ...verified, numbers, findings, findingCount }
}

async function sellersOf(orm: MikroORM, evidence: Evidence): Promise<string[]> {
  const rows = await orm.em
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.audited_sellers() AS s')
  return [
    ...new Set([...rows.map(({ id }) => id), ...evidence.anchors.map(({ sellerId }) => sellerId)]),
  ].toSorted()
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function tell(report: Report): void {
  const { sellerId, entries, numbers, head, anchors, anchoredTo, findings, findingCount } = report
  const end = head ? `head ${head.sequence} ${head.hash.slice(0, 16)}` : 'no head'
  const signed =
    anchors > 0 ? `anchors ${anchors}, signed up to ${anchoredTo ?? 'nothing of it'}` : 'no anchors'
  const verdict = findingCount === 0 ? 'OK' : `${findingCount} FINDINGS`
  say(`${sellerId}  ${entries} entries  ${numbers} order numbers  ${end}  ${signed}  ${verdict}`)
  for (const finding of findings) say(`  ${finding.code}  at ${finding.sequence ?? '-'}  ${finding.message}`)
  if (findingCount > findings.length) say(`  and ${findingCount - findings.length} more`)
}

/**
 * Leaves what came of it for the operators' desk, which shows verifications of all sellers. A database that is only read
 * from, or older than this program, keeps none: the proof does not depend on it.
 */
async function leaveReport(orm: MikroORM, reports: readonly Report[], unreadable: number): Promise<void> {
  const sum = (of: (report: Report) => number) => reports.reduce((all, report) => all + of(report), 0)
  const findings = unreadable + sum(({ findingCount }) => findingCount)
  const outcome = {
    ok: findings === 0,
    sellers: reports.length,
    entries: sum(({ entries }) => entries),
    numbers: sum(({ numbers }) => numbers),
    findings,
  }
  const report = { kind: 'verification', at: systemClock.now(), outcome, keep: 30 }
  await reportOperation(orm.em, report).catch(() => undefined)
}

/** The command `npm run verify-audit`. Answers with the exit code. */
async function verifyAudit(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options })
  const config = readConfig(process.env)
  const evidence = await gather(config, { files: values.anchors, keys: values['public-key'] ?? [] })
  const { orm, close } = await openDatabaseAlone(config)
  try {
    const sellerIds = values.seller ? [values.seller] : await sellersOf(orm, evidence)
    const reports: Report[] = []
    for (const sellerId of sellerIds) {
      const report = await verifySeller(orm, sellerId, evidence)
      reports.push(report)
      if (!values.json) tell(report)
    }
    const ok = evidence.unreadable.length === 0 && reports.every(({ findingCount }) => findingCount === 0)
    if (!values.seller) await leaveReport(orm, reports, evidence.unreadable.length)
    if (values.json) say(JSON.stringify({ ok, sellers: reports, findings: evidence.unreadable }))
    else for (const { code, message } of evidence.unreadable) say(`${code}  ${message}`)
    return ok ? 0 : 1
  } finally {
    await close()
  }
}

const undefinedThings = new Set(['42P01', '42883', '3F000'])

/** What to say of an error, in words for the person at the terminal. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  const { code } = error as { code?: string }
  if (code && undefinedThings.has(code))
    return 'This database has no audit chain yet. Start the server once: it migrates.'
  return error instanceof Error ? error.message : String(error)
}

try {
  process.exitCode = await verifyAudit(process.argv.slice(2))
} catch (error) {
  const wrongFlag = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')
  process.stderr.write(`\n${explain(error)}\n${wrongFlag ? `\n${usage}` : ''}`)
  // Not 1: that says that something is wrong with a chain.
  process.exitCode = 2
}
