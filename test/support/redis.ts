import { spawn, spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    client.disconnect()
  }
}

/** The Redis of REDIS_URL, else a private one from the PATH (AOF on, as in production); null when there is neither. */
export async function startRedis(): Promise<{ url: string; stop: () => Promise<void> } | null> {
  const given = process.env['REDIS_URL']
  if (given) return { url: given, stop: () => Promise.resolve() }
  if (spawnSync('redis-server', ['--version']).error) return null
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-redis-'))
  const port = await freePort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--daemonize', 'no', '--appendonly', 'yes']
  const child = spawn('redis-server', [...settings, '--dir', dir, '--save', ''], { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${port}`
  for (let tries = 0; tries < 100 && !(await answers(url)); tries++) await sleep(50)
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
