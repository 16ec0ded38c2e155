import { url as inspectorUrl } from 'node:inspector'
import { Worker } from 'node:worker_threads'

const beatEveryMs = 250
/** A process that stood still as a whole beats again within this time once it runs on. */
const graceMs = 2000

/** Runs in a thread of its own. Two waits in vain: the first may have been the whole process, stopped and resumed. */
const guard = `
const { workerData: { memory, blockedMs, graceMs } } = require('node:worker_threads')
const beats = new Int32Array(memory)
for (;;) {
  const seen = Atomics.load(beats, 0)
  const silent = (ms) => Atomics.wait(beats, 0, seen, ms) === 'timed-out'
  if (!silent(blockedMs) || !silent(graceMs)) continue
  require('node:fs').writeSync(2, 'The event loop was blocked for ' + blockedMs + ' ms: this process ends itself.\\n')
  process.kill(process.pid, 'SIGKILL')
}`

/**
 * Kills this process when its event loop was blocked for `blockedMs`: a job that never lets go can be stopped in no
 * other way, and its locks, held by timers, would be lost unseen. Not while a debugger may hold the process. The
 * function it gives ends the watch.
 */
export function startWatchdog(blockedMs: number): () => Promise<void> {
  if (inspectorUrl()) return () => Promise.resolve()
  const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const beats = new Int32Array(memory)
  const heart = setInterval(() => {
    Atomics.add(beats, 0, 1)
    Atomics.notify(beats, 0)
  }, beatEveryMs)
  heart.unref()
  const thread = new Worker(guard, { eval: true, workerData: { memory, blockedMs, graceMs } })
  thread.unref()
  return async () => {
    clearInterval(heart)
    await thread.terminate()
  }
}
