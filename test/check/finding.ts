/** One breach of a house rule: where it is, which rule it breaks, and a sentence that says what to do. */
export interface Finding {
  /** Path from the root of the repository, with forward slashes. */
  path: string
  /** Line in that file, counted from 1. */
  line: number
  /** Short stable name of the rule, for example `no-barrel`. */
  rule: string
  /** What to do about it. */
  sentence: string
}

/** A finding as one line of output: `path:line rule sentence`. */
export const formatFinding = ({ path, line, rule, sentence }: Finding): string =>
  `${path}:${line} ${rule} ${sentence}`
