import { describe, expect, it } from 'vitest'
import {
  inputOf,
  isReadable,
  isWhole,
  newBranch,
  placesOf,
  treeOf,
  withMove,
  withPart,
  type Branch,
  type Comparison,
  type ConditionPart,
} from '../../../integrations/portal/src/policies/condition-tree.ts'

const comparison = (id: string): Comparison => ({
  id,
  kind: 'fact',
  fact: 'lineCount',
  operator: 'AT_LEAST',
  values: [id],
  currency: '',
})
const branch = (id: string, kind: Branch['kind'], parts: ConditionPart[]): Branch => ({ id, kind, parts })
const told = (value: string) => ({ fact: 'lineCount', operator: 'AT_LEAST' as const, values: [value] })
const sent = (value: string) => ({ ...told(value), currency: null })

/** The order in which the ids of a tree are read, groups in brackets. */
function shape(part: ConditionPart): string {
  return part.kind === 'fact' ? part.id : `${part.kind}(${part.parts.map(shape).join(' ')})`
}

describe('the tree of a condition', () => {
  it('is sent as it was told', () => {
    const condition = { all: [told('1'), { any: [told('2'), { not: told('3') }] }] }

    expect(inputOf(treeOf(condition))).toEqual({
      all: [sent('1'), { any: [sent('2'), { not: sent('3') }] }],
    })
  })

  it('puts what stands alone into a group, and reads a negated group as none of these', () => {
    expect(inputOf(treeOf(told('1')))).toEqual({ all: [sent('1')] })
    const negated = treeOf({ not: { any: [told('1'), told('2')] } })

    expect(negated).toMatchObject({ kind: 'not', parts: [{ values: ['1'] }, { values: ['2'] }] })
    expect(inputOf(negated)).toEqual({ not: { any: [sent('1'), sent('2')] } })
    expect(treeOf(null)).toMatchObject({ kind: 'all', parts: [] })
  })

  it('knows where each part stands in what is sent', () => {
    const root = branch('r', 'all', [comparison('1'), branch('n', 'not', [comparison('2')])])
    const places = Object.fromEntries(placesOf(root, ['condition']))

    expect(places).toEqual({
      r: 'condition',
      1: 'condition.all.0',
      n: 'condition.all.1',
      2: 'condition.all.1.not',
    })
    const several = branch('n', 'not', [comparison('1'), comparison('2')])
    expect(placesOf(several, ['condition']).get('2')).toBe('condition.not.any.1')
  })

  it.each([
    ['down past a neighbour', '1', 1, 'all(2 1 any(3 4))'],
    ['down into a group', '2', 1, 'all(1 any(2 3 4))'],
    ['up out of a group', '3', -1, 'all(1 2 3 any(4))'],
    ['down out of a group', '4', 1, 'all(1 2 any(3) 4)'],
    ['nowhere at the top', '1', -1, 'all(1 2 any(3 4))'],
  ] as const)('moves a comparison %s', (_case, id, by, expected) => {
    const root = branch('r', 'all', [
      comparison('1'),
      comparison('2'),
      branch('g', 'any', [comparison('3'), comparison('4')]),
    ])

    expect(shape(withMove(root, comparison(id), by))).toBe(expected)
  })

  it('takes parts out, and never the outermost group', () => {
    const root = branch('r', 'all', [comparison('1'), branch('g', 'any', [comparison('2')])])

    expect(shape(withPart(root, '2', null))).toBe('all(1 any())')
    expect(shape(withPart(root, 'g', null))).toBe('all(1)')
    expect(withPart(root, 'r', null)).toBe(root)
  })

  it('is readable again three groups deep, and no deeper', () => {
    const nested = (depth: number): Branch =>
      depth === 0 ? newBranch('not', [comparison('1')]) : newBranch('all', [nested(depth - 1)])

    expect(isReadable(newBranch('all', []))).toBe(true)
    expect(isReadable(nested(2))).toBe(true)
    expect(isReadable(nested(3))).toBe(true)
    expect(isReadable(nested(4))).toBe(false)
    expect(isWhole({ all: [told('1'), { any: [{}] }] })).toBe(false)
    expect(isWhole({ all: [told('1'), { not: told('2') }] })).toBe(true)
  })
})
