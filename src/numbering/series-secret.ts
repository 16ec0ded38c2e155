import type { Ctx } from '../access/ctx.ts'
import { decrypt, encrypt } from '../platform/secrets.ts'
import type { NumberSeries } from './number-series.entity.ts'

/** A new secret that shuffles the numbers of this series alone, encrypted as it is stored. */
export function newSeriesSecret(ctx: Ctx, seriesId: string): string {
  return encrypt(ctx.ids.bytes(32).toString('hex'), ctx.keys.encryption, seriesId)
}

/** What shuffles the numbers of a series; null: they are counted in the open. */
export function seriesSecret(ctx: Ctx, series: NumberSeries): string | null {
  return series.secret === null ? null : decrypt(series.secret, ctx.keys.encryption, series.id)
}
