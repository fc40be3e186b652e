import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { raw } from 'hono/html'
import nunjucks from 'nunjucks'

const govukFrontend = dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'))

/** Templates are compiled at first use and kept; the options are those govuk-frontend renders its own fixtures with. */
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(join(govukFrontend, 'dist')), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
})

/** Components that offer a choice: their lists are long, and the same ones stand on most pages. */
const choices: ReadonlySet<string> = new Set(['select', 'radios', 'checkboxes'])
/** Choices, and inputs that nobody has typed into, that were drawn, by what was asked for. */
const drawn = new Map<string, string>()
const mostDrawn = 500

/**
 * The markup of an official govuk-frontend component ("button", "date-input") for its documented options.
 * Text options are escaped by the template; `html` options must be escaped already.
 */
export function officialTemplate(component: string, params: object): ReturnType<typeof raw> {
  return raw(isKept(component, params) ? drawOnce(component, params) : draw(component, params))
}

/** What people have typed is kept nowhere. */
function isKept(component: string, params: { readonly value?: unknown; readonly errorMessage?: unknown }): boolean {
  return choices.has(component) || (component === 'input' && !params.value && !params.errorMessage)
}

function draw(component: string, params: object): string {
  return environment.render(`govuk/components/${component}/template.njk`, { params }).trim()
}

/** The same options come to the same markup: what was drawn lately is kept, of a few hundred. */
function drawOnce(component: string, params: object): string {
  const key = component + JSON.stringify(params)
  const html = drawn.get(key) ?? draw(component, params)
  drawn.delete(key)
  drawn.set(key, html)
  const [oldest] = drawn.keys()
  if (drawn.size > mostDrawn && oldest !== undefined) drawn.delete(oldest)
  return html
}
