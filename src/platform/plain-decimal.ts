import { Type } from '@mikro-orm/core'
import { decimal } from './money.ts'

/**
 * Mapper type of NUMERIC columns: a string in code, without idle zeros (`1.00000000` is read as `1`), so that equal
 * numbers are equal strings and an unchanged row is not written again.
 */
export class PlainDecimal extends Type<string | null, string | null> {
  override convertToDatabaseValue(value: string | null): string | null {
    return value === null ? null : decimal(value).toFixed()
  }

  override convertToJSValue(value: string | null): string | null {
    return value === null ? null : decimal(value).toFixed()
  }

  override getColumnType(): string {
    return 'numeric'
  }

  override compareAsType(): string {
    return 'string'
  }
}
