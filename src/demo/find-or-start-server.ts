import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
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

/** The running server of COUNTERSIGN_URL or PORT; when none answers, one of our own for the length of the demo. */
export async function findOrStartServer(say: (line: string) => void): Promise<DemoServer> {
  const url = process.env['COUNTERSIGN_URL'] ?? `http://127.0.0.1:${process.env['PORT'] ?? 4000}`
  if (await answers(url)) return { url, stop: () => Promise.resolve() }
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
  if (!started) throw new Error('The server did not start; its message stands above.')
  return {
    url: started,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
