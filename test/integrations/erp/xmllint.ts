import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../../src/platform/project-root.ts'

const run = promisify(execFile)

/** Where the OASIS schemas are; they are not part of this repository. */
const schemas = process.env['UBL_XSD_DIR'] ?? path.join(path.dirname(projectRoot), 'shared', 'ubl')

/** Why documents cannot be validated here; null: they can. */
export async function whyNot(): Promise<string | null> {
  if (!existsSync(path.join(schemas, 'maindoc', 'UBL-Order-2.1.xsd')))
    return `no UBL 2.1 schemas in ${schemas}: set UBL_XSD_DIR`
  return run('xmllint', ['--version']).then(
    () => null,
    () => 'no xmllint: install the package libxml2-utils',
  )
}

/** The names of those documents that a schema refuses, all judged in one run. */
export async function refusedBySchema(
  root: string,
  documents: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-ubl-'))
  try {
    const files = [...documents].map(([name, xml]) => {
      const file = path.join(folder, `${name}.xml`)
      writeFileSync(file, xml)
      return file
    })
    const schema = path.join(schemas, 'maindoc', `UBL-${root}-2.1.xsd`)
    const answer = run('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], {
      maxBuffer: 2 ** 28,
    })
    const { stderr } = await answer.catch((error: unknown) => error as { stderr: string })
    const verdicts = new Map(
      [...stderr.matchAll(/^.*\/([^/\n]+)\.xml (validates|fails to validate)$/gm)].map(
        ([, name, verdict]) => [name ?? '', verdict],
      ),
    )
    return new Set([...documents.keys()].filter((name) => verdicts.get(name) !== 'validates'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
