import { describe, expect, it } from 'vitest'
import { parameterDefinitionsSchema } from '../../src/catalog/parameter-definition.schema.ts'
import {
  parameterProblems,
  type ParameterDefinition,
  type ParameterValues,
} from '../../src/catalog/parameters.rules.ts'
import { hiddenKeys, type Condition } from '../../src/catalog/visibility.rules.ts'

const asked = (key: string, visibleIf?: Condition): ParameterDefinition => ({
  key,
  label: key,
  type: 'TEXT',
  scope: 'ORDER',
  required: true,
  position: 1,
  ...(visibleIf && { visibleIf }),
})

describe('whether a question is hidden', () => {
  const kind = (value: string | number | boolean) => ({ key: 'kind', equals: value })
  it.each<[Condition, ParameterValues, boolean]>([
    [kind('NEW'), { kind: 'NEW' }, false],
    [kind('NEW'), { kind: 'OLD' }, true],
    [kind('NEW'), {}, true],
    [kind(true), { kind: true }, false],
    [kind(true), { kind: 'true' }, true],
    [kind(0), { kind: 0 }, false],
    [kind('b'), { kind: ['a', 'b'] }, false],
    [kind('c'), { kind: ['a', 'b'] }, true],
    [{ key: 'kind', in: ['A', 'B'] }, { kind: 'B' }, false],
    [{ key: 'kind', in: ['A', 'B'] }, { kind: 'C' }, true],
    [{ key: 'kind', isSet: true }, { kind: 'x' }, false],
    [{ key: 'kind', isSet: true }, { kind: null }, true],
    [{ key: 'kind', isSet: false }, {}, false],
    [{ all: [kind('A'), { key: 'size', equals: 2 }] }, { kind: 'A', size: 2 }, false],
    [{ all: [kind('A'), { key: 'size', equals: 2 }] }, { kind: 'A', size: 3 }, true],
    [{ any: [kind('A'), { key: 'size', equals: 2 }] }, { kind: 'B', size: 2 }, false],
    [{ any: [kind('A'), { key: 'size', equals: 2 }] }, { kind: 'B', size: 3 }, true],
    [{ not: kind('A') }, { kind: 'B' }, false],
    [{ not: kind('A') }, { kind: 'A' }, true],
    [{ key: 'constructor', isSet: true }, {}, true],
  ])('%j with %j: %s', (condition, values, isHidden) => {
    expect(hiddenKeys([asked('q', condition)], values).has('q')).toBe(isHidden)
  })

  it('hides what depends on a hidden question, whatever was answered there', () => {
    const form = [
      asked('kind'),
      asked('domain', { key: 'kind', equals: 'OWN' }),
      asked('registrar', { key: 'domain', isSet: true }),
    ]
    expect(hiddenKeys(form, { kind: 'OWN', domain: 'a.example' })).toEqual(new Set())
    expect(hiddenKeys(form, { kind: 'NONE', domain: 'a.example' })).toEqual(new Set(['domain', 'registrar']))
  })

  it('ends where questions wait for each other', () => {
    const form = [asked('a', { key: 'b', isSet: true }), asked('b', { key: 'a', isSet: true })]
    expect(hiddenKeys(form, { a: 'x', b: 'y' })).toEqual(new Set(['a', 'b']))
  })
})

describe('a hidden question', () => {
  const form = [asked('kind'), asked('domain', { key: 'kind', equals: 'OWN' })]
  const told = (values: ParameterValues, context: ParameterValues = {}) =>
    parameterProblems(form, values, { requireAll: true, context }).map(({ key, code }) => `${key} ${code}`)

  it('needs no answer and takes none', () => {
    expect(told({ kind: 'NONE' })).toEqual([])
    expect(told({ kind: 'NONE', domain: 'x' })).toEqual(['domain PARAMETER_HIDDEN'])
    expect(told({ kind: 'NONE', domain: null })).toEqual([])
    expect(told({ kind: 'OWN' })).toEqual(['domain PARAMETER_REQUIRED'])
    expect(told({ kind: 'OWN', domain: 'x' })).toEqual([])
  })

  it('is judged beside the answers that stay', () => {
    const draft = (values: ParameterValues, context: ParameterValues) =>
      parameterProblems(form, values, { requireAll: false, context }).map(({ key, code }) => `${key} ${code}`)
    expect(draft({ domain: 'x' }, { kind: 'OWN' })).toEqual([])
    expect(draft({ domain: 'x' }, { kind: 'NONE' })).toEqual(['domain PARAMETER_HIDDEN'])
    expect(draft({ kind: 'OWN', domain: 'x' }, { kind: 'NONE' })).toEqual([])
  })
})

describe('a form with conditions', () => {
  const faults = (...form: ParameterDefinition[]) =>
    parameterDefinitionsSchema
      .safeParse(form)
      .error?.issues.map(({ path, message }) => [path.join('.'), message])

  it('is refused when they ask for what is not there, not told, of a line, or in circles', () => {
    const on = (key: string) => ({ key, isSet: true })
    expect(faults(asked('kind'), asked('q', on('kind')))).toBeUndefined()
    expect(faults(asked('q', on('gone')))).toEqual([['0.visibleIf', 'There is no question "gone".']])
    expect(faults({ ...asked('pin'), sensitive: true }, asked('q', on('pin')))).toEqual([
      ['1.visibleIf', '"pin" is sensitive; nothing may depend on it.'],
    ])
    expect(faults({ ...asked('site'), scope: 'LINE' }, asked('q', on('site')))).toEqual([
      ['1.visibleIf', '"site" is asked for each line; only questions of lines may depend on it.'],
    ])
    expect(faults(asked('a', on('b')), asked('b', on('a')))).toEqual([
      ['0.visibleIf', '"b" depends on this question itself.'],
      ['1.visibleIf', '"a" depends on this question itself.'],
    ])
  })

  it('is refused when its parts do not fit together', () => {
    expect(faults({ ...asked('q'), type: 'OBJECT' })).toEqual([
      ['0.fields', 'An OBJECT needs fields; nothing else has them.'],
    ])
    expect(faults({ ...asked('q'), capacity: { min: 3, max: 2 } })).toEqual([
      ['0.capacity', 'The minimum is above the maximum.'],
    ])
    expect(faults({ ...asked('q'), type: 'ADDRESS', capacity: { min: 1, max: 2 } })).toEqual([
      ['0.capacity', 'Only texts, numbers, days and MULTI_CHOICE take several values.'],
    ])
    const twice = { key: 'a', label: 'A', type: 'TEXT' as const, required: true }
    expect(faults({ ...asked('q'), type: 'OBJECT', fields: [twice, twice] })).toEqual([
      ['0.fields', 'Give every field its own key.'],
    ])
    expect(faults({ ...asked('q'), pattern: '(a+)+' })?.[0]?.[0]).toBe('0.pattern')
  })
})
