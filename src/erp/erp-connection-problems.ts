import type { Ctx } from '../access/ctx.ts'
import type { Problem } from '../platform/errors.ts'
import { fieldProblems, textWithin } from '../platform/field-checks.ts'
import { erpUrlProblem } from './erp-url-problem.ts'

/** Fields of a connection as somebody wants them; absent ones are left alone. */
export interface ErpConnectionWishes {
  name?: string | null | undefined
  url?: string | null | undefined
  database?: string | null | undefined
  username?: string | null | undefined
  password?: string | null | undefined
  priceDigits?: number | null | undefined
}

function digitsProblems(digits: number | null | undefined): Problem[] {
  if (typeof digits !== 'number' || (digits >= 2 && digits <= 8)) return []
  return [{ code: 'PRICE_DIGITS_INVALID', message: 'Give 2 to 8 digits.', path: ['priceDigits'] }]
}

/** What is wrong with the given fields of a connection. No message repeats the password. */
export function erpConnectionProblems(ctx: Ctx, wishes: ErpConnectionWishes): Problem[] {
  const { name, url, database, username, password, priceDigits } = wishes
  const problem = typeof url === 'string' ? erpUrlProblem(ctx, url) : null
  return [
    ...(problem ? [problem] : []),
    ...digitsProblems(priceDigits),
    ...fieldProblems({
      name: [name, textWithin(200)],
      database: [database, textWithin(200)],
      username: [username, textWithin(200)],
      password: [password, textWithin(500)],
    }),
  ]
}
