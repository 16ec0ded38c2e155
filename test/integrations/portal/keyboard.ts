import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

type Role = Parameters<Page['getByRole']>[0]
type Name = string | RegExp

/** More stops than any page has. */
const mostStops = 150
const settleMs = 5_000
const nowhere = 'nothing on the page'

/**
 * Runs in the page: whether the focus can be seen on what has it, by a ring, or the border of the theme's own color.
 * The field within a field is drawn by the frame around it.
 */
const isFocusSeen = `(() => {
  const element = document.activeElement
  const probe = document.createElement('i')
  probe.style.color = 'var(--mantine-primary-color-filled)'
  document.body.append(probe)
  const primary = getComputedStyle(probe).color
  probe.remove()
  return [element, element.parentElement].some((one) => {
    const { outlineStyle, outlineWidth, borderTopColor, borderTopWidth } = getComputedStyle(one)
    const isRinged = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0
    const isBordered = borderTopColor === primary && parseFloat(borderTopWidth) > 0
    return isRinged || isBordered
  })
})()`

/** A person who has a keyboard and nothing else. Each stop of the focus must be on the page, and be seen. */
export class Keyboard {
  /** Where the focus was, as screen readers call it. */
  readonly trail: string[] = []

  constructor(readonly page: Page) {}

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** What has the focus, as screen readers call it: `button "Continue"`. */
  async focused(): Promise<string> {
    if ((await this.#place.count()) === 0) return nowhere
    const snapshot = await this.#place.first().ariaSnapshot()
    return (snapshot.split('\n')[0] ?? '').replace(/^- /, '')
  }

  /** What has the focus; the body never counts. */
  get #place(): Locator {
    return this.page.locator(':focus')
  }

  async #isOn(role: Role, name: Name): Promise<boolean> {
    const named = this.page.getByRole(role, { name, exact: typeof name === 'string' })
    return (await named.and(this.#place).count()) > 0
  }

  /** Tabs on, or back, until this has the focus; fails with all that had it on the way. */
  async tabTo(role: Role, name: Name, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const from = this.trail.length
    for (let stops = 0; stops < mostStops; stops++) {
      if (await this.#isOn(role, name)) return
      await this.press(key)
      await this.look()
    }
    const seen = this.trail.slice(from).join('\n')
    throw new Error(`${mostStops} stops, and none of them is the ${role} ${String(name)}:\n${seen}`)
  }

  /** Goes there and presses Enter. */
  async enter(role: Role, name: Name): Promise<void> {
    await this.tabTo(role, name)
    await this.press('Enter')
    await this.settled()
  }

  /** Goes to a field, and enters a text in place of what is there. */
  async fill(role: Role, name: Name, text: string): Promise<void> {
    await this.tabTo(role, name)
    await this.press('Control+A')
    await this.type(text)
  }

  /** Goes into a group of radio buttons, and on by arrow until this one is chosen. */
  async choose(group: Name, name: Name): Promise<void> {
    const inside = this.page.getByRole('radiogroup', { name: group }).locator(':focus')
    for (let stops = 0; stops < mostStops && (await inside.count()) === 0; stops++) {
      await this.press('Tab')
      await this.look()
    }
    for (let stops = 0; stops < 20; stops++) {
      if (await this.#isOn('radio', name)) {
        await this.press('Space')
        return
      }
      await this.press('ArrowDown')
      await this.look()
    }
    throw new Error(`No radio button ${String(name)}:\n${this.trail.slice(-30).join('\n')}`)
  }

  /** Notes what has the focus; it must be seen. Past the last stop it leaves the page for the browser's own bars. */
  async look(): Promise<void> {
    const name = await this.focused()
    this.trail.push(name)
    if (name === nowhere) return
    // Borders take a moment to change their color.
    const message = `The focus cannot be seen on: ${name}`
    await expect.poll(() => this.page.evaluate(isFocusSeen), { timeout: 1_000, message }).toBe(true)
  }

  /** Waits until the focus is on the page again after something changed; it must not be lost. */
  async settled(): Promise<void> {
    const message = `The focus is lost. It was on:\n${this.trail.slice(-10).join('\n')}`
    await expect.poll(() => this.#place.count(), { timeout: settleMs, message }).toBe(1)
    await this.look()
  }

  /** Waits for the page with this heading, which has the focus then. */
  async arrives(heading: Name): Promise<void> {
    await this.page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    await expect
      .poll(() => this.#isOn('heading', heading), {
        timeout: settleMs,
        message: `focus on ${String(heading)}`,
      })
      .toBe(true)
    await this.look()
  }

  /** Waits until this has the focus by itself. */
  async lands(role: Role, name: Name): Promise<void> {
    await expect
      .poll(async () => ((await this.#isOn(role, name)) ? 'there' : await this.focused()), {
        timeout: settleMs,
      })
      .toBe('there')
    await this.look()
  }
}
