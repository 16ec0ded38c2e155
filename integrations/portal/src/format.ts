import { t } from './strings.ts'

type MoneyText = { amount: string; currency: string }
/** ECMAScript formats decimals of any length from their text; the types of TypeScript lag behind. */
type DecimalText = Intl.StringNumericLiteral

const locale = navigator.language

/** An amount in the reader's locale, with up to eight digits where a unit price has them. */
export function formatMoney(money: MoneyText | null | undefined): string {
  if (!money) return '–'
  const style = { style: 'currency', currency: money.currency } as const
  const usual = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2
  return new Intl.NumberFormat(locale, {
    ...style,
    minimumFractionDigits: usual,
    maximumFractionDigits: 8,
  }).format(money.amount as DecimalText)
}

/** A quantity in the reader's locale. */
export const formatNumber = (value: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 8 }).format(value as DecimalText)

/** Percent as the API gives them: 12.5 is twelve and a half. */
export const formatPercent = (value: string | null | undefined): string =>
  value ? new Intl.NumberFormat(locale, { style: 'unit', unit: 'percent' }).format(value as DecimalText) : '–'

/** A moment in the reader's time zone. */
export function formatMoment(value: string | null | undefined): string {
  if (!value) return '–'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(value))
}

/** A day without a time zone. */
export function formatDay(value: string | null | undefined): string {
  if (!value) return '–'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value))
}

/** P1M: a month. Durations that are not named are shown as they stand. */
export function formatDuration(value: string | null | undefined): string {
  if (!value) return t('terms.once')
  const [, count = '', unit = ''] = /^P(\d+)([YMWD])$/.exec(value) ?? []
  if (unit === 'Y') return t('terms.years', { count: Number(count) })
  return unit === 'M' ? t('terms.months', { count: Number(count) }) : value
}
