import { noBarrels, noClockOrChance } from './code-rules.ts'
import { decoratorsStateTheirType } from './decorator-rules.ts'
import {
  everyWordHasItsReadme,
  filesStayShort,
  migrationsAreNumbered,
  namesSayWhatIsInside,
  noPostponedWork,
} from './file-rules.ts'
import { formatFinding } from './finding.ts'
import { resolverMethodsAreOneLine } from './resolver-rules.ts'
import { everyFieldIsDescribed } from './schema-rules.ts'
import { SourceTree } from './source-tree.ts'

// The rules of the house that no other tool knows. Run from the root of a checkout; prints `path:line rule sentence`.
const rules = [
  resolverMethodsAreOneLine,
  namesSayWhatIsInside,
  noBarrels,
  noClockOrChance,
  decoratorsStateTheirType,
  everyFieldIsDescribed,
  everyWordHasItsReadme,
  filesStayShort,
  migrationsAreNumbered,
  noPostponedWork,
]

const tree = new SourceTree(process.cwd())
const findings = rules.flatMap((rule) => rule(tree))
for (const finding of findings) process.stdout.write(`${formatFinding(finding)}\n`)
process.exitCode = findings.length === 0 ? 0 : 1
