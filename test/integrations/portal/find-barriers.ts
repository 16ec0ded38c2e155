import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { projectRoot } from '../../../src/platform/project-root.ts'

const axe = readFileSync(
  path.join(projectRoot, 'integrations', 'portal', 'node_modules', 'axe-core', 'axe.min.js'),
  'utf8',
)

interface Violation {
  id: string
  impact: string
  nodes: Array<{ html: string; failureSummary: string }>
}

/** What axe-core calls serious or critical on the page as it is: rule, place and why. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    )
}
