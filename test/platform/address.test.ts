import { describe, expect, it } from 'vitest'
import { addressProblems } from '../../src/platform/address.rules.ts'

describe('the postal address of a country', () => {
  it.each([
    ['DE', '10115', null],
    ['GB', 'EC1Y 8SY', null],
    ['GB', 'ec1y8sy', null],
    ['NL', '1012 AB', null],
    ['PL', '00-950', null],
    ['PT', '2725-079', null],
    ['LV', 'LV-1073', null],
    ['US', '95014', 'CA'],
    ['US', '95014-1234', 'CA'],
    ['CA', 'H3Z 2Y7', 'QC'],
    ['JP', '154-0023', 'Tokyo'],
    ['IN', '110034', 'Delhi'],
    ['AE', null, 'Dubai'],
    ['IE', null, null],
    ['IE', 'anything', null],
    ['PA', null, null],
  ])('%s %s %s is fine', (country, postalCode, region) => {
    expect(addressProblems({ country, postalCode, region })).toEqual([])
  })

  it.each([
    [
      'DE',
      '1011',
      null,
      ['POSTAL_CODE_INVALID postalCode Enter a postal code of this country, such as 10115.'],
    ],
    ['DE', ' ', null, ['POSTAL_CODE_MISSING postalCode Enter the postal code, such as 10115.']],
    [
      'GB',
      'EC1Y 8CY',
      null,
      ['POSTAL_CODE_INVALID postalCode Enter a postal code of this country, such as EC1Y 8SY.'],
    ],
    [
      'US',
      '9501',
      null,
      [
        'POSTAL_CODE_INVALID postalCode Enter a postal code of this country, such as 95014.',
        'REGION_MISSING region Enter the state.',
      ],
    ],
    [
      'CA',
      'D3Z 2Y7',
      'QC',
      ['POSTAL_CODE_INVALID postalCode Enter a postal code of this country, such as H3Z 2Y7.'],
    ],
    ['HK', null, '', ['REGION_MISSING region Enter the area.']],
    [
      'UK',
      'EC1Y 8SY',
      null,
      ['COUNTRY_INVALID country Use an ISO 3166-1 alpha-2 code in upper case, such as DE or GB.'],
    ],
    [
      null,
      null,
      null,
      ['COUNTRY_INVALID country Use an ISO 3166-1 alpha-2 code in upper case, such as DE or GB.'],
    ],
  ])('%s %s %s is refused', (country, postalCode, region, wanted) => {
    const problems = addressProblems({ country, postalCode, region })
    expect(problems.map(({ code, field, message }) => `${code} ${field} ${message}`)).toEqual(wanted)
  })
})
