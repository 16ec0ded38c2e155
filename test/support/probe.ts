import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql'
import type { Answer, Json } from './api-client.ts'
import { bringsNothing, codesIn, judge } from './judge-answer.ts'
import { ownersRows } from './owner-secrets.ts'
import type { ProbeActor } from './probe-actors.ts'
import type { ProbeCall } from './probe-reads.ts'
import type { ProbeWorld } from './probe-world.ts'
import { answeredFields, reachableFields } from './schema-fields.ts'

/** What a run of the probe found. */
export interface ProbeReport {
  fields: number
  actors: number
  /** Pairs of a field and an actor that tried it. */
  probes: number
  calls: number
  /** What somebody saw, was told or changed that is the owner's alone. */
  leaks: string[]
  /** Fields of which the owner itself never saw a value: the probe proves nothing about them. */
  unanswered: string[]
  /** Calls of the owner's that did not work, so that nobody else's failure means anything. */
  broken: string[]
}

export interface ProbeOptions {
  /** True where row-level security is alone: it may stop a write with an internal fault. */
  mayFail: boolean
  /** Which actors try; absent: all. */
  actors?: readonly string[]
  /** Which root fields are called; absent: all. */
  only?: readonly string[]
}

/** The root type of one kind of operation. */
export function rootOf(schema: GraphQLSchema, kind: ProbeCall['kind']): GraphQLObjectType {
  const root = {
    query: 'getQueryType',
    mutation: 'getMutationType',
    subscription: 'getSubscriptionType',
  } as const
  const type = schema[root[kind]]()
  if (!type) throw new Error(`The schema has no ${kind}.`)
  return type
}

/** One run: who tries what, and what came of it. */
export class Probe {
  readonly report: ProbeReport
  readonly answered = new Set<string>()
  readonly pairs = new Set<string>()

  constructor(
    readonly schema: GraphQLSchema,
    readonly world: ProbeWorld,
    readonly actors: readonly ProbeActor[],
    readonly options: ProbeOptions,
  ) {
    const fields = reachableFields(schema).size
    this.report = {
      fields,
      actors: actors.length,
      probes: 0,
      calls: 0,
      leaks: [],
      unanswered: [],
      broken: [],
    }
  }

  /** The root fields of one kind that this run calls. */
  fieldsOf(kind: ProbeCall['kind']): Array<GraphQLField<unknown, unknown>> {
    const { only } = this.options
    return Object.values(rootOf(this.schema, kind).getFields()).filter(
      ({ name }) => only?.includes(name) ?? true,
    )
  }

  /** Takes in what the owner was answered; false when it brought nothing. */
  own(call: ProbeCall, answer: Answer<Json>): boolean {
    const before = this.answered.size
    const faults = codesIn(call, answer)
    if (faults.length > 0 || bringsNothing(call, answer))
      this.report.broken.push(
        `${call.name}: ${faults.join() || 'nothing'} ${JSON.stringify(answer.errors?.[0]?.message ?? answer.data?.[call.field]?.userErrors ?? '')}`,
      )
    for (const field of answeredFields(this.schema, rootOf(this.schema, call.kind), answer.data))
      this.answered.add(field)
    return this.answered.size > before
  }

  /** Everybody sends the owner's call. */
  async others(call: ProbeCall): Promise<void> {
    // Whoever is of the owner's own and allowed is no stranger here.
    const trying = this.actors.filter(({ kind, may }) => kind !== 'LOWER' || !may(call.field))
    await Promise.all(
      trying.map(async (actor) =>
        this.heard(call, actor, await actor.client.request(call.text, call.variables)),
      ),
    )
  }

  heard(call: ProbeCall, actor: ProbeActor, answer: Answer<Json>): void {
    this.report.calls += 1
    for (const field of call.fields) this.pairs.add(`${actor.name} ${field}`)
    this.report.leaks.push(...judge(call, actor, { answer, mayFail: this.options.mayFail }))
  }

  /** Holds the owner's rows against what they were: whoever tried changed nothing. */
  async unchanged(name: string, work: () => Promise<void>): Promise<void> {
    const { app, sellerId } = this.world
    await app.quiet()
    const before = await ownersRows(app, sellerId)
    await work()
    const after = await ownersRows(app, sellerId)
    const tables = Object.keys(before).filter((table) => before[table] !== after[table])
    if (tables.length > 0) this.report.leaks.push(`${name} changed ${tables.join()}`)
  }
}
