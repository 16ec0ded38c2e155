import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Parser } from '@asyncapi/parser'
import { Ajv } from 'ajv'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { eventsCatalog } from '../../src/events-catalog.ts'
import { projectRoot } from '../../src/platform/project-root.ts'

interface Message {
  payload: object
  examples: Array<{ payload: Record<string, unknown> }>
}
interface Document {
  channels: { webhooks: { messages: Record<string, object> } }
  operations: { deliver: { action: string; messages: Array<{ $ref: string }> } }
  components: { messages: Record<string, Message>; schemas: Record<string, { required?: string[] }> }
}

// The emitted file, as an integrator has it.
const source = readFileSync(path.join(projectRoot, 'schema', 'asyncapi.yaml'), 'utf8')
const document = parse(source) as Document

/** What the reference parser calls an error. */
async function errorsOf(text: string): Promise<string[]> {
  const diagnostics = await new Parser().validate(text)
  return diagnostics.filter(({ severity }) => severity === 0).map(({ message }) => message)
}

describe('schema/asyncapi.yaml', () => {
  it('is read by the reference parser without an error', async () => {
    expect(await errorsOf(source)).toEqual([])
  }, 300_000)

  it('would not be with an unknown action, nor with a message that is nowhere', async () => {
    const wrong = structuredClone(document)
    wrong.operations.deliver.action = 'shout'
    expect(await errorsOf(JSON.stringify(wrong))).not.toEqual([])
    const lost = structuredClone(document)
    lost.operations.deliver.messages.push({ $ref: '#/channels/webhooks/messages/order.lost' })
    expect(await errorsOf(JSON.stringify(lost))).not.toEqual([])
  }, 300_000)

  it('has every event of the catalog, and sends those that are offered', () => {
    const all = eventsCatalog.map(({ type }) => type).toSorted()
    const offered = eventsCatalog.filter((event) => event.offeredToWebhooks).map(({ type }) => type)
    expect(Object.keys(document.components.messages).toSorted()).toEqual(all)
    expect(Object.keys(document.channels.webhooks.messages).toSorted()).toEqual(offered.toSorted())
  })
})

describe('an example in schema/asyncapi.yaml', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  beforeAll(() => void ajv.addSchema(document, 'asyncapi'))
  const validatorOf = (type: string) => ajv.compile({ $ref: `asyncapi#/components/messages/${type}/payload` })

  it.each(eventsCatalog.map(({ type }) => type))('%s fits its schema, and not without a part', (type) => {
    const validate = validatorOf(type)
    const example = document.components.messages[type]!.examples[0]!.payload
    validate(example)
    expect(validate.errors).toBeNull()
    for (const key of ['id', 'type', 'timestamp', 'apiVersion', 'organization', 'subject', 'data']) {
      const { [key]: _dropped, ...rest } = example
      expect(validate(rest)).toBe(false)
    }
    const { data } = example as { data: Record<string, unknown> }
    const needed = document.components.schemas[type]!.required ?? []
    expect(needed.length).toBeGreaterThan(0)
    for (const key of needed) {
      const { [key]: _dropped, ...rest } = data
      expect(validate({ ...example, data: rest })).toBe(false)
    }
    expect(validate({ ...example, type: 'order.lost' })).toBe(false)
  })
})
