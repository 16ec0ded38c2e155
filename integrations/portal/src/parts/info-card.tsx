import { ActionIcon, Popover, ScrollArea } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

interface InfoCardProps {
  label: string
  icon: 'info' | 'invoice'
  children: ReactNode
}

/** Time to move the pointer from the button into the card. */
const graceMs = 150

/**
 * A card that opens under the pointer and stays while the pointer is in it; pressed, by keyboard or touch, it opens as well
 * and takes the focus. Escape closes it (WCAG 1.4.13).
 */
export function InfoCard({ label, icon, children }: InfoCardProps) {
  const [opened, setOpened] = useState<'POINTED' | 'PRESSED' | null>(null)
  const leaving = useRef<number>(undefined)
  const close = () => setOpened(null)
  const enter = () => {
    clearTimeout(leaving.current)
    setOpened((before) => before ?? 'POINTED')
  }
  const leave = () => {
    leaving.current = window.setTimeout(
      () => setOpened((before) => (before === 'POINTED' ? null : before)),
      graceMs,
    )
  }
  useEffect(() => () => clearTimeout(leaving.current), [])
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') close()
  })
  return (
    <Popover
      opened={opened !== null}
      onChange={(isOpen) => !isOpen && close()}
      width={340}
      shadow="md"
      position="bottom-end"
      trapFocus={opened === 'PRESSED'}
      returnFocus={opened === 'PRESSED'}
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={label}
          onMouseEnter={enter}
          onMouseLeave={leave}
          onClick={() => setOpened('PRESSED')}
        >
          <Icon name={icon} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown onMouseEnter={enter} onMouseLeave={leave} maw="94vw">
        <ScrollArea.Autosize mah={360} type="auto" viewportProps={{ tabIndex: 0 }}>
          {children}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
