import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** What a client meant to do, was told, or had to try again. */
export interface Entry {
  what: 'intent' | 'acknowledged' | 'again' | 'refused' | 'fault'
  /** The client's own name of the intent; orders carry it as their external reference. */
  intent: string
  kind: 'order' | 'approval' | 'nemesis'
  seller: string
  orderId?: string
  orderNumber?: string | null
  milliseconds?: number
  because?: string
}

/** What the clients saw, on disk before they go on: the only witness of what was acknowledged. */
export class Journal {
  /** Orders acknowledged so far. */
  acknowledged = 0
  readonly #file: number

  constructor(readonly path: string) {
    this.#file = openSync(path, 'w')
  }

  write(entry: Entry): void {
    writeSync(this.#file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`)
    fdatasyncSync(this.#file)
    if (entry.what === 'acknowledged' && entry.kind === 'order') this.acknowledged += 1
  }

  read(): Array<Entry & { at: string }> {
    const lines = readFileSync(this.path, 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => JSON.parse(line) as Entry & { at: string })
  }

  close(): void {
    closeSync(this.#file)
  }
}
