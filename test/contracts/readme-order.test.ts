import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

describe("the README's order by hand", () => {
  let app: TestApp
  beforeAll(async () => void (app = await startApp()))
  afterAll(() => app.close())

  it('runs as written: from sign-in to a provisioned order with a number', async () => {
    const readme = readFileSync('README.md', 'utf8')
    const section = readme.slice(
      readme.indexOf('## A first order by hand'),
      readme.indexOf('## Beyond one machine'),
    )
    const script = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code).join('\n')
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, API: `${app.url}/graphql` },
    })
    const output: string[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    const code = await new Promise((resolve) => child.once('exit', resolve))
    const text = output.join('')

    expect({ code, text }).toMatchObject({ code: 0 })
    const year = new Date().getFullYear()
    expect(text).toContain(`Order number: MC-${year}-000001`)
    const last = JSON.parse(text.trim().split('\n').at(-1) ?? '')
    expect(last.data.order).toMatchObject({
      orderNumber: `MC-${year}-000001`,
      status: 'FULFILLED',
      lines: [{ status: 'FULFILLED', vendorReference: expect.stringMatching(/./) }],
    })
  })
})
