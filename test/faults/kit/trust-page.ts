import type { ScenarioResult } from './results.ts'

/** When and on what the run was made. */
export interface RunFacts {
  date: string
  commit: string
  versions: Record<string, string>
}

/** How often a process died at each named point, by point and backend. */
export type PointHits = Record<string, Record<string, number>>

const promises = `# What can be trusted, and how it was tested

This page is written by \`npm run test:long\`. Its figures come from the run that is named below; its words stand in
\`test/faults/kit/trust-page.ts\`.

## What we promise

- An acknowledged order is stored durably, and exactly once per idempotency key.
- Every state change is recorded once.
- Order numbers are unique and gapless per series, issued once, within seconds of the acknowledgement.
- Every job and every webhook is delivered **at least once**, with a stable id. We never promise delivery exactly once:
  receivers drop what they have seen, by \`webhook-id\`.

It rests on this: PostgreSQL with \`fsync = on\` and \`synchronous_commit = on\` (or a synchronous replica), writes and the
reads before them on the primary. Redis holds work, never truth: it may be lost at any time, and the reconciler brings
back from PostgreSQL what it held.

Acknowledged means: the client has read an answer without \`userErrors\`. A client may send the same call with the same key
again when the connection broke or was refused, on \`BUSY\`, on \`IDEMPOTENCY_IN_PROGRESS\`, and on a server error; so do
the clients of these tests, until they are told.`

const method = `## How

Real processes of the product, compiled, over their own PostgreSQL and Redis. The clients write every intent and every
acknowledgement to a file that is flushed before they go on. When the faults are over the site may come to rest; then a
checker that speaks SQL only compares what is in the database with what the clients and the webhook receivers saw:
some twenty promises in the groups I1 to I11, and every foreign key row by row. After each green check it must name the
damages (a lost order, a doubled number, a removed message ..., eighteen kinds) that are planted in the same database,
one at a time, and taken back. Faults come from a seeded generator;
\`FAULT_SEED\` repeats it.`

const notProven = `## What this does not prove

- Loss of power: kill -9 leaves the page cache whole, so neither \`fsync\` nor AOF is put to the test, only that they are on.
- Partitions between hosts, fail-over to a replica, a Redis Cluster: everything ran on one machine.
- A full disk, broken memory, an operator with \`psql\`.
- Vendors other than the sandbox: what a cloud does with our idempotency key is its promise, not ours.
- Rates: the machine was shared. Counts are exact; times say what is usual, not what is guaranteed.`

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

const listed = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} × ${what}`)
    .join(', ')

function resultRow(result: ScenarioResult): string[] {
  const { title, backend, faults, figures, violations, recoveryMs, retries, control, seed } = result
  const { acknowledged, lost, doubled, gaps, delivered, dead, undelivered } = figures
  return [
    title,
    backend === 'redis' ? 'Redis' : 'PostgreSQL',
    listed(faults) || 'none',
    String(acknowledged),
    String(lost),
    String(doubled),
    String(gaps),
    `${delivered} / ${dead}${undelivered > 0 ? ` / ${undelivered} waiting` : ''}`,
    String(retries),
    `${(recoveryMs / 1000).toFixed(1)} s`,
    violations.length === 0 ? `green; ${control}` : `RED: ${violations[0]}`,
    String(seed),
  ]
}

const head = [
  'scenario',
  'queues on',
  'faults',
  'acknowledged',
  'lost',
  'doubled',
  'gaps',
  'webhooks delivered / dead',
  'sent again',
  'at rest after',
  'check; control',
  'seed',
]

function totals(results: readonly ScenarioResult[]): string {
  const sum = (read: (figures: ScenarioResult['figures']) => number) =>
    results.reduce((total, { figures }) => total + read(figures), 0)
  const faults = results.reduce(
    (total, { faults }) => total + Object.values(faults).reduce((a, b) => a + b, 0),
    0,
  )
  const red = results.filter(({ violations }) => violations.length > 0).length
  return (
    `Together: **${sum(({ acknowledged }) => acknowledged)} acknowledged orders, ${faults} faults, ` +
    `${sum(({ lost }) => lost)} lost, ${sum(({ doubled }) => doubled)} doubled, ${sum(({ gaps }) => gaps)} gaps**, ` +
    `${sum(({ delivered }) => delivered)} webhooks delivered, ${sum(({ dead }) => dead)} in the dead letters, ` +
    `${sum(({ undelivered }) => undelivered)} neither. ${red === 0 ? 'Every check was green.' : `${red} of ${results.length} checks was RED.`}`
  )
}

function pointTable(hits: PointHits): string {
  const backends = Object.keys(hits).toSorted()
  const names = [...new Set(backends.flatMap((backend) => Object.keys(hits[backend] ?? {})))].toSorted()
  const rows = names.map((name) => [name, ...backends.map((backend) => String(hits[backend]?.[name] ?? '–'))])
  return table(['a process died', ...backends.map((backend) => `on ${backend} queues`)], rows)
}

/** The page, from nothing but its arguments. */
export function trustPage(facts: RunFacts, results: readonly ScenarioResult[], hits: PointHits): string {
  const versions = Object.entries(facts.versions).map(([name, version]) => `${name} ${version}`)
  const measured = results.flatMap(({ title, backend, notes }) =>
    notes.map((note) => `- ${title} (${backend}): ${note}`),
  )
  return [
    promises,
    `## The run\n\n${facts.date}, commit \`${facts.commit}\`; ${versions.join(', ')}.`,
    totals(results),
    table(head, results.map(resultRow)),
    '"Dead" are the messages of a receiver that refuses for good, on purpose: they must end in the dead letters. "At rest after": from the last order or fault until nothing waited.',
    ...(measured.length > 0 ? ['### Measured', measured.join('\n')] : []),
    '### Named points',
    'A process was killed with -9 while a proxy held the bytes that it sent, or the answer to them, at this place:',
    pointTable(hits),
    method,
    notProven,
    '',
  ].join('\n\n')
}
