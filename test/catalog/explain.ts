import type { Ctx } from '../../src/access/ctx.ts'

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: PlanNode[]
}

/** How PostgreSQL reads one table in one statement. */
export interface TableScan {
  node: string
  table: string
  index: string | null
  sql: string
}

function scansOf(node: PlanNode, sql: string): TableScan[] {
  const own = node['Relation Name'] && {
    node: node['Node Type'],
    table: node['Relation Name'],
    index: node['Index Name'] ?? (node.Plans?.map((plan) => plan['Index Name']).join(' ') || null),
    sql,
  }
  return [...(own ? [own] : []), ...(node.Plans ?? []).flatMap((plan) => scansOf(plan, sql))]
}

/** Runs `work` and answers how every statement of it that reads the catalog was planned, with the values that it had. */
export async function scansDuring(ctx: Ctx, work: (ctx: Ctx) => Promise<unknown>): Promise<TableScan[]> {
  const asked: Array<[sql: string, params: unknown[]]> = []
  const plain = ctx.em.execute.bind(ctx.em)
  const watching = (sql: string, params: unknown[]) => {
    if (/\b(product|offer|price)\b/.test(sql)) asked.push([sql, params])
    return plain(sql, params)
  }
  Object.assign(ctx.em, { execute: watching })
  await work(ctx)
  const scans: TableScan[] = []
  for (const [sql, params] of asked) {
    const [row] = await plain<Array<{ 'QUERY PLAN': Array<{ Plan: PlanNode }> }>>(
      `EXPLAIN (FORMAT JSON) ${sql}`,
      params,
    )
    scans.push(...row!['QUERY PLAN'].flatMap(({ Plan }) => scansOf(Plan, sql)))
  }
  return scans
}
