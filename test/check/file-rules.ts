import type { Finding } from './finding.ts'
import type { SourceTree } from './source-tree.ts'
import { codeFiles } from './source-tree.ts'

/** Verbs are files with a verb's name; a file or folder that could hold anything ends up holding everything. */
export const namesSayWhatIsInside = (tree: SourceTree): Finding[] =>
  codeFiles(tree).flatMap((path) => {
    const finding = { path, line: 1, rule: 'telling-name' }
    if (/\.(service|manager|helpers?|utils?)\.(ts|tsx|js)$/.test(path))
      return [
        { ...finding, sentence: 'Nouns are classes, verbs are files: name the file after its one verb.' },
      ]
    if (/(^|\/)(utils?|common|helpers?)\//.test(path))
      return [{ ...finding, sentence: 'Move the file into the folder of the word it belongs to.' }]
    return []
  })

/** A file of the product has at most 300 lines, counted as they stand. */
export const filesStayShort = (tree: SourceTree): Finding[] =>
  codeFiles(tree, ['src', 'jobs', 'integrations']).flatMap((path) => {
    const lines = tree.text(path).trimEnd().split('\n').length
    if (lines <= 300) return []
    const sentence = `${lines} lines; the budget is 300 (aim at 120): split off a verb or a rule.`
    return [{ path, line: 301, rule: 'file-budget', sentence }]
  })

/** Each folder of src explains its word in a README of at most 20 lines. */
export const everyWordHasItsReadme = (tree: SourceTree): Finding[] =>
  tree.folders('src').flatMap((word) => {
    const path = `src/${word}/README.md`
    const finding = { path, line: 1, rule: 'word-readme' }
    if (!tree.has(path))
      return [{ ...finding, sentence: `Say what ${word} means, its states, its invariants, its events.` }]
    const lines = tree.text(path).trimEnd().split('\n').length
    return lines <= 20 ? [] : [{ ...finding, line: 21, sentence: `${lines} lines; say it in 20.` }]
  })

/** Migrations are `0001-kebab-name.sql` and so on, without a gap and without a double. */
export const migrationsAreNumbered = (tree: SourceTree): Finding[] => {
  const paths = tree.files('schema/migrations').filter((path) => path.endsWith('.sql'))
  return paths.flatMap((path, position) => {
    const name = path.slice('schema/migrations/'.length)
    const finding = { path, line: 1, rule: 'migration-name' }
    if (!/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.test(name))
      return [{ ...finding, sentence: 'Name it NNNN-what-it-does.sql, in kebab-case.' }]
    const expected = String(position + 1).padStart(4, '0')
    return name.startsWith(expected)
      ? []
      : [{ ...finding, sentence: `Number ${expected} is expected here: no gap, no double.` }]
  })
}

// Written in two halves, so that this file does not find itself.
const promises = new RegExp(
  `\\b(${['TO', 'FIX', 'XX'].map((half, i) => half + ['DO', 'ME', 'X'][i]).join('|')})\\b`,
)
const readable = /\.(ts|tsx|js|mjs|cjs|sql|md|graphql|css|html|ya?ml)$/

/** What is left to do stands in an issue, not in the code. */
export const noPostponedWork = (tree: SourceTree): Finding[] =>
  ['src', 'jobs', 'integrations', 'test', 'schema', 'docs']
    .flatMap((folder) => tree.files(folder))
    .filter((path) => readable.test(path))
    .flatMap((path) =>
      tree
        .text(path)
        .split('\n')
        .flatMap((text, index) =>
          promises.test(text)
            ? [{ path, line: index + 1, rule: 'no-postponed-work', sentence: 'Do it now, or open an issue.' }]
            : [],
        ),
    )
