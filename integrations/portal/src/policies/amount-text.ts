import { formatMoney, formatNumber } from '../format.ts'

const isDecimal = (text: string) => /^-?\d+(\.\d+)?$/.test(text)

/** A number in the reader's locale; what is half entered, as it stands. */
export const numberText = (value: string): string => (isDecimal(value) ? formatNumber(value) : value)

/** An amount in the reader's locale; what is half entered, as it stands. */
export function amountText(money: { amount: string; currency: string }): string {
  const { amount, currency } = money
  return isDecimal(amount) && /^[A-Z]{3}$/.test(currency) ? formatMoney(money) : `${amount} ${currency}`
}
