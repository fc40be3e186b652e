import type { Page } from './site.ts'

interface Focused {
  readonly name: string
  /** How the element is drawn: what a focus has to change. */
  readonly drawn: string
}

/** Presses Tab until the focus is on what is so called, and at each stop sees where it is. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 80; tabs += 1) {
    await page.keyboard.press('Tab')
    const focused = await focusedElement(page)
    expectSeen(focused)
    if (focused.name === name) return
  }
  throw new Error(`The focus never came to ${name}`)
}

/** What the focus comes to in its first stops. */
export async function order(page: Page, stops: number): Promise<readonly string[]> {
  const names: string[] = []
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab')
    names.push((await focusedElement(page)).name)
  }
  return names
}

function expectSeen({ name, drawn }: Focused): void {
  if (drawn === '') throw new Error(`${name} can’t be seen to have the focus`)
}

/** What has the focus: its name, and how it is drawn where that differs from the same without the focus. */
async function focusedElement(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(`(() => {
    const element = document.activeElement
    const styleOf = (one, part) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor } = getComputedStyle(one, part)
      const outline = outlineStyle === 'none' || outlineWidth === '0px' ? '' : outlineWidth + outlineColor
      return [outline, boxShadow, backgroundColor, borderColor].join(' ')
    }
    // The box of a choice is drawn by its label.
    const drawn = () => {
      const box = element.matches('[type=checkbox], [type=radio]') ? element.nextElementSibling : null
      return box === null ? styleOf(element) : styleOf(box, '::before')
    }
    const name = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent
    const focused = drawn()
    element.blur()
    const unfocused = drawn()
    element.focus()
    return { name: name.replace(/\\s+/g, ' ').trim(), drawn: focused === unfocused ? '' : focused }
  })()`)
}
