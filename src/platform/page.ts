import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql'
import { refuse, type DomainError } from './errors.ts'
import { hasForbiddenCharacters } from './validate.ts'

/** Largest page of every list. */
export const maxPageSize = 100

@ObjectType({ description: 'Where a page lies in its list (Relay connections).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'True when a page follows: ask again with `after: endCursor`.' })
  hasNextPage!: boolean

  @Field(() => Boolean, { description: 'True when this page did not start at the beginning.' })
  hasPreviousPage!: boolean

  @Field(() => String, { nullable: true, description: 'Cursor of the first entry.' })
  startCursor!: string | null

  @Field(() => String, { nullable: true, description: 'Cursor of the last entry.' })
  endCursor!: string | null
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: 'How many entries, 1 to 100.', defaultValue: 20 })
  first: number = 20

  @Field(() => String, { nullable: true, description: 'Continue after this cursor.' })
  after?: string | null
}

/** One page of nodes, with the cursor of each. */
export interface Page<T> {
  nodes: T[]
  edges: Array<{ node: T; cursor: string }>
  pageInfo: PageInfo
}

export interface ConnectionType<T> {
  nodes: T[]
  edges: Array<{ node: T; cursor: string }>
  pageInfo: PageInfo
}

/** The GraphQL types `<name>Connection` and `<name>Edge` of a list. */
export function connectionOf<T extends object>(type: () => ClassType<T>, name: string) {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its cursor.` })
  class Edge {
    @Field(() => type(), { description: 'The entry.' })
    node!: T

    @Field(() => String, { description: 'Opaque; pass it as `after`.' })
    cursor!: string
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} entries.` })
  class Connection implements ConnectionType<T> {
    @Field(() => [type()], { description: 'The entries, without their cursors.' })
    nodes!: T[]

    @Field(() => [Edge], { description: 'The entries with their cursors.' })
    edges!: Edge[]

    @Field(() => PageInfo, { description: 'Where this page lies.' })
    pageInfo!: PageInfo
  }
  return Connection
}

/** Opaque, versioned cursor over the sort values of the last row, its id included. */
export function encodeCursor(values: ReadonlyArray<string | number>): string {
  return Buffer.from(JSON.stringify([1, ...values])).toString('base64url')
}

/** The sort values in a cursor; refuses what this server did not make. */
export function decodeCursor(cursor: string, length: number): Array<string | number> {
  try {
    const [version, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    const usable = values.every((value) => typeof value === 'string' || typeof value === 'number')
    const clean = usable && !values.some((value) => hasForbiddenCharacters(String(value)))
    if (version === 1 && values.length === length && usable && clean) return values
  } catch {
    // Falls through to the refusal: an unreadable cursor and a foreign one are the same mistake.
  }
  throw refuseCursor()
}

/** The instant in a cursor; refuses what is none. */
export function instantInCursor(value: string | undefined): Date {
  const instant = new Date(value ?? '')
  if (Number.isNaN(instant.getTime())) throw refuseCursor()
  return instant
}

/** The refusal of a cursor that this list did not make. */
export function refuseCursor(): DomainError {
  return refuse('CURSOR_INVALID', 'Use a cursor from this list, unchanged, with the same sort order.', [
    'after',
  ])
}

/** Refuses page sizes outside 1 to 100. */
export function pageSize(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= maxPageSize) return first
  throw refuse('PAGE_SIZE_INVALID', `Ask for 1 to ${maxPageSize} entries.`, ['first'])
}

/** Makes a page of rows that were read with `limit first + 1`. */
export function toPage<T>(
  rows: T[],
  args: PageArgs,
  sortValues: (row: T) => Array<string | number>,
): Page<T> {
  const nodes = rows.slice(0, args.first)
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(sortValues(node)) }))
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > args.first,
      hasPreviousPage: Boolean(args.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
