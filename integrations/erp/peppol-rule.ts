import type { XmlElement } from './xml-element.ts'

/** An element, and where it stands. */
export interface Place {
  element: XmlElement
  /** From the document down; numbers count elements of one name from 0. */
  path: string[]
  parents: readonly XmlElement[]
}

/** A document whose elements a rule may look at. */
export interface PlacedDocument {
  root: XmlElement
  places: readonly Place[]
}

/** One rule of a Peppol transaction. */
export interface PeppolRule {
  /** As Peppol numbers it, without the transaction: `R008`. */
  id: string
  /** A WARNING does not keep a document from being sent. */
  flag: 'FATAL' | 'WARNING'
  message: string
  /** Where the document breaks it. */
  broken: (document: PlacedDocument) => readonly Place[]
}
