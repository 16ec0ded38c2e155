import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PlantedTree } from './planted-tree.ts'
import { innocents, plants, targets } from './plants.ts'
import type { StepResult } from './run-step.ts'
import { runStep } from './run-step.ts'
import type { Step } from './steps.ts'
import { steps } from './steps.ts'

// Every check runs twice over one copy of this checkout: as it stands, then with all plants in it.
const planted = [...new Set(plants.map((plant) => plant.step))]
const minutes = 60_000

// The same commands as in `npm run check`; only the output is put on one line per finding, and knip is asked about code alone.
const inTest: Partial<Record<keyof typeof steps, string[]>> = {
  lint: ['--format=unix'],
  deadCode: ['--include', 'files,exports'],
}
const run = async (name: keyof typeof steps, root: string): Promise<StepResult> => {
  const step: Step = steps[name]
  return runStep({ ...step, args: [...step.args, ...(inTest[name] ?? [])] }, root)
}

const tree = new PlantedTree()
const before = new Map<string, StepResult>()
const after = new Map<string, StepResult>()

afterAll(() => tree[Symbol.dispose]())

describe('the checks', () => {
  beforeAll(async () => {
    await run('operations', tree.root)
    for (const name of planted) before.set(name, await run(name, tree.root))
    for (const [path, text] of Object.entries(targets)) tree.writeIfMissing(path, text)
    for (const { path, text } of plants) tree.write(path, text)
    for (const [path, lines] of Object.entries(innocents)) tree.write(path, `${lines.join('\n')}\n`)
    for (const name of planted) after.set(name, await run(name, tree.root))
  }, 5 * minutes)

  test.each(planted)('pass before anything is planted: %s', (name) => {
    const result = before.get(name)

    expect(result?.ok, result?.output).toBe(true)
  })

  test.each(plants)('name $violation ($path)', ({ step, path, names }) => {
    const result = after.get(step)

    expect(result?.ok).toBe(false)
    expect(result?.output.split('\n')).toContainEqual(expect.stringMatching(both(path, names)))
  })
})

const namesWithoutReason = ['boundaries', 'lint', 'houseRules', 'format'] as const

test.each(namesWithoutReason)('No look-alike is named without reason: %s', (name) => {
  const lines = after.get(name)?.output.split('\n') ?? []

  expect(lines.filter((line) => Object.keys(innocents).some((path) => line.includes(path)))).toEqual([])
})

const both = (path: string, names: string): RegExp => {
  const [a, b] = [path, names].map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`${a}.*${b}|${b}.*${a}`)
}

describe('the schema checks', () => {
  const schema = 'schema/schema.graphql'
  const kept = '  "Stays."\n  kept: String\n'
  const dropped = '  "Goes."\n  dropped: String\n'
  const stub = '"What can be asked."\ntype Query {\n  "Answers."\n  hello: String\n}\n'
  let emitted = ''
  const write = (fields: string): void => tree.write(schema, `${emitted}\ntype PlantedThing {\n${fields}}\n`)

  beforeAll(() => {
    tree.writeIfMissing(schema, stub)
    emitted = readFileSync(join(tree.root, schema), 'utf8')
    write(kept + dropped)
    tree.git('init', '--quiet', '--initial-branch=main')
    tree.git('add', '--force', schema)
    tree.git('commit', '--quiet', '--message', 'The schema as it was')
    tree.git('commit', '--quiet', '--allow-empty', '--message', 'The next commit')
  })

  test.skipIf(!tree.has('src/api/emit-schema.ts'))(
    'name a schema that drifted from the code',
    async () => {
      tree.write(schema, emitted)
      expect(await run('schemaDrift', tree.root)).toMatchObject({ ok: true })

      write(kept)
      const drifted = await run('schemaDrift', tree.root)

      expect(drifted.ok).toBe(false)
      expect(drifted.output).toContain('PlantedThing')
    },
    minutes,
  )

  test(
    'name a breaking change, and accept it once the changelog announces its path',
    async () => {
      write(kept + dropped)
      expect(await run('breakingChanges', tree.root)).toEqual({ ok: true, output: '' })

      write(kept)
      const broken = await run('breakingChanges', tree.root)
      expect(broken.ok).toBe(false)
      expect(broken.output).toMatch(/^schema\/schema\.graphql:\d+ breaking-change .*PlantedThing\.dropped/)

      tree.write(
        'CHANGELOG.md',
        '# Changelog\n\n## Next\n\n### Breaking\n\n- `PlantedThing.droppedLater` goes.\n',
      )
      expect(await run('breakingChanges', tree.root)).toMatchObject({ ok: false })

      tree.write('CHANGELOG.md', '# Changelog\n\n## Next\n\n### Breaking\n\n- `PlantedThing.dropped` goes.\n')
      expect(await run('breakingChanges', tree.root)).toEqual({ ok: true, output: '' })
    },
    minutes,
  )

  test(
    'compare with the commit where a branch left main, not with the commit before',
    async () => {
      tree.git('checkout', '--quiet', '-b', 'work')
      tree.write('CHANGELOG.md', '# Changelog\n')
      write(kept)
      tree.git('commit', '--quiet', '--all', '--message', 'Drop a field')
      tree.git('commit', '--quiet', '--allow-empty', '--message', 'And go on')

      expect(await run('breakingChanges', tree.root)).toMatchObject({ ok: false })
    },
    minutes,
  )

  test(
    'name a field without a description',
    async () => {
      write('  bare: String\n')

      const { ok, output } = await run('houseRules', tree.root)

      expect(ok).toBe(false)
      expect(output).toMatch(/^schema\/schema\.graphql:\d+ field-description PlantedThing\.bare/m)
    },
    minutes,
  )
})

test('A missing tool is a failure, not a skip', async () => {
  const step = { name: 'absent', tool: 'planted-absent-tool', args: [] }

  expect(await runStep(step, tree.root)).toEqual({
    ok: false,
    output: 'planted-absent-tool is not installed: run npm install.\n',
  })
})
