import { expect, it } from 'vitest'
import { messageWithoutValues } from '../../src/api/message-without-values.rules.ts'

it.each([
  [
    'Variable "$input" got invalid value { key: "p", valeu: "s3cret" } at "input.values[0]"; Field "valeu" is not defined by type "ProvisioningValueInput". Did you mean "value"?',
    'Variable "$input" has an invalid value at "input.values[0]": Field "valeu" is not defined by type "ProvisioningValueInput". Did you mean "value"?',
  ],
  [
    'Variable "$input" got invalid value { value: "s3cret" } at "input.values[0]"; Field "key" of required type "String!" was not provided.',
    'Variable "$input" has an invalid value at "input.values[0]": Field "key" of required type "String!" was not provided.',
  ],
  [
    'Variable "$v" got invalid value "s3cret"; Int cannot represent non-integer value: "s3cret"',
    'Variable "$v" has an invalid value.',
  ],
  [
    String.raw`Variable "$v" got invalid value { a: "; Field \"x\" is s3cret" } at "v.b"; String cannot represent a non string value: { a: "; Field \"x\" is s3cret" }`,
    'Variable "$v" has an invalid value at "v.b".',
  ],
  ['Int cannot represent non-integer value: "s3cret"', 'Int cannot represent this value.'],
  [
    'Enum "OrderType" cannot represent non-enum value: "s3cret".',
    'Enum "OrderType" cannot represent this value.',
  ],
  ['Expected value of type "ID!", found "s3cret".', 'Expected value of type "ID!".'],
  ['Syntax Error: Expected Name, found String "s3cret".', 'Syntax Error: Expected Name, found String.'],
  ['Cannot query field "x" on type "Order".', 'Cannot query field "x" on type "Order".'],
])('%s', (message, told) => {
  expect(messageWithoutValues(message)).toBe(told)
})
