import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

// Generated typed operations come along: tests import them, and type-aware checks would miss them.
const left = new Set(['node_modules', 'dist', '.data', '.git', 'coverage'])

/** A copy of this checkout in a temporary folder, to plant violations in; node_modules is a link. */
export class PlantedTree implements Disposable {
  readonly root: string

  constructor() {
    const checkout = resolve(import.meta.dirname, '../..')
    this.root = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-planted-')))
    cpSync(checkout, this.root, {
      recursive: true,
      filter: (path) => path === checkout || !left.has(basename(path)),
    })
    // Packages of their own have their own dependencies.
    for (const folder of ['.', 'integrations/zapier', 'integrations/portal']) {
      const modules = join(checkout, folder, 'node_modules')
      symlinkSync(realpathSync(modules), join(this.root, folder, 'node_modules'), 'junction')
    }
    for (const folder of ['src', 'jobs', 'integrations', 'schema'])
      mkdirSync(join(this.root, folder), { recursive: true })
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path))
  }

  /** Writes a file, with the folders above it. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  /** Writes a file only where the checkout has none: a plant needs something to point at. */
  writeIfMissing(path: string, text: string): void {
    if (!this.has(path)) this.write(path, text)
  }

  /** Runs git in the copy, as a person of its own. */
  git(...args: string[]): void {
    const person = ['-c', 'user.name=Planter', '-c', 'user.email=planter@countersign.example']
    const quiet = ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgsign=false']
    execFileSync('git', [...person, ...quiet, ...args], { cwd: this.root, stdio: 'pipe' })
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
