import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

interface KeySettings {
  dataDir: string
  encryptionKey: string | undefined
  signingKey: string | undefined
  retiredKeysFile: string
}

/** A 32-byte key: from its setting, else from a file in DATA_DIR (0600) that is made once. */
async function keyOf(setting: string | undefined, file: string): Promise<Buffer> {
  if (setting) return Buffer.from(setting, 'base64')
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  try {
    await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return Buffer.from(await readFile(file, 'utf8'), 'base64')
}

const pemPattern = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g

/** Public keys that signed before the present one; none where the file is missing. */
async function retiredKeys(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).match(pemPattern) ?? []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The keys of this installation. Losing them loses stored secrets: back DATA_DIR up with the database. */
export async function readKeys(
  settings: KeySettings,
): Promise<{ encryption: Buffer; signing: Buffer; retired: string[] }> {
  const keys = path.join(settings.dataDir, 'keys')
  return {
    encryption: await keyOf(settings.encryptionKey, path.join(keys, 'encryption.key')),
    signing: await keyOf(settings.signingKey, path.join(keys, 'signing.key')),
    retired: await retiredKeys(settings.retiredKeysFile),
  }
}
