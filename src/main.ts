import 'reflect-metadata'
import { compose, type Running } from './compose.ts'
import { loadDemoData } from './demo/load-demo-data.ts'
import { ConfigError, readConfig, type Config } from './platform/config.ts'
import { onlyOne } from './platform/only-one.ts'
import { startWatchdog } from './platform/watchdog.ts'
import { openResources, type Resources } from './resources.ts'
import { describeServer, serverUrl } from './describe-server.ts'

const portsToTry = 20
/** Longer than anything that may rightly hold the event loop. */
const blockedMs = 45_000

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Starts on the asked port; when nobody asked for one, on the next free port. */
async function start(resources: Resources): Promise<Running> {
  for (let port = resources.config.port; ; port++) {
    try {
      return await compose({ ...resources, config: { ...resources.config, port } })
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!taken) throw error
      if (resources.config.portIsFixed)
        throw new Error(`Port ${port} is taken. Stop what uses it, or set PORT to a free one.`, {
          cause: error,
        })
      if (port >= resources.config.port + portsToTry) throw error
    }
  }
}

/** How long stopping may take; orchestrators kill after thirty seconds. */
const longestStopMs = 25_000

/**
 * Ends once: drains requests and jobs, then closes queues and database. A second signal after a second forces it; so
 * does time, when something that is waited for never ends.
 */
function stopOnSignals(stop: () => Promise<void>): void {
  let stoppingSince: number | null = null
  const end = (reason: string) => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > 1000 && reason.startsWith('SIG')) process.exit(130)
      return
    }
    stoppingSince = performance.now()
    say(`\nStopping (${reason}): running requests and jobs end first. Once more to force it.`)
    setTimeout(() => {
      process.stderr.write('Stopping took too long and is cut short. What still ran is started again.\n')
      process.exit(1)
    }, longestStopMs).unref()
    stop().then(
      () => {
        say('Stopped. Nothing is lost.')
        process.exit(0)
      },
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal))
  if (process.connected) process.once('disconnect', () => end('the parent process ended'))
}

/** What the parent process hears once everything serves; a worker has no address. */
function ready(config: Config, { api }: Running): { url?: string; port?: number } {
  return api ? { url: serverUrl(config, api.port), port: api.port } : {}
}

async function serve(config: Config): Promise<void> {
  const resources = await openResources(config)
  const stops: Array<() => Promise<unknown>> = [() => resources.close()]
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end()
  }
  try {
    if (!config.databaseUrl) stops.push(await onlyOne(resources.databaseUrl))
    stopOnSignals(stop)
    if (config.demo && config.role !== 'worker')
      await loadDemoData({ ...resources, root: resources.orm.em.fork() }, say)
    const running = await start(resources)
    stops.push(() => running.stop())
    startWatchdog(blockedMs)
    for (const line of describeServer(config, running)) say(line)
    if (process.connected) process.send?.(ready(config, running))
  } catch (error) {
    await stop()
    throw error
  }
}

try {
  await serve(readConfig(process.env))
} catch (error) {
  const text =
    error instanceof ConfigError ? error.message : error instanceof Error ? error.message : String(error)
  process.stderr.write(`\n${text}\n`)
  process.exit(1)
}
