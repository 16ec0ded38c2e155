import type { Ctx } from '../access/ctx.ts'

/**
 * Tells the planner, for the rest of the transaction, what searches know and it does not: that nothing of a catalog may
 * be read as a whole, that no answer takes long enough to be compiled or shared among processes, and that the rows of a
 * broad word have room in memory: else the index forgets which they were, and whole pages are looked through.
 */
export async function planForSearch(ctx: Pick<Ctx, 'em'>): Promise<void> {
  await ctx.em.execute(
    `SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
       set_config('max_parallel_workers_per_gather', '0', true), set_config('work_mem', '32MB', true)`,
  )
}
