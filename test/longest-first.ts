import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Minutes each: begun last, they would run alone while the other worker has nothing left to do. */
const longest = ['probe.test', 'probe-one-wall.test', 'fault-selection.test', 'routing-agreement.test']

const placeOf = ({ moduleId }: TestSpecification) => {
  const place = longest.findIndex((name) => moduleId.includes(`/${name}`))
  return place < 0 ? longest.length : place
}

/** The longest test files first, the others in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- No array: the order that vitest has by itself.
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}
