import type { steps } from './steps.ts'

/** A violation, and the words that must stand together on one line of the responsible check's output. */
export interface Plant {
  /** What is wrong, as the end of the sentence "the check names …". */
  violation: string
  step: keyof typeof steps
  path: string
  text: string
  /** What the line says besides the path: the rule, mostly. */
  names: string
}
