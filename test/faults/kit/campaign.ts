import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkSite, bringWitnesses, type Verdict } from './check-site.ts'
import { readFigures, type Figures } from './figures.ts'
import { Journal } from './journal.ts'
import { placeOrders, type Load, type LoadResult } from './load.ts'
import { Nemesis, seededRandom } from './nemesis.ts'
import { unnoticedPlants } from './planted-faults.ts'
import { keepResult, type ScenarioResult } from './results.ts'
import { openShops, type Shop } from './shop.ts'
import { Site, type SiteOptions } from './site.ts'
import { untilQuiet } from './until-quiet.ts'
import { openWebhookSink, type WebhookSink } from './webhook-sink.ts'

/** What is said of a campaign beside its figures. */
export interface Telling {
  title: string
  /** How the scenario's own control went red; the planted damages are added to it. */
  control?: string
  notes?: string[]
  /** How long the site may take to come to rest. */
  quietWithinMs?: number
}

/** How a campaign ended. */
export interface Outcome {
  verdict: Verdict
  figures: Figures
  /** Damages that the checker did not name; empty when it can be believed. */
  unnoticed: string[]
  recoveryMs: number
}

/** A site under load and faults, the witnesses of it, and the check at the end. */
export class Campaign {
  readonly random = seededRandom()
  readonly nemesis: Nemesis
  /** Sums over all loads. */
  readonly totals: LoadResult = { acknowledged: 0, approved: 0, again: {}, refused: [], slowestMs: 0 }
  #loads = 0
  #result: ScenarioResult | null = null

  private constructor(
    readonly site: Site,
    readonly shops: Shop[],
    readonly sink: WebhookSink,
    readonly journal: Journal,
  ) {
    this.nemesis = new Nemesis(journal, this.random)
    process.stdout.write(
      `${site.options.scenario} on ${site.options.backend}: FAULT_SEED=${this.random.seed}\n`,
    )
  }

  static async open(options: SiteOptions): Promise<Campaign> {
    const site = await Site.open(options)
    const url = site.apiUrls[0] ?? ''
    const shops = await openShops(url)
    const sink = await openWebhookSink(url, shops)
    return new Campaign(site, shops, sink, new Journal(path.join(site.logDir, 'journal.jsonl')))
  }

  /** Places orders through all APIs, a share of them in stages and approved. */
  async load(load: Partial<Load> & Pick<Load, 'orders' | 'atOnce'>): Promise<LoadResult> {
    const { site, shops, journal } = this
    const random = seededRandom(this.random.seed + ++this.#loads)
    const usual = { urls: () => site.apiUrls, shops, journal, random, name: `load${this.#loads}` }
    const result = await placeOrders({ ...usual, stages: 0.1, approve: 0.2, ...load })
    this.totals.acknowledged += result.acknowledged
    this.totals.approved += result.approved
    this.totals.refused.push(...result.refused)
    this.totals.slowestMs = Math.max(this.totals.slowestMs, result.slowestMs)
    for (const [why, count] of Object.entries(result.again))
      this.totals.again[why] = (this.totals.again[why] ?? 0) + count
    return result
  }

  /**
   * Runs `strike` each time that about so many more orders were acknowledged and every process runs, until the function
   * it gives is called: faults keep pace with the work, however slow the machine.
   */
  strikeEvery(acknowledged: number, strike: () => Promise<void> | void): () => Promise<void> {
    let isOver = false
    const striking = (async () => {
      let next = this.journal.acknowledged + acknowledged
      while (!isOver) {
        await sleep(50)
        const isReady = this.site.stations.every(({ process }) => process.isReady)
        if (isOver || !isReady || this.journal.acknowledged < next) continue
        await strike()
        next = this.journal.acknowledged + 1 + this.random.below(2 * acknowledged)
      }
    })()
    return async () => {
      isOver = true
      await striking
    }
  }

  /** Asks the checker now, as it stands. */
  async check(): Promise<Verdict & { figures: Figures }> {
    const client = await (await this.site.pool()).connect()
    try {
      await bringWitnesses(client, this.journal, this.sink.received())
      return { ...(await checkSite(client)), figures: await readFigures(client) }
    } finally {
      client.release()
    }
  }

  /** Heals the site, waits for rest, checks, checks the checker, and keeps the result. */
  async conclude(telling: Telling): Promise<Outcome> {
    const { site, nemesis, totals } = this
    await site.heal()
    const recoveryMs = await untilQuiet(site, telling.quietWithinMs ?? 240_000)
    const { figures, ...verdict } = await this.check()
    const client = await (await site.pool()).connect()
    const unnoticed = verdict.violations.length > 0 ? [] : await unnoticedPlants(client)
    client.release()
    const planted =
      verdict.violations.length > 0 ? 'not planted' : unnoticed.length === 0 ? 'all named' : 'MISSED'
    this.#result = {
      scenario: site.options.scenario,
      backend: site.options.backend,
      title: telling.title,
      faults: Object.fromEntries(nemesis.counts),
      figures,
      violations: verdict.violations,
      recoveryMs,
      retries: Object.values(totals.again).reduce((sum, count) => sum + count, 0),
      control: [telling.control, `planted damages: ${planted}`].filter(Boolean).join('; '),
      notes: telling.notes ?? [],
      seed: this.random.seed,
    }
    keepResult(this.#result)
    for (const sentence of unnoticed) process.stdout.write(`not named: ${sentence}\n`)
    process.stdout.write(
      `${JSON.stringify({ scenario: site.options.scenario, backend: site.options.backend, figures, recoveryMs, faults: Object.fromEntries(nemesis.counts), again: totals.again, slowestMs: Math.round(totals.slowestMs) })}\n`,
    )
    return { verdict, figures, unnoticed, recoveryMs }
  }

  /** Adds to the result what came out after it: a control that hurts the data runs last. */
  amend(more: { control?: string; notes?: string[] }): void {
    if (!this.#result) throw new Error('Conclude first.')
    const { control, notes } = this.#result
    this.#result.control = [more.control, control].filter(Boolean).join('; ')
    this.#result.notes = [...notes, ...(more.notes ?? [])]
    keepResult(this.#result)
  }

  async close(): Promise<void> {
    await this.sink.close()
    await this.site.close()
    this.journal.close()
  }
}
