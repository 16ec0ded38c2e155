/** Says who runs beside whom in one process. */
export interface Company {
  /** Runs beside others; waits while somebody has the process to itself. */
  among<T>(work: () => Promise<T>): Promise<T>
  /** Runs when all others have ended, and keeps new ones out; answers null when they did not end in time. */
  alone<T>(work: () => Promise<T>, patienceMs: number): Promise<T | null>
}

/** The company of one process: any number of jobs, or one. */
export function createCompany(): Company {
  let present = 0
  let door: Promise<void> | null = null
  let lastLeft = () => {}
  const empty = (patienceMs: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs)
      lastLeft = () => {
        clearTimeout(timer)
        resolve()
      }
      if (present === 0) lastLeft()
    })
  return {
    async among(work) {
      while (door) await door
      present += 1
      try {
        return await work()
      } finally {
        present -= 1
        if (present === 0) lastLeft()
      }
    },
    async alone(work, patienceMs) {
      while (door) await door
      let open = () => {}
      door = new Promise((resolve) => (open = resolve))
      try {
        await empty(patienceMs)
        return present === 0 ? await work() : null
      } finally {
        door = null
        open()
      }
    },
  }
}
