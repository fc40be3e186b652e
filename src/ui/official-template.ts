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

/**
 * The markup of an official govuk-frontend component ("button", "date-input") for its documented options.
 * Text options are escaped by the template; `html` options must be escaped already.
 */
export function officialTemplate(component: string, params: object): ReturnType<typeof raw> {
  return raw(environment.render(`govuk/components/${component}/template.njk`, { params }).trim())
}
