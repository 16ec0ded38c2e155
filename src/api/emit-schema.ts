import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { stringify } from 'yaml'
import { z } from 'zod'
import { eventsCatalog } from '../events-catalog.ts'
import { projectRoot } from '../platform/project-root.ts'
import { asyncapiDocument } from './asyncapi-document.ts'
import { createSchema } from './schema.ts'

const folder = path.join(projectRoot, 'schema')
const eventsFolder = path.join(folder, 'events')

/** What is promised, as files: path under schema/ and content. */
async function emitted(): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const header = '# Emitted by "npm run schema" from the resolvers. Do not edit.\n\n'
  files.set('schema.graphql', `${header}${printSchema(lexicographicSortSchema(await createSchema()))}\n`)
  for (const event of eventsCatalog) {
    const schema = {
      ...z.toJSONSchema(event.schema as z.ZodType),
      $id: `https://countersign.example/schema/events/${event.type}.json`,
      title: event.type,
      description: event.description,
      'x-since': event.since,
      'x-subject': event.subjectType,
      'x-webhooks': event.offeredToWebhooks,
      examples: [event.example],
    }
    files.set(`events/${event.type}.json`, `${JSON.stringify(schema, null, 2)}\n`)
  }
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  // Without aliases: not every reader of YAML resolves them.
  const document = stringify(asyncapiDocument(eventsCatalog, version), { aliasDuplicateObjects: false })
  files.set('asyncapi.yaml', document)
  return files
}

function committed(): Map<string, string> {
  const files = new Map<string, string>()
  const read = (name: string) => files.set(name, readFileSync(path.join(folder, name), 'utf8'))
  for (const name of ['schema.graphql', 'asyncapi.yaml']) if (readdirSync(folder).includes(name)) read(name)
  mkdirSync(eventsFolder, { recursive: true })
  for (const file of readdirSync(eventsFolder).filter((name) => name.endsWith('.json')))
    read(`events/${file}`)
  return files
}

function differences(now: Map<string, string>, before: Map<string, string>): string[] {
  const lines: string[] = []
  for (const name of new Set([...now.keys(), ...before.keys()])) {
    const [fresh, old] = [now.get(name)?.split('\n') ?? [], before.get(name)?.split('\n') ?? []]
    const [known, wanted] = [new Set(old), new Set(fresh)]
    const added = fresh.filter((line) => !known.has(line)).map((line) => `+ ${line}`)
    const removed = old.filter((line) => !wanted.has(line)).map((line) => `- ${line}`)
    const moved =
      added.length + removed.length === 0 && fresh.join() !== old.join() ? ['~ order of lines'] : []
    const all = [...added, ...removed, ...moved]
    if (all.length > 0) lines.push(`schema/${name}`, ...all.map((line) => `  ${line}`))
  }
  return lines
}

const files = await emitted()
if (process.argv.includes('--check')) {
  const drift = differences(files, committed())
  if (drift.length > 0) {
    process.stdout.write(
      `schema/ is not what the code says. Run "npm run schema" and commit.\n${drift.join('\n')}\n`,
    )
    process.exitCode = 1
  }
} else {
  rmSync(eventsFolder, { recursive: true, force: true })
  mkdirSync(eventsFolder, { recursive: true })
  for (const [name, content] of files) writeFileSync(path.join(folder, name), content)
  process.stdout.write(`${files.size} files written to schema/\n`)
}
