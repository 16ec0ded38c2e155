import { DOMImplementation, XMLSerializer, type Document, type Element } from '@xmldom/xmldom'
import { documentNamespace, SHARED_NAMESPACES } from './ubl-namespaces.ts'
import type { XmlElement } from './xml-element.ts'

const xmlns = 'http://www.w3.org/2000/xmlns/'

function fill(target: Element, { attributes, text, children }: XmlElement, depth: number): void {
  const document = target.ownerDocument as Document
  for (const [name, content] of Object.entries(attributes)) target.setAttribute(name, content)
  if (text) target.appendChild(document.createTextNode(text))
  for (const child of children) {
    target.appendChild(document.createTextNode(`\n${'  '.repeat(depth)}`))
    const prefix = child.name.startsWith('cac:') ? 'cac' : 'cbc'
    const element = document.createElementNS(SHARED_NAMESPACES[prefix], child.name)
    target.appendChild(element)
    fill(element, child, depth + 1)
  }
  if (children.length > 0) target.appendChild(document.createTextNode(`\n${'  '.repeat(depth - 1)}`))
}

/** A UBL document as text, indented. */
export function writeXml(root: XmlElement): string {
  const document = new DOMImplementation().createDocument(documentNamespace(root.name), root.name)
  const element = document.documentElement
  if (!element) throw new Error('The document has no element.')
  for (const [prefix, uri] of Object.entries(SHARED_NAMESPACES))
    element.setAttributeNS(xmlns, `xmlns:${prefix}`, uri)
  fill(element, root, 1)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`
}
