import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { compose } from '../../src/compose.ts'
import { loadDemoData } from '../../src/demo/load-demo-data.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openResources } from '../../src/resources.ts'
import { percentile } from '../faults/kit/percentile.ts'
import { BenchClient } from './bench-client.ts'
import { BenchShop, repeat } from './bench-shop.ts'

/**
 * Places one-line orders through the public API, start to submitted, and prints what one costs. Rates depend on the
 * machine and its neighbors; statements and CPU time per order compare.
 */
export async function benchOrders(orders: number, atOnce: number): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'))
  chmodSync(dataDir, 0o711)
  let statements = 0
  const config = readConfig({ ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' })
  const resources = await openResources(config, { onStatement: () => void (statements += 1) })
  await loadDemoData({ ...resources, root: resources.orm.em.fork() }, () => undefined)
  const running = await compose(resources)
  const url = `http://127.0.0.1:${running.api?.port ?? 0}`
  const shop = await BenchShop.open(await BenchClient.signIn(url, 'sales@meridian.example'))

  await shop.place()
  statements = 0
  const cpu = process.cpuUsage()
  const began = performance.now()
  const latencies: number[] = []
  await repeat(orders, atOnce, async () => {
    const from = performance.now()
    await shop.place()
    latencies.push(performance.now() - from)
  })
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const at = (share: number) => Math.round(percentile(latencies, share))
  process.stdout.write(
    [
      `${orders} orders, ${atOnce} at once, queues on ${resources.queues.backend}`,
      `  orders per second           ${(orders / seconds).toFixed(1)}`,
      `  five mutations p50 / p95    ${at(0.5)} / ${at(0.95)} ms`,
      `  Node CPU per order          ${((user + system) / 1000 / orders).toFixed(1)} ms (client, API and workers)`,
      `  SQL statements per order    ${(statements / orders).toFixed(1)} (API and workers, without BullMQ's own)`,
      '',
    ].join('\n'),
  )
  await running.stop()
  await resources.close()
  rmSync(dataDir, { recursive: true, force: true })
}
