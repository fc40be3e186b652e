import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { z } from 'zod'

export type { Locator, Page } from 'playwright-core'

export interface PageOptions {
  /** Off by `false`: every journey must work without scripts. */
  readonly scripts?: boolean | undefined
  /** A desk's screen, a phone of 320 CSS pixels, or a number of CSS pixels. */
  readonly width?: 'desktop' | 'phone' | number | undefined
  readonly baseUrl?: string | undefined
}

export interface TestBrowser {
  /** A page with a session of its own. */
  readonly newPage: (options?: PageOptions) => Promise<Page>
  /** What the pages complained of so far: script errors, refused content, missing files. */
  readonly complaints: readonly string[]
  readonly close: () => Promise<void>
}

const WIDTHS = { desktop: 1280, phone: 320 } as const
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Opens the browser that comes with the packages, or the one that FOURFOLD_CHROMIUM names. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await launch()
  const complaints: string[] = []
  return {
    complaints,
    newPage: async (options = {}) => {
      const width = typeof options.width === 'number' ? options.width : WIDTHS[options.width ?? 'desktop']
      const context = await browser.newContext({
        viewport: { width, height: width < 500 ? 640 : 900 },
        ...(options.baseUrl === undefined ? {} : { baseURL: options.baseUrl }),
      })
      if (options.scripts === false) await withoutScripts(context)
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      page.on(
        'console',
        message =>
          message.type() === 'error' && complaints.push(`${message.location().url || page.url()}: ${message.text()}`),
      )
      page.on('pageerror', error => complaints.push(`${page.url()}: ${error.message}`))
      return page
    },
    close: () => browser.close(),
  }
}

/**
 * Every script file of the site comes empty, and its policy lets nothing else run. Scripts are not switched off in the browser
 * itself, because axe is one.
 */
async function withoutScripts(context: BrowserContext): Promise<void> {
  await context.route('**/*', route =>
    route.request().resourceType() === 'script'
      ? route.fulfill({ contentType: 'text/javascript', body: '' })
      : route.continue(),
  )
}

/** Fails, naming the rule, its help page and the elements, when the page is not as WCAG 2.2 AA wants it as far as axe can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze()
  const violations = found.flatMap(violation => {
    const nodes = violation.nodes.filter(node => !isJustified(violation.id, node.html))
    return nodes.length > 0 ? [{ ...violation, nodes }] : []
  })
  if (violations.length === 0) return
  const lines = violations.flatMap(violation => [
    `${violation.id}: ${violation.help} (${violation.helpUrl})`,
    ...violation.nodes.map(node => `  ${node.html}\n    ${node.failureSummary ?? ''}`),
  ])
  throw new Error(`${page.url()} is not accessible:\n${lines.join('\n')}`)
}

/** Fails when the page is wider than its window: at 320 pixels, which is also 400% zoom, nothing may need scrolling sideways (WCAG 1.4.10). */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scrollWidth, clientWidth } = await page.evaluate<{ scrollWidth: number; clientWidth: number }>(
    '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
  )
  if (scrollWidth > clientWidth) throw new Error(`${page.url()} is ${scrollWidth} wide in a window of ${clientWidth}`)
}

/** Takes a picture of the page as it stands in its window, when pictures are asked for: FOURFOLD_SCREENS names the folder (`npm run screens`). */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['FOURFOLD_SCREENS']
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, name) })
}

/** The Design System keeps `aria-expanded` on radios and checkboxes that reveal questions, having tested it with people who use assistive technology. */
function isJustified(rule: string, html: string): boolean {
  return rule === 'aria-allowed-attr' && /govuk-(radios|checkboxes)__input.*aria-expanded/.test(html)
}

async function launch(): Promise<Browser> {
  const given = process.env['FOURFOLD_CHROMIUM']
  const options = { headless: true, args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'] }
  if (given) return chromium.launch({ ...options, executablePath: given })
  const folder = await unpackedBrowser()
  const env = { ...process.env, FONTCONFIG_PATH: join(folder, 'fonts') }
  const executablePath = join(folder, 'chromium')
  try {
    return await chromium.launch({ ...options, executablePath, env })
  } catch {
    // A bare machine lacks libraries that the package brings along.
    return chromium.launch({ ...options, executablePath, env: { ...env, LD_LIBRARY_PATH: join(folder, 'al2023/lib') } })
  }
}

/** Unpacks the browser under a name of its own and then renames it, so that test files that start together can't see half of it. */
async function unpackedBrowser(): Promise<string> {
  const folder = join(tmpdir(), `fourfold-chromium-${await chromiumVersion()}`)
  if (existsSync(folder)) return folder
  const fresh = await mkdtemp(`${folder}-`)
  await unpackInto(fresh)
  await writeFile(join(fresh, 'fonts/fonts.conf'), fontSettings(folder))
  try {
    await rename(fresh, folder)
  } catch {
    await rm(fresh, { recursive: true, force: true })
  }
  return folder
}

async function chromiumVersion(): Promise<string> {
  const text = await readFile(new URL('../node_modules/@sparticuz/chromium/package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** The package unpacks to the temporary folder, and brings its libraries only where it believes itself on their system: so it is run by itself and told both. */
async function unpackInto(folder: string): Promise<void> {
  const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())"
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const child = spawn(process.execPath, ['--eval', script], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error('The browser could not be unpacked')
}

/** The package's own settings look for fonts in one fixed folder. A browser without any font can't draw at all; one with the machine's alone draws other pictures on each. */
function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
  <match target="pattern">
    <test name="family"><string>Arial</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Liberation Sans</string><string>Open Sans</string></edit>
  </match>
</fontconfig>
`
}
