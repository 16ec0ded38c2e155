import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const skipped = new Set(['node_modules', 'dist', '.data', '.git', '.generated', 'generated', 'coverage'])

/** The files of a checkout, read once each; what every house rule works on. */
export class SourceTree {
  readonly #texts = new Map<string, string>()
  readonly #parsed = new Map<string, ts.SourceFile>()

  /** @param root absolute path of the checkout */
  constructor(readonly root: string) {}

  /** Paths of all files below a folder, from the root, with forward slashes, sorted. */
  files(folder: string): string[] {
    if (!existsSync(join(this.root, folder))) return []
    return readdirSync(join(this.root, folder), { withFileTypes: true })
      .filter((entry) => !skipped.has(entry.name))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`
        return entry.isDirectory() ? this.files(path) : [path]
      })
      .toSorted()
  }

  /** Names of the folders directly below a folder, sorted. */
  folders(folder: string): string[] {
    if (!existsSync(join(this.root, folder))) return []
    return readdirSync(join(this.root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !skipped.has(entry.name))
      .map((entry) => entry.name)
      .toSorted()
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path))
  }

  text(path: string): string {
    const known = this.#texts.get(path)
    if (known !== undefined) return known
    const text = readFileSync(join(this.root, path), 'utf8')
    this.#texts.set(path, text)
    return text
  }

  /** The syntax tree of a TypeScript or JavaScript file. */
  parse(path: string): ts.SourceFile {
    const known = this.#parsed.get(path)
    if (known !== undefined) return known
    const file = ts.createSourceFile(path, this.text(path), ts.ScriptTarget.ES2023, true)
    this.#parsed.set(path, file)
    return file
  }
}

/** Everything that is code of ours: the parts of `src`, `jobs`, `integrations` and `test` that a compiler reads. */
export const codeFiles = (tree: SourceTree, folders = ['src', 'jobs', 'integrations', 'test']): string[] =>
  folders.flatMap((folder) => tree.files(folder)).filter((path) => /\.(ts|tsx|js|mjs|cjs)$/.test(path))
