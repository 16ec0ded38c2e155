/** Longest pattern that a definition may carry. */
const LONGEST_PATTERN = 200
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

/** What has been read of a shape: the open groups, outermost first, the group just closed, and the ways to split so far. */
type Reading = { open: Group[]; closed: Group | null; splits: number }

function shapeProblem(shape: string): string | null {
  const reading: Reading = { open: [newGroup()], closed: null, splits: 1 }
  for (const [token] of shape.matchAll(/\(\?:|[()|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu)) {
    const problem = readToken(reading, token)
    if (problem !== null) return problem
  }
  const splits = reading.splits * (reading.open[0]?.alternatives ?? 1)
  return splits > MOST_SPLITS ? 'Use at most two open repeats (* or +), or narrower ones like {1,20}.' : null
}

function newGroup(): Group {
  return { alternatives: 1, varies: false }
}

function readToken(reading: Reading, token: string): string | null {
  const group = reading.open.at(-1)
  if (!group) return 'Use balanced parentheses.'
  const repeat = repetitions(token)
  const problem = repeat && repeatProblem(repeat, reading.closed)
  if (problem) return problem
  reading.closed = null
  if (token.startsWith('(')) reading.open.push(newGroup())
  else if (token === '|') group.alternatives += 1
  else if (token === ')') closeGroup(reading)
  else if (repeat) {
    reading.splits *= Math.max(repeat.max - repeat.min + 1, 1)
    group.varies ||= repeat.max > repeat.min
  }
  return null
}

function repeatProblem({ min, max }: Repeat, repeated: Group | null): string | null {
  if (min > LONGEST_PATTERN_VALUE) return `Repeat at most ${LONGEST_PATTERN_VALUE} times.`
  return repeated?.varies && max > 1 ? 'Do not repeat a group that holds a repeat or a choice.' : null
}

/** What a group holds, its outer group holds too. */
function closeGroup(reading: Reading): void {
  const closed = reading.open.pop()
  const outer = reading.open.at(-1)
  if (!closed || !outer) return
  reading.closed = closed
  reading.splits *= closed.alternatives
  closed.varies ||= closed.alternatives > 1
  outer.varies ||= closed.varies
}

type Repeat = { min: number; max: number }

function repetitions(token: string): Repeat | null {
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
