import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { t } from '../strings.ts'

/** Where a list stands: the cursors behind which each page so far began. */
export interface Pages {
  after: string | null
  number: number
  next: (cursor: string) => void
  back: () => void
  /** Another search begins at its first page. */
  restart: () => void
}

/** Keeps the pages that a person has turned. */
export function usePages(): Pages {
  const [cursors, setCursors] = useState<readonly string[]>([])
  return {
    after: cursors.at(-1) ?? null,
    number: cursors.length + 1,
    next: (cursor) => setCursors((before) => [...before, cursor]),
    back: () => setCursors((before) => before.slice(0, -1)),
    restart: () => setCursors([]),
  }
}

interface PagerProps {
  pages: Pages
  info: { endCursor: string | null; hasNextPage: boolean } | undefined
}

/** Turns the pages of a list; nothing when there is one page. */
export function Pager({ pages, info }: PagerProps) {
  if (pages.number === 1 && !info?.hasNextPage) return null
  const cursor = info?.hasNextPage ? info.endCursor : null
  return (
    <Group component="nav" aria-label={t('pages.label')} justify="center">
      <Button variant="default" size="sm" disabled={pages.number === 1} onClick={pages.back}>
        {t('pages.previous')}
      </Button>
      <Text size="sm" aria-live="polite">
        {t('pages.number', { number: pages.number })}
      </Text>
      <Button variant="default" size="sm" disabled={!cursor} onClick={() => cursor && pages.next(cursor)}>
        {t('pages.next')}
      </Button>
    </Group>
  )
}
