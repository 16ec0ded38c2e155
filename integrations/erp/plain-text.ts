// What XML 1.0 cannot hold, half characters among it: no document may fail over a stray byte in a note.
const impossible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** The text as every format can hold it, without space around it; null when nothing is left. */
export function plainText(text: string | null | undefined): string | null {
  const plain = (text ?? '').replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(impossible, '').trim()
  return plain === '' ? null : plain
}
