import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { officialTemplate } from './official-template.ts'

const COMPONENTS = [
  'button',
  'character-count',
  'checkboxes',
  'date-input',
  'details',
  'error-summary',
  'fieldset',
  'file-upload',
  'input',
  'inset-text',
  'notification-banner',
  'pagination',
  'password-input',
  'radios',
  'select',
  'tabs',
  'textarea',
  'warning-text',
]

const fixtureFile = z.object({
  fixtures: z
    .array(z.object({ name: z.string(), options: z.record(z.string(), z.unknown()), html: z.string() }))
    .min(1),
})
const folder = dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'))

const fixtures = COMPONENTS.flatMap(component => {
  const file = join(folder, 'dist/govuk/components', component, 'fixtures.json')
  return fixtureFile.parse(JSON.parse(readFileSync(file, 'utf8'))).fixtures.map(fixture => ({ component, ...fixture }))
})

test.each(fixtures)('"$component" is rendered as its fixture "$name" has it', ({ component, options, html }) => {
  expect(officialTemplate(component, options).toString()).toBe(html.trim())
})

test('text options are escaped', () => {
  expect(officialTemplate('button', { text: '<script>' }).toString()).toContain('&lt;script&gt;')
})
