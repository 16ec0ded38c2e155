import { expect, it } from 'vitest'
import { readConfig } from '../../src/platform/config.ts'

const outside = {
  DEMO: '0',
  DATABASE_URL: 'postgres://x@db.example/x',
  ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  SIGNING_KEY: Buffer.alloc(32).toString('base64'),
}

it.each([
  ['is there with demo data', {}, true],
  ['is not there with demo data in production', { NODE_ENV: 'production' }, false],
  ['is not there without demo data', outside, false],
  ['is there where it is switched on', { ...outside, NODE_ENV: 'production', REQUEST_INSPECTOR: '1' }, true],
  ['is not there where it is switched off', { REQUEST_INSPECTOR: '0' }, false],
])('the request inspector %s', (_case, env, expected) => {
  expect(readConfig(env).requestInspector).toBe(expected)
})

it('a word that says neither is refused', () => {
  expect(() => readConfig({ REQUEST_INSPECTOR: 'yes' })).toThrow('REQUEST_INSPECTOR')
})
