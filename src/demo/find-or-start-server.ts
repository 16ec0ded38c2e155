import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '../platform/project-root.ts'

export interface DemoServer {
  url: string
  /** Stops the server if the demo started it. */
  stop(): Promise<void>
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

async function answersWithin(url: string, ms: number): Promise<boolean> {
  const until = performance.now() + ms
  while (performance.now() < until) {
    if (await answers(url)) return true
    await sleep(250)
  }
  return false
}

/**
 * The running server of COUNTERSIGN_URL or PORT; when none answers, one of our own for the length of the demo. Where
 * ours cannot start, somebody else's may be about to: it is waited for, `patienceMs` at most.
 */
export async function findOrStartServer(
  say: (line: string) => void,
  patienceMs = 60_000,
): Promise<DemoServer> {
  const url = process.env['COUNTERSIGN_URL'] ?? `http://127.0.0.1:${process.env['PORT'] ?? 4000}`
  const found = { url, stop: () => Promise.resolve() }
  if (await answers(url)) return found
  say(`No server answers at ${url}: starting one for the length of this demo.`)
  const main = path.join(projectRoot, 'dist', 'src', 'main.js')
  const child = spawn(process.execPath, ['--enable-source-maps', main], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const started = await Promise.race([
    once(child, 'message').then(([message]) => (message as { url: string }).url),
    once(child, 'exit').then(() => null),
  ])
  if (!started) {
    say(`It did not start. Waiting for one that is about to answer at ${url} ...`)
    if (await answersWithin(url, patienceMs)) return found
    throw new Error('No server started; its message stands above.')
  }
  return {
    url: started,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
