import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

interface WideTableProps {
  label: string
  minWidth: number
  children: ReactNode
}

/** A table that moves sideways where the page is narrower: by keyboard as well, though nothing in it takes the focus. */
export function WideTable({ label, minWidth, children }: WideTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={label} verticalSpacing="xs">
        {children}
      </Table>
    </Table.ScrollContainer>
  )
}
