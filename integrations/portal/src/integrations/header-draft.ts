/** Headers as they are entered, a line for each; KEEP: as before, for their values cannot be read. */
export interface HeaderDraft {
  kind: 'KEEP' | 'REPLACE'
  lines: string
}

/** What is sent of them; a line without a colon goes as a name, and the API says what is wrong with it. */
export function headersInputOf({ kind, lines }: HeaderDraft): {
  headers?: Array<{ name: string; value: string }>
} {
  if (kind === 'KEEP') return {}
  const list = lines.split('\n').filter((line) => line.trim() !== '')
  const headers = list.map((line) => {
    const [name = '', ...value] = line.split(':')
    return { name: name.trim(), value: value.join(':').trim() }
  })
  return { headers }
}
