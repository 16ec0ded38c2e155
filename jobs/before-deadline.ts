/** The work of one start took longer than its job allows. */
class DeadlineExceeded extends Error {
  override name = 'DeadlineExceeded'

  constructor(ms: number) {
    super(
      `JOB_DEADLINE_EXCEEDED: not done within ${ms} ms. Find what it waits for, or give the job a longer deadline.`,
    )
  }
}

/** Runs `work` and waits for it until the deadline: then its signal is aborted, and what it still does is in vain. */
export async function beforeDeadline(
  ms: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineExceeded(ms)
      controller.abort(error)
      reject(error)
    }, ms)
  })
  const working = work(controller.signal)
  // Nobody waits for it any more when it fails behind its deadline.
  working.catch(() => undefined)
  try {
    await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
  }
}
