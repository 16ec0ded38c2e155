import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import type { Anchor } from './anchor.ts'

/** Appends an anchor to a file of JSON lines, and returns when it is on the disk. */
export async function exportAnchor(file: string, anchor: Anchor): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.write(`${JSON.stringify(anchor)}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
