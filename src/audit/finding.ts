/** What can be wrong with a chain. Stable: scripts and alarms read it. */
export const FindingCode = {
  /** An entry does not say what was hashed, or the entry behind it was made over another one. */
  ENTRY_CHANGED: 'ENTRY_CHANGED',
  /** A place in the chain is empty, or the entries behind it moved up. */
  ENTRY_MISSING: 'ENTRY_MISSING',
  /** An entry stands where none was written. */
  ENTRY_INSERTED: 'ENTRY_INSERTED',
  /** Two entries changed places. */
  ORDER_SWAPPED: 'ORDER_SWAPPED',
  /** The newest entries are gone: the head or an anchor knows of more. */
  TAIL_CUT: 'TAIL_CUT',
  /** The chain is whole, but it is another one than was signed. */
  CHAIN_REWRITTEN: 'CHAIN_REWRITTEN',
  /** The head does not name the newest entry. */
  HEAD_CHANGED: 'HEAD_CHANGED',
  /** An anchor was not signed by this installation. */
  ANCHOR_FORGED: 'ANCHOR_FORGED',
  /** An anchor was signed with a key that nobody gave us. */
  ANCHOR_KEY_UNKNOWN: 'ANCHOR_KEY_UNKNOWN',
  /** A line in a file of anchors is no anchor. */
  ANCHOR_UNREADABLE: 'ANCHOR_UNREADABLE',
  /** An event does not say what its entry says. */
  EVENT_CHANGED: 'EVENT_CHANGED',
  /** An event that ought to be kept still is gone. */
  EVENT_MISSING: 'EVENT_MISSING',
  /** An event has no entry. */
  EVENT_UNCHAINED: 'EVENT_UNCHAINED',
  /** An order has another status than its newest entry tells. */
  ORDER_STATUS_DIFFERS: 'ORDER_STATUS_DIFFERS',
  /** A number was taken from a series, and no order carries it. */
  NUMBER_MISSING: 'NUMBER_MISSING',
  /** An order carries a number that its series has not reached. */
  NUMBER_UNCOUNTED: 'NUMBER_UNCOUNTED',
} as const
export type FindingCode = (typeof FindingCode)[keyof typeof FindingCode]

/** One thing that is wrong. */
export interface Finding {
  code: FindingCode
  sellerId: string
  /** Place in the chain, in decimal digits; null where it is about none. */
  sequence: string | null
  /** A sentence for the person who must judge it. */
  message: string
}
