/**
 * What a page shows as typed text: the content of each element that keeps the direction of such text to itself, with its marks
 * for invisible characters taken back to those characters. Read from the bytes, as a browser would.
 */
export function shownTexts(html: string): readonly string[] {
  return [...html.matchAll(/<bdi[^>]*>([\s\S]*?)<\/bdi>/g)].map(match => textOf(match[1] ?? ''))
}

/** The elements of a page with the names of their attributes: what stays the same, whatever was typed. */
export function skeleton(html: string): string {
  const tags = withoutMarks(html).matchAll(/<(\/?[a-zA-Z][^\s>/]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g)
  return [...tags]
    .map(([, name = '', attributes = '']) => {
      const names = [...attributes.replaceAll(/="[^"]*"/g, '').matchAll(/\S+/g)].map(match => match[0])
      return [name, ...names].join(' ')
    })
    .join('\n')
}

const mark = /<span class="ff-hidden-mark"[^>]*>U\+([0-9A-F]+)<\/span>/g

function withoutMarks(html: string): string {
  return html.replaceAll(mark, (_whole, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** @throws Error at markup, or at an entity, that no typed text is shown by. */
function textOf(html: string): string {
  const plain = withoutMarks(html)
  const markup = /[<>]/.exec(plain)
  if (markup !== null) throw new Error(`Typed text stands as markup: ${plain}`)
  return plain.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));?/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(String(hex), 16))
    const character = named[String(name)]
    if (character === undefined) throw new Error(`Typed text stands as the entity ${whole}`)
    return character
  })
}

/** What the text boxes of a page hold, by their names, as a browser reads them. */
export function typedValues(html: string): ReadonlyMap<string, string> {
  const inputs = [...html.matchAll(/<input[^>]*>/g)].map(
    ([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')] as const,
  )
  const areas = [...html.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)].map(
    // A browser leaves out one line break at the start.
    ([, tag = '', content = '']) => [attribute(tag, 'name'), textOf(content.replace(/^\n/, ''))] as const,
  )
  return new Map([...inputs, ...areas])
}

function attribute(tag: string, name: string): string {
  return textOf(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}
