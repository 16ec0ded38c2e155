import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

type Arrivals = Array<[id: string, at: number]>

/** Starts a receiver of webhooks in a process of its own. */
export async function startSink() {
  const child = fork(path.join(import.meta.dirname, 'webhook-sink-process.ts'), {
    execArgv: ['--import', 'tsx'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const ask = async <T>(what: string): Promise<T> => {
    child.send(what)
    const [answer] = (await once(child, 'message')) as [T]
    return answer
  }
  return {
    url: `http://127.0.0.1:${port}`,
    count: async () => (await ask<{ count: number }>('count')).count,
    take: async () => (await ask<{ arrivals: Arrivals }>('take')).arrivals,
    stop: () => child.kill('SIGKILL'),
  }
}
