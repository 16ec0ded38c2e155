import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import {
  parameterProblems,
  type ParameterDefinition,
  type ParameterType,
  type ParameterValues,
} from '../../src/catalog/parameters.rules.ts'
import { provisioningJsonSchema, provisioningUiSchema } from '../../src/catalog/provisioning-form.rules.ts'

const asked = (
  key: string,
  type: ParameterType,
  more: Partial<ParameterDefinition> = {},
): ParameterDefinition => ({
  key,
  label: key,
  type,
  scope: 'ORDER',
  required: false,
  position: 1,
  ...more,
})

const options = ['eu', 'us', 'ap'].map((value) => ({ value, label: value.toUpperCase() }))
const form: ParameterDefinition[] = [
  asked('name', 'TEXT', { required: true, minLength: 2, maxLength: 5 }),
  asked('tenant', 'TEXT', {
    pattern: '[a-z]{1,8}',
    hint: 'Small letters.',
    placeholder: 'contoso',
    group: 'Tenant',
  }),
  asked('email', 'EMAIL'),
  asked('phone', 'PHONE'),
  asked('site', 'URL'),
  asked('domain', 'DOMAIN'),
  asked('host', 'SUBDOMAIN'),
  asked('seats', 'NUMBER', { minimum: 1, maximum: 10 }),
  asked('trial', 'BOOLEAN'),
  asked('region', 'CHOICE', { options }),
  asked('regions', 'MULTI_CHOICE', { options, minLength: 2, maxLength: 2 }),
  asked('start', 'DATE'),
  asked('domains', 'DOMAIN', { capacity: { min: 2, max: 3 } }),
  asked('office', 'ADDRESS'),
  asked('admin', 'OBJECT', {
    fields: [
      { key: 'login', label: 'Login', type: 'EMAIL', required: true },
      { key: 'level', label: 'Level', type: 'NUMBER', required: false, maximum: 3 },
    ],
  }),
  asked('reason', 'TEXT', { required: true, visibleIf: { key: 'trial', equals: true } }),
  asked('rest', 'TEXT', {
    visibleIf: { any: [{ key: 'regions', equals: 'ap' }, { not: { key: 'region', in: ['eu', 'us'] } }] },
  }),
  asked('secret', 'TEXT', { sensitive: true, scope: 'LINE', group: 'Tenant' }),
  asked('vendorTenant', 'TEXT', { phase: 'FULFILLMENT', required: true }),
]
const ordering = form.filter(({ phase }) => phase !== 'FULFILLMENT')
const schema = provisioningJsonSchema(form)
const ajv = new Ajv2020({ allErrors: true, formats: { email: true, uri: true, hostname: true, date: true } })
const accepts = ajv.compile(schema)
const serverAccepts = (values: ParameterValues) =>
  parameterProblems(ordering, values, { requireAll: true }).length === 0

const office = { line1: 'Torstr. 1', city: 'Berlin', postalCode: '10115', country: 'DE' }

