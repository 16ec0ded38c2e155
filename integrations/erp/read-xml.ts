import { DOMParser, type Element, type Node } from '@xmldom/xmldom'
import { refuse } from '../../src/platform/errors.ts'
import { documentNamespace, SHARED_NAMESPACES } from './ubl-namespaces.ts'
import type { XmlElement } from './xml-element.ts'

/** Far more than a UBL document of thousands of lines. */
const longest = 10_000_000
/** UBL nests ten deep. */
const deepest = 50

const isElement = (node: Node): node is Element => node.nodeType === 1

function nameOf({ namespaceURI, localName }: Element): string {
  const [prefix] = Object.entries(SHARED_NAMESPACES).find(([, uri]) => uri === namespaceURI) ?? []
  if (prefix) return `${prefix}:${localName}`
  return namespaceURI === documentNamespace(localName ?? '') ? (localName ?? '') : `other:${localName}`
}

function attributesOf({ attributes }: Element): Record<string, string> {
  const named = [...attributes].filter(({ name }) => !name.startsWith('xmlns'))
  return Object.fromEntries(named.map(({ name, value }) => [name, value]))
}

function read(element: Element, depth: number): XmlElement {
  if (depth > deepest) throw refuse('XML_TOO_DEEP', `Nest elements at most ${deepest} deep.`)
  const children = [...element.childNodes].filter(isElement).map((child) => read(child, depth + 1))
  const text = children.length > 0 ? '' : (element.textContent ?? '').trim()
  return { name: nameOf(element), attributes: attributesOf(element), text, children }
}

/**
 * Reads a UBL document. What could make a parser fetch or multiply something is refused unread: document types, with
 * their entities, and texts over 10 MB. Refuses XML_TOO_LARGE, XML_DOCTYPE_FORBIDDEN, XML_TOO_DEEP and XML_MALFORMED.
 */
export function readXml(text: string): XmlElement {
  if (text.length > longest) throw refuse('XML_TOO_LARGE', 'Send at most 10 MB of XML.')
  if (/<!DOCTYPE/i.test(text))
    throw refuse('XML_DOCTYPE_FORBIDDEN', 'Send XML without a document type: UBL has none.')
  const malformed = (message: string) =>
    refuse('XML_MALFORMED', `Send well-formed XML: ${message.split('\n')[0]?.slice(0, 200)}`)
  const onError = (_level: string, message: string) => {
    throw malformed(message)
  }
  let root: Element | null = null
  try {
    root = new DOMParser({ onError }).parseFromString(text.replace(/^\ufeff/, ''), 'text/xml').documentElement
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : '')
  }
  if (!root) throw malformed('there is no element.')
  return read(root, 0)
}
