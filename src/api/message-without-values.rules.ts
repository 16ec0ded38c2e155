// What graphql-js says of a value that it cannot read, and where the value stands in it.
const variable = /^(Variable "\$\w*") got invalid value /
const place = / at "([\w.[\]]*)"; [^]*$/
const harmless =
  /^Field "\w*" (?:is not defined by type "\w+"\.(?: Did you mean [^]*)?|of required type "[\w![\]]+" was not provided\.)$/

const literals: ReadonlyArray<[RegExp, string]> = [
  [/^(\w+|Enum "\w+") cannot represent [^]*$/, '$1 cannot represent this value.'],
  [/^(Expected value of type "[^"]*"), found [^]*$/, '$1.'],
  [/^(Syntax Error: [^"]*(?:String|Int|Float)) "[^]*$/, '$1.'],
]

/**
 * A message about a request that could not be read, without the values in it: they may be secrets, and errors travel to
 * places that requests do not. The places of the values stay.
 */
export function messageWithoutValues(message: string): string {
  const [, name] = variable.exec(message) ?? []
  if (!name) return literals.reduce((text, [shape, said]) => text.replace(shape, said), message)
  // The value itself may look like what follows it: only the last part is graphql-js's own.
  const end = message.lastIndexOf('; ') + 2
  const [, at] = place.exec(message.slice(0, end)) ?? []
  const reason = message.slice(end)
  return `${name} has an invalid value${at ? ` at "${at}"` : ''}${harmless.test(reason) ? `: ${reason}` : '.'}`
}
