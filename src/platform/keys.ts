import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { KeyRing } from './envelope.ts'
import { keyIdOf } from './envelope.ts'

interface KeySettings {
  dataDir: string
  encryptionKey: string | undefined
  earlierEncryptionKeys: readonly string[]
  signingKey: string | undefined
  retiredKeysFile: string
}

const folderOf = ({ dataDir }: KeySettings) => path.join(dataDir, 'keys')
const encryptionFile = 'encryption.key'
const earlierFile = /^encryption\.[0-9a-f]{16}\.key$/

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

/** Keys that were replaced: from the setting, and from the files that `replaceEncryptionKey` left. */
async function earlierKeys(settings: KeySettings): Promise<Buffer[]> {
  const given = settings.earlierEncryptionKeys.map((key) => Buffer.from(key, 'base64'))
  if (settings.encryptionKey) return given
  const folder = folderOf(settings)
  const files = (await readdir(folder)).filter((name) => earlierFile.test(name)).toSorted()
  const kept = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')))
  return [...given, ...kept.map((key) => Buffer.from(key, 'base64'))]
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
): Promise<KeyRing & { signing: Buffer; retired: string[] }> {
  const folder = folderOf(settings)
  return {
    encryption: await keyOf(settings.encryptionKey, path.join(folder, encryptionFile)),
    earlierEncryption: await earlierKeys(settings),
    signing: await keyOf(settings.signingKey, path.join(folder, 'signing.key')),
    retired: await retiredKeys(settings.retiredKeysFile),
  }
}

/** Puts a new key in the place of the one in DATA_DIR, which stays beside it under its id and still opens. */
export async function replaceEncryptionKey(settings: KeySettings): Promise<void> {
  if (settings.encryptionKey)
    throw new Error('ENCRYPTION_KEY is set: make a new key (openssl rand -base64 32) and set that one.')
  const { encryption } = await readKeys(settings)
  const file = path.join(folderOf(settings), encryptionFile)
  // The old key is never gone: it has its own name before the new one takes its place.
  await writeFile(
    path.join(folderOf(settings), `encryption.${keyIdOf(encryption)}.key`),
    encryption.toString('base64'),
    {
      mode: 0o600,
    },
  )
  await writeFile(`${file}.new`, randomBytes(32).toString('base64'), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
