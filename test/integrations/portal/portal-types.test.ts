import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { projectRoot } from '../../../src/platform/project-root.ts'

test('the portal compiles under its own settings, against the schema as it is', async () => {
  const compiler = path.join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
  const project = path.join(projectRoot, 'integrations', 'portal')
  const outcome = await promisify(execFile)(process.execPath, [compiler, '-p', project]).catch(
    (error: unknown) => error as { stdout: string },
  )
  expect(outcome.stdout).toBe('')
}, 300_000)
