import { useEffect } from 'react'

const remembered = 30
const pauseMs = 40

/** True where the focus can be put. */
const isThere = (element: HTMLElement) =>
  element.isConnected && !element.matches(':disabled') && element.checkVisibility()

/**
 * Keeps the focus on the page. When what had it goes away (a dialog that closed, a part that was removed, a button that
 * was switched off), it returns to where it was before, or to the heading: whoever works by keyboard is not thrown back
 * to the top. A press on an empty place is left alone.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const trail: HTMLElement[] = []
    let wasPressed = false
    let timer = 0
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      wasPressed = false
      trail.push(target)
      trail.splice(0, trail.length - remembered)
    }
    const press = () => {
      wasPressed = true
    }
    const restore = () => {
      if (wasPressed || document.activeElement !== document.body || trail.length === 0) return
      // A busy button is switched on again.
      if (trail.at(-1)?.matches('[data-loading]') && trail.at(-1)?.isConnected) return
      const place = trail.findLast(isThere) ?? document.querySelector<HTMLElement>('h1[tabindex]')
      place?.focus()
    }
    const soon = () => {
      clearTimeout(timer)
      timer = window.setTimeout(restore, pauseMs)
    }
    const changes = new MutationObserver(soon)
    changes.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled', 'data-loading'],
    })
    document.addEventListener('focusin', remember)
    document.addEventListener('pointerdown', press)
    return () => {
      clearTimeout(timer)
      changes.disconnect()
      document.removeEventListener('focusin', remember)
      document.removeEventListener('pointerdown', press)
    }
  }, [])
}