describe('the JSON Schema of a form and the server say the same', () => {
  it('of a schema that is one', () => {
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
  })

  it.each<ParameterValues>([
    { name: 'Ada' },
    { name: '🚀🚀' },
    { name: 'Ada', tenant: 'contoso' },
    { name: 'Ada', email: 'ada@contoso.example' },
    { name: 'Ada', phone: '+493023125000' },
    { name: 'Ada', site: 'https://contoso.example/a?b=c' },
    { name: 'Ada', domain: 'münchen.example' },
    { name: 'Ada', host: 'contoso' },
    { name: 'Ada', seats: 1 },
    { name: 'Ada', seats: 9.5 },
    { name: 'Ada', trial: false },
    { name: 'Ada', trial: true, reason: 'Look' },
    { name: 'Ada', region: 'eu' },
    { name: 'Ada', regions: ['eu', 'us'] },
    { name: 'Ada', regions: ['eu', 'ap'], region: 'eu', rest: 'yes' },
    { name: 'Ada', rest: 'yes' },
    { name: 'Ada', start: '2028-02-29' },
    { name: 'Ada', domains: ['a.example', 'b.example'] },
    { name: 'Ada', office },
    { name: 'Ada', admin: { login: 'a@b.example', level: 3 } },
    { name: 'Ada', secret: 'x' },
  ])('good: %j', (values) => {
    expect([accepts(values), serverAccepts(values)]).toEqual([true, true])
  })

  it.each<ParameterValues>([
    {},
    { name: '' },
    { name: '   ' },
    { name: 'A' },
    { name: 'Ada Lo' },
    { name: 5 },
    { name: 'a\u0000b' },
    { name: 'Ada', tenant: 'Contoso' },
    { name: 'Ada', tenant: 'contosocon' },
    { name: 'Ada', email: 'ada@' },
    { name: 'Ada', phone: '12345' },
    { name: 'Ada', site: 'ftp://contoso.example' },
    { name: 'Ada', site: 'https://user@contoso.example' },
    { name: 'Ada', domain: 'localhost' },
    { name: 'Ada', domain: 'https://contoso.example' },
    { name: 'Ada', host: 'a.b' },
    { name: 'Ada', seats: 0 },
    { name: 'Ada', seats: 11 },
    { name: 'Ada', seats: [1] },
    { name: 'Ada', trial: 'yes' },
    { name: 'Ada', trial: true },
    { name: 'Ada', trial: false, reason: 'Look' },
    { name: 'Ada', reason: 'Look' },
    { name: 'Ada', region: 'mars' },
    { name: 'Ada', region: 'eu', rest: 'yes' },
    { name: 'Ada', regions: ['eu'] },
    { name: 'Ada', regions: ['eu', 'us', 'ap'] },
    { name: 'Ada', regions: ['eu', 'mars'] },
    { name: 'Ada', regions: 'eu' },
    { name: 'Ada', start: '2028-13-01' },
    { name: 'Ada', start: 'tomorrow' },
    { name: 'Ada', domains: ['a.example'] },
    { name: 'Ada', domains: ['a.example', 'b.example', 'c.example', 'd.example'] },
    { name: 'Ada', domains: ['a.example', 'b'] },
    { name: 'Ada', domains: 'a.example' },
    { name: 'Ada', office: { line1: 'Torstr. 1', city: 'Berlin' } },
    { name: 'Ada', office: { ...office, planet: 'Earth' } },
    { name: 'Ada', office: 'Berlin' },
    { name: 'Ada', admin: { level: 1 } },
    { name: 'Ada', admin: { login: 'a@b.example', level: 4 } },
    { name: 'Ada', admin: { login: 'a@b.example', extra: 1 } },
    { name: 'Ada', unknown: 'x' },
    { name: 'Ada', vendorTenant: 'x' },
  ])('bad: %j', (values) => {
    expect([accepts(values), serverAccepts(values)]).toEqual([false, false])
  })

  it.each<ParameterValues>([
    { name: 'Ada', phone: '+49123456' },
    { name: 'Ada', start: '2027-02-29' },
    { name: 'Ada', office: { ...office, postalCode: '1' } },
  ])('known to the server alone: %j', (values) => {
    expect([accepts(values), serverAccepts(values)]).toEqual([true, false])
  })
})

it('tells how to draw the form: order, groups, help, and where an answer goes', () => {
  const ui = provisioningUiSchema([form[17]!, { ...form[1]!, position: 0 }, form[18]!, form[10]!])
  expect(ui).toEqual({
    'ui:order': ['tenant', 'secret', 'regions'],
    'ui:groups': [{ title: 'Tenant', keys: ['tenant', 'secret'] }],
    tenant: {
      'ui:options': { scope: 'ORDER', group: 'Tenant' },
      'ui:help': 'Small letters.',
      'ui:placeholder': 'contoso',
    },
    secret: { 'ui:options': { scope: 'LINE', group: 'Tenant' }, 'ui:widget': 'password' },
    regions: {
      'ui:options': { scope: 'ORDER' },
      'ui:widget': 'checkboxes',
      'ui:enumNames': ['EU', 'US', 'AP'],
    },
  })
})
