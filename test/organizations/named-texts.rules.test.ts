import { describe, expect, it } from 'vitest'
import {
  attributesOf,
  namedTextMaps,
  namedTextProblems,
  referencesOf,
} from '../../src/organizations/named-texts.rules.ts'

const reference = (system: string, text = '1') => ({ system, reference: text })
const attribute = (key: string, value = 'x') => ({ key, value })
const systems = (count: number) => Array.from({ length: count }, (_, at) => reference(`s${at}`))

describe('references and attributes', () => {
  it.each([
    ['nothing given', {}, []],
    ['well formed', { externalReferences: [reference('crm'), reference('ERP.2-a_b')] }, []],
    ['a name with a blank', { externalReferences: [reference('my crm')] }, ['NAME_INVALID 0.system']],
    ['a name of 41 letters', { customAttributes: [attribute('k'.repeat(41))] }, ['NAME_INVALID 0.key']],
    ['no id', { externalReferences: [reference('crm', ' ')] }, ['TEXT_EMPTY 0.reference']],
    [
      '121 characters',
      { externalReferences: [reference('crm', 'x'.repeat(121))] },
      ['TEXT_TOO_LONG 0.reference'],
    ],
    ['1,000 characters', { customAttributes: [attribute('k', 'x'.repeat(1000))] }, []],
    ['1,001 characters', { customAttributes: [attribute('k', 'x'.repeat(1001))] }, ['TEXT_TOO_LONG 0.value']],
    ['a name twice', { customAttributes: [attribute('k'), attribute('k')] }, ['NAME_REPEATED 1.key']],
    ['20 systems', { externalReferences: systems(20) }, []],
    ['21 systems', { externalReferences: systems(21) }, ['TOO_MANY ']],
  ])('%s', (_what, given, problems) => {
    const read = namedTextProblems(given).map(({ code, path }) => `${code} ${path.slice(1).join('.')}`)
    expect(read).toEqual(problems)
  })

  it('are stored as maps: absent stays absent, null is empty, texts are trimmed', () => {
    expect(namedTextMaps({})).toEqual({})
    expect(namedTextMaps({ externalReferences: null })).toEqual({ externalReferences: {} })
    expect(
      namedTextMaps({ externalReferences: [reference('crm', ' 7 ')], customAttributes: [attribute('k')] }),
    ).toEqual({ externalReferences: { crm: '7' }, customAttributes: { k: 'x' } })
  })

  it('are shown by name', () => {
    expect(referencesOf({ externalReferences: { erp: '2', crm: '1' } })).toEqual([
      { system: 'crm', reference: '1' },
      { system: 'erp', reference: '2' },
    ])
    expect(attributesOf({ customAttributes: { b: '2', a: '1' } })).toEqual([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ])
  })
})
