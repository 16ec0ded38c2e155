import { TcpProxy } from './tcp-proxy.ts'

/** An API whose answers get lost on the way to the client. */
export interface CutAnswers {
  url: string
  made: () => number
  close: () => Promise<void>
}

/** Puts a proxy before an API that resets the connection when the answer to a mutation comes back: it was done, and nobody is told. */
export async function cutAnswers(
  apiUrl: string,
  how: { times: number; did: () => void },
): Promise<CutAnswers> {
  const port = Number(new URL(apiUrl).port)
  const proxy = await TcpProxy.start(() => port)
  const watch = proxy.watch({
    name: 'answer cut',
    says: 'HTTP/1.1 200',
    from: 'server',
    onlyAfter: 'idempotencyKey',
    moment: 'before',
    cut: true,
    act: how.did,
    times: how.times,
  })
  return { url: `http://127.0.0.1:${proxy.port}`, made: () => watch.hits, close: () => proxy.close() }
}
