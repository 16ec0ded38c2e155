import type { Problem } from '../platform/errors.ts'

/** A header that an endpoint's owner wants with each request. */
export type EndpointHeader = { name: string; value: string }

const most = 20
// RFC 9110, section 5.6.2: token; 5.5: visible characters, with spaces and tabs between them.
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/
const fieldValue = /^[\x21-\x7e]([\x20-\x7e\t]{0,1998}[\x21-\x7e])?$/

/** Names that ours, the format's and the connection's headers have. */
const reservedHeaders: ReadonlySet<string> = new Set(
  (
    'host content-length content-type transfer-encoding connection keep-alive upgrade expect te trailer ' +
    'proxy-authorization proxy-connection accept-encoding content-encoding user-agent'
  ).split(' '),
)

const isOurs = (name: string) =>
  reservedHeaders.has(name) || name.startsWith('webhook-') || name.startsWith('ce-')

/** What is wrong with the headers of an endpoint. The value is in no message. */
export function headerProblems(headers: readonly EndpointHeader[], path: string[]): Problem[] {
  if (headers.length > most) return [{ code: 'TOO_MANY', message: `Name at most ${most} headers.`, path }]
  const names = headers.map(({ name }) => name.toLowerCase())
  return headers.flatMap(({ name, value }, at) => {
    const here = [...path, String(at)]
    const lower = name.toLowerCase()
    const problems: Problem[] = []
    if (!token.test(name))
      problems.push({
        code: 'HEADER_NAME_INVALID',
        message: 'Use letters, digits and hyphens.',
        path: [...here, 'name'],
      })
    else if (isOurs(lower))
      problems.push({
        code: 'HEADER_RESERVED',
        message: 'This one is set by us. Use another name.',
        path: [...here, 'name'],
      })
    else if (names.indexOf(lower) !== at)
      problems.push({ code: 'HEADER_REPEATED', message: 'Name each header once.', path: [...here, 'name'] })
    if (!fieldValue.test(value))
      problems.push({
        code: 'HEADER_VALUE_INVALID',
        message: 'Use 1 to 2000 visible ASCII characters.',
        path: [...here, 'value'],
      })
    return problems
  })
}
