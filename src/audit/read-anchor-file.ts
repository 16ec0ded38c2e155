import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Anchor } from './anchor.ts'

const anchorLine = z.object({
  sellerId: z.string(),
  sequence: z.string().regex(/^[1-9]\d{0,17}$/),
  headHash: z.string(),
  signedAt: z.string(),
  signingKeyId: z.string(),
  signature: z.string(),
})

function read(line: string): Anchor | null {
  try {
    return anchorLine.parse(JSON.parse(line))
  } catch {
    return null
  }
}

/** The anchors in a file of JSON lines, and the numbers of the lines that hold none. */
export async function readAnchorFile(file: string): Promise<{ anchors: Anchor[]; unreadable: number[] }> {
  const anchors: Anchor[] = []
  const unreadable: number[] = []
  let number = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1
    if (line.trim() === '') continue
    const anchor = read(line)
    if (anchor) anchors.push(anchor)
    else unreadable.push(number)
  }
  return { anchors, unreadable }
}
