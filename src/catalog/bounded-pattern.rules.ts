/** Longest pattern that a definition may carry. */
export const LONGEST_PATTERN = 200
/** Longest value that is ever held against a pattern. */
export const LONGEST_PATTERN_VALUE = 256

// Upper bound of the ways in which the matcher can split one value; 300,000 take a few milliseconds.
const MOST_SPLITS = 300_000

/**
 * Why a pattern may not be used, or null. JavaScript's matcher cannot be stopped once it backtracks, so a pattern
 * must be harmless by its shape: no repeated group that itself holds a repeat or a choice, no back-reference, no
 * look-around, and few enough open repeats (two `*` or `+`; narrow ones like `{2,8}` cost less).
 */
export function boundedPatternProblem(pattern: string): string | null {
  if (pattern.length === 0 || pattern.length > LONGEST_PATTERN)
    return `Use 1 to ${LONGEST_PATTERN} characters.`
  if (compile(pattern) === null) return 'Use a valid regular expression (Unicode mode).'
  if (/\\[1-9k]|\(\?(?!:)/.test(pattern)) return 'Use no back-references, named groups or look-arounds.'
  return shapeProblem(withoutClasses(pattern))
}

/** True when the whole value matches. The pattern must have passed {@link boundedPatternProblem}; longer values never match. */
export function matchesBoundedPattern(pattern: string, value: string): boolean {
  if (value.length > LONGEST_PATTERN_VALUE) return false
  try {
    // V8 compiles at first use and may only then find a pattern too large.
    return compile(pattern)?.test(value) ?? false
  } catch {
    return false
  }
}

function compile(pattern: string): RegExp | null {
  try {
    // Compiled alone first: `a)(b` would be valid between the anchoring parentheses.
    void new RegExp(pattern, 'u')
    return new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    return null
  }
}

/** The pattern with each escape and each character class turned into one plain `x`. */
function withoutClasses(pattern: string): string {
  return pattern
    .replace(/\\(?:[pPu]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|.)/gsu, 'x')
    .replace(/\[[^\]]*\]/gu, 'x')
}

type Group = { alternatives: number; varies: boolean }

function shapeProblem(shape: string): string | null {
  const groups: Group[] = [{ alternatives: 1, varies: false }]
  let closed: Group | null = null
  let splits = 1
  for (const [token] of shape.matchAll(/\(\?:|[()|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu)) {
    const group = groups.at(-1)
    if (!group) return 'Use balanced parentheses.'
    const repeat = repetitions(token)
    if (token.startsWith('(')) groups.push({ alternatives: 1, varies: false })
    else if (token === '|') group.alternatives += 1
    else if (repeat) {
      if (repeat.min > LONGEST_PATTERN_VALUE) return `Repeat at most ${LONGEST_PATTERN_VALUE} times.`
      if (closed?.varies && repeat.max > 1) return 'Do not repeat a group that holds a repeat or a choice.'
      splits *= Math.max(repeat.max - repeat.min + 1, 1)
      group.varies ||= repeat.max > repeat.min
    }
    closed = token === ')' ? (groups.pop() ?? null) : null
    const outer = groups.at(-1)
    if (closed && outer) {
      splits *= closed.alternatives
      closed.varies ||= closed.alternatives > 1
      outer.varies ||= closed.varies
    }
  }
  splits *= groups[0]?.alternatives ?? 1
  return splits > MOST_SPLITS ? 'Use at most two open repeats (* or +), or narrower ones like {1,20}.' : null
}

function repetitions(token: string): { min: number; max: number } | null {
  const open = LONGEST_PATTERN_VALUE
  if (token.startsWith('*')) return { min: 0, max: open }
  if (token.startsWith('+')) return { min: 1, max: open }
  if (token.startsWith('?')) return { min: 0, max: 1 }
  const match = /^\{(\d+)(,?)(\d*)\}/.exec(token)
  if (!match) return null
  const min = Number(match[1])
  if (match[2] === '') return { min, max: min }
  return { min, max: match[3] === '' ? open : Math.min(Number(match[3]), open) }
}
