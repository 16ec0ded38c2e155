import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema } from 'graphql'

// Compares schema/schema.graphql with the last one that main published. A breaking change passes only when the newest
// section of CHANGELOG.md names its path under "### Breaking": the people who call the API are told first.

const schemaPath = 'schema/schema.graphql'

const git = (...args: string[]): string | undefined => {
  try {
    return execFileSync('git', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 26,
    }).trimEnd()
  } catch {
    return undefined
  }
}

/** The commit to compare with: where this branch left main, or on main itself the commit before. */
const baseCommit = (): string | undefined => {
  const head = git('rev-parse', 'HEAD')
  const main = ['origin/main', 'main'].find(
    (name) => git('rev-parse', '--verify', '--quiet', name) !== undefined,
  )
  const fork = main === undefined ? undefined : git('merge-base', 'HEAD', main)
  return fork === undefined || fork === head ? git('rev-parse', '--verify', '--quiet', 'HEAD~1') : fork
}

/** Text of the newest changelog section's "### Breaking" part; empty when there is none. */
const announcedBreaks = (): string => {
  if (!existsSync('CHANGELOG.md')) return ''
  const newest = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m)[1] ?? ''
  const breaking = newest.split(/^### /m).find((part) => /^Breaking\b/.test(part))
  return breaking ?? ''
}

const isAnnounced = (path: string, announced: string): boolean =>
  announced.split(/[^\w.@]+/).some((word) => word.replace(/\.$/, '') === path)

const lineOfPath = (schema: string, path: string): number => {
  const [type = '', field] = path.split('.')
  const lines = schema.split('\n')
  const start = lines.findIndex((line) =>
    new RegExp(`^(type|input|interface|enum|union|scalar) ${type}\\b`).test(line),
  )
  if (start < 0) return 1
  const offset =
    field === undefined ? 0 : lines.slice(start).findIndex((line) => new RegExp(`^ +${field}\\b`).test(line))
  return start + Math.max(offset, 0) + 1
}

const unannouncedBreaks = async (before: string, now: string): Promise<string[]> => {
  const announced = announcedBreaks()
  const changes = await diff(buildSchema(before), buildSchema(now))
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .filter((change) => !isAnnounced(change.path ?? '', announced))
    .map((change) => {
      const path = change.path ?? 'schema'
      const advice = `Keep it and deprecate it, or name \`${path}\` under "### Breaking" in CHANGELOG.md.`
      return `${schemaPath}:${lineOfPath(now, path)} breaking-change ${change.message}. ${advice}`
    })
}

const check = async (): Promise<boolean> => {
  const say = (sentence: string): boolean => process.stdout.write(`${sentence}\n`)
  if (git('rev-parse', '--git-dir') === undefined)
    return say('No git history here, so nothing to compare with: run the check in a clone.')
  const base = baseCommit()
  if (base === undefined && git('rev-parse', '--is-shallow-repository') === 'true')
    return say(
      'This clone is too shallow to see the commit before; nothing was compared. Fetch with a depth of 2.',
    )
  const before = base === undefined ? undefined : git('show', `${base}:${schemaPath}`)
  if (base === undefined || before === undefined)
    return say(`No ${schemaPath} in the commit before: nothing to compare.`)
  if (!existsSync(schemaPath)) return !say(`${schemaPath} is gone: run npm run schema.`)
  const breaks = await unannouncedBreaks(before, readFileSync(schemaPath, 'utf8'))
  for (const line of breaks) say(line)
  return breaks.length === 0
}

process.exitCode = (await check()) ? 0 : 1
