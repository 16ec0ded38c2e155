import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyIdIn, keyIdOf, seal, unseal } from '../../src/platform/envelope.ts'
import { readKeys } from '../../src/platform/keys.ts'
import { encrypt } from '../../src/platform/secrets.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { addSeller } from '../support/seller.ts'

describe('npm run rotate-keys', () => {
  let verbs: VerbHarness
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-keys-'))
  const settings = {
    dataDir,
    encryptionKey: undefined,
    earlierEncryptionKeys: [],
    signingKey: undefined,
    retiredKeysFile: path.join(dataDir, 'none.pem'),
  }
  beforeAll(async () => {
    verbs = await openVerbs()
    await addSeller(verbs, 'org_a')
  })
  afterAll(async () => {
    await verbs.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  async function rotate(...args: string[]): Promise<{ exitCode: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/rotate-keys.ts', ...args], {
      env: { ...process.env, DATABASE_URL: verbs.database.url, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(child, 'exit')
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    const [exitCode] = (await ended) as [number | null]
    return { exitCode, out, err }
  }

  it('makes a new key, keeps the old one, and puts what is stored under the new one', async () => {
    const { encryption: old } = await readKeys(settings)
    const secrets = ['whe_old', 'whe_new'].map((id) => ({
      id,
      sealed: id === 'whe_old' ? encrypt('whsec_1', old, id) : seal('whsec_1', { encryption: old }, id),
    }))
    for (const { id, sealed } of secrets)
      await verbs.sql(
        `INSERT INTO webhook_endpoint (id, seller_id, created_by, url, event_types, secrets, status, created_at, updated_at)
         VALUES ($1, 'org_a', 'org_a', 'https://a.example', '{*}', $2, 'ACTIVE', now(), now())`,
        [id, JSON.stringify([{ sealed, createdAt: '2026-11-23T09:00:00.000Z', notAfter: null }])],
      )
    const { exitCode, out, err } = await rotate('--generate')

    expect(err).toBe('')
    expect(exitCode).toBe(0)
    const ring = await readKeys(settings)
    expect(out).toBe(`2 rows are now under the key ${keyIdOf(ring.encryption)}; 0 left under others.\n`)
    expect(ring.encryption.equals(old)).toBe(false)
    expect(ring.earlierEncryption).toEqual([old])
    expect(readdirSync(path.join(dataDir, 'keys')).toSorted()).toEqual([
      `encryption.${keyIdOf(old)}.key`,
      'encryption.key',
      'signing.key',
    ])
    const rows = await verbs.sql<{ id: string; secrets: Array<{ sealed: string }> }>(
      'SELECT id, secrets FROM webhook_endpoint ORDER BY id',
    )
    for (const {
      id,
      secrets: [stored],
    } of rows) {
      expect(keyIdIn(stored?.sealed ?? '')).toBe(keyIdOf(ring.encryption))
      expect(unseal(stored?.sealed ?? '', { encryption: ring.encryption }, id)).toBe('whsec_1')
    }
    expect((await rotate()).out).toBe(
      `0 rows are now under the key ${keyIdOf(ring.encryption)}; 0 left under others.\n`,
    )
    expect(readFileSync(path.join(dataDir, 'keys', 'encryption.key'), 'utf8')).toBe(
      ring.encryption.toString('base64'),
    )
  })
})
