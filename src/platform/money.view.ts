import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { Field, ObjectType } from 'type-graphql'
import { currencyExponent, decimal, isCurrency, parseDecimal } from './money.ts'

const limits = { integerDigits: 20, fractionDigits: 8 }

function refused(what: string): GraphQLError {
  return new GraphQLError(what, { extensions: { code: 'BAD_USER_INPUT' } })
}

function readDecimal(text: string): string {
  if (parseDecimal(text, limits)) return text
  throw refused(
    'Decimal: send a plain number such as "12.50", with at most 20 digits before and 8 after the point.',
  )
}

/** A JSON number has been a float already; what it cannot hold exactly must come as a string. */
function readNumber(value: number): string {
  const text = String(value)
  if (text.replace(/[-.]/g, '').length > 15)
    throw refused('Decimal: send numbers of more than 15 digits as a string, so that no digit is lost.')
  return readDecimal(text)
}

/** GraphQL scalar of exact decimals: a string in code and in answers, never a float. Literals are read from their source text. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description:
    'An exact decimal number as a string, such as "12.50". Input may also be a number. No exponents; at most 20 digits before and 8 after the point.',
  serialize: (value: unknown) => {
    const text = String(value)
    if (parseDecimal(text, limits)) return text
    throw new TypeError(`"${text}" is not a decimal that the API can show.`)
  },
  parseValue: (value: unknown) => {
    if (typeof value === 'number') return readNumber(value)
    if (typeof value === 'string') return readDecimal(value)
    throw refused('Decimal: send a string such as "12.50".')
  },
  parseLiteral: (node: ValueNode) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
      return readDecimal(node.value)
    throw refused('Decimal: send a string such as "12.50".')
  },
})

function readCurrency(value: unknown): string {
  if (typeof value === 'string' && isCurrency(value)) return value
  throw refused('CurrencyCode: send an ISO 4217 code in capitals, such as "EUR".')
}

/** GraphQL scalar of ISO 4217 currency codes. */
export const CurrencyCode = new GraphQLScalarType<string, string>({
  name: 'CurrencyCode',
  description: 'An ISO 4217 currency code of three capitals, such as "EUR".',
  specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  serialize: String,
  parseValue: readCurrency,
  parseLiteral: (node: ValueNode) => readCurrency(node.kind === Kind.STRING ? node.value : null),
})

@ObjectType({ description: 'An amount of one currency.' })
export class Money {
  @Field(() => Decimal, {
    description: 'The amount. Totals have the digits of their currency; unit prices may have up to 8.',
  })
  amount!: string

  @Field(() => CurrencyCode, { description: 'The currency.' })
  currency!: string
}

/** Money for an answer: at least the digits of its currency, no idle zeros behind them (`6.72000000` EUR is `6.72`). */
export function money(amount: string, currency: string): Money {
  const exact = decimal(amount)
  const digits = Math.max(exact.decimalPlaces(), currencyExponent(currency))
  return Object.assign(new Money(), { amount: exact.toFixed(digits), currency })
}
