import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readKeys } from '../../src/platform/keys.ts'
import { signingKeyOf } from '../../src/platform/signing-key.ts'
import { keyFor } from '../../src/terms/key-for.ts'
import { publishedKeys } from '../../src/terms/published-keys.ts'

const old = signingKeyOf(Buffer.alloc(32, 2))
const older = signingKeyOf(Buffer.alloc(32, 4))
const present = signingKeyOf(Buffer.alloc(32, 3))
const dataDir = mkdtempSync(path.join(tmpdir(), 'retired-keys-'))
const retiredKeysFile = path.join(dataDir, 'keys', 'retired.pem')
const read = () =>
  readKeys({
    dataDir,
    encryptionKey: Buffer.alloc(32, 1).toString('base64'),
    earlierEncryptionKeys: [],
    signingKey: Buffer.alloc(32, 3).toString('base64'),
    retiredKeysFile,
  })

describe('keys that signed before the present one', () => {
  afterAll(() => rmSync(dataDir, { recursive: true }))

  it('are none where no file names them', async () => {
    expect(publishedKeys(await read()).map(({ kid }) => kid)).toEqual([present.id])
  })

  it('stay published and go on verifying what they signed', async () => {
    mkdirSync(path.dirname(retiredKeysFile), { recursive: true })
    writeFileSync(
      retiredKeysFile,
      `Replaced in 2026:\n${old.publicKey}\n${older.publicKey}\n${present.publicKey}`,
    )
    const keys = await read()
    const hash = 'a'.repeat(64)

    expect(publishedKeys(keys).map(({ kid }) => kid)).toEqual([present.id, old.id, older.id])
    expect(keyFor({ keys }, old.id)?.verify(hash, old.sign(hash))).toBe(true)
    expect(keyFor({ keys }, older.id)?.verify(hash, old.sign(hash))).toBe(false)
    expect(keyFor({ keys }, present.id)?.publicKey).toBe(present.publicKey)
    expect(keyFor({ keys }, signingKeyOf(Buffer.alloc(32, 5)).id)).toBeNull()
    expect(keyFor({ keys }, null)).toBeNull()
  })
})
