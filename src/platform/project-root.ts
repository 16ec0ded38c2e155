import { existsSync } from 'node:fs'
import path from 'node:path'

/** The folder with package.json: files that are read at run time (SQL, demo data) lie relative to it. */
function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from
  const parent = path.dirname(from)
  if (parent === from)
    throw new Error('package.json was not found above this file. Is the installation complete?')
  return findRoot(parent)
}

export const projectRoot = findRoot(import.meta.dirname)
