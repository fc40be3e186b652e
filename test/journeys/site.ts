import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { collect } from '#platform/http'
import { startJobs } from '#platform/jobs'
import { modules } from '../../src/app.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  type Locator,
  type Page,
  type PageOptions,
  screenshot,
  type TestBrowser,
} from '../browser.ts'
import { samplePassword } from '../sample-database.ts'
import { type TestServer, testServer } from '../server.ts'

export { samplePassword } from '../sample-database.ts'
export { type Locator, type Page } from '../browser.ts'

/** The ways in which people come: at a desk, and on a phone that runs no script. Who reads at 400% has the phone's width. */
export const ways = [
  { width: 'desktop', scripts: true },
  { width: 'phone', scripts: false },
] as const

export type Way = (typeof ways)[number]

/** The site over the sample region, listening, with its jobs at work, and a browser to go there. */
export interface Site {
  readonly server: TestServer
  readonly baseUrl: string
  /** A page in a browser of its own. */
  readonly open: (options?: PageOptions) => Promise<Page>
  /** A page of someone who signed in by the form. */
  readonly signIn: (email: string, options?: PageOptions) => Promise<Page>
}

/**
 * Starts the site before the tests of a file and ends it after them. After each test nothing may have been complained of: no
 * script error, no refused content, no missing asset, no fault of the server or of a job.
 */
export function useSite(): Site {
  // A journey is long, and the machine may be busy with others: only one that stands still is to fail for its time.
  vi.setConfig({ testTimeout: 180_000 })
  let server: TestServer
  let browser: TestBrowser
  let baseUrl = ''
  let folder = ''
  let stopJobs: () => Promise<void>
  const faults: string[] = []

  beforeAll(async () => {
    server = await testServer({ sample: true })
    folder = await mkdtemp(join(tmpdir(), 'fourfold-journeys-'))
    stopJobs = (await startSiteJobs(server, faults, folder)).stop
    await server.server.listen({ port: 0, host: '127.0.0.1' })
    baseUrl = `http://127.0.0.1:${(server.server.server.address() as AddressInfo).port}`
    browser = await openBrowser()
  })
  afterEach(() => {
    expect([...browser.complaints.filter(isNoRefusal), ...faults, ...server.faults]).toEqual([])
  })
  afterAll(async () => {
    await browser.close()
    await stopJobs()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open: Site['open'] = options => browser.newPage({ ...options, baseUrl })
  return {
    get server() {
      return server
    },
    get baseUrl() {
      return baseUrl
    },
    open,
    signIn: async (email, options) => {
      const page = await open(options)
      await signInOn(page, email)
      return page
    },
  }
}

/** Signs in by the form, from whatever page asks for it. */
export async function signInOn(page: Page, email: string, password = samplePassword): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press(page.getByRole('button', { name: 'Sign in' }))
}

/**
 * Presses what leads to another page (a link, a form's button), and waits until that page is there, whole: what is read next is
 * read from it. Fails when no page comes. Journeys press by this alone.
 */
export async function press(control: Locator): Promise<void> {
  await Promise.all([control.page().waitForEvent('load'), control.click()])
}

/**
 * Presses twice in quick succession, as many do, what leads to a page of this path. The second press ends the first one's way
 * there, which waiting for a navigation would take as a failure: so the address is watched instead.
 */
export async function pressTwice(control: Locator, path: RegExp): Promise<void> {
  const page = control.page()
  await control.dblclick()
  await expect.poll(() => new URL(page.url()).pathname, { timeout: 60_000 }).toMatch(path)
  await page.waitForLoadState('load')
}

/** As `press`, by a key on what has the focus. */
export async function pressKey(page: Page, key: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)])
}

/** Presses what changes nothing but the page as it stands: it folds, unfolds, or moves the focus. */
export async function pressHere(control: Locator): Promise<void> {
  await control.click()
}

/** As `pressHere`, by a key on what has the focus. */
export async function pressKeyHere(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
}

/** Waits for something that comes by itself, on a page that keeps itself fresh, and for the whole of the page that it came with. */
export async function comes(awaited: Locator): Promise<void> {
  await awaited.waitFor()
  await awaited.page().waitForLoadState('load')
}

/** Goes to an address, expects its status, and that the page is fit for everyone. */
export async function visit(page: Page, address: string, status = 200): Promise<void> {
  const response = await page.goto(address)
  expect(`${address}: ${response?.status()}`).toBe(`${address}: ${status}`)
  expect(isAskedToSignIn(page)).toBe(address === '/sign-in')
  await expectFit(page)
}

/** As `visit`, for a page that has been looked at before: it is there, and needs no scrolling sideways. */
export async function revisit(page: Page, address: string, status = 200): Promise<void> {
  const response = await page.goto(address)
  expect(`${address}: ${response?.status()}`).toBe(`${address}: ${status}`)
  expect(isAskedToSignIn(page)).toBe(false)
  await expectNarrow(page)
}

/** The page as it stands is accessible, and nothing of it needs scrolling sideways, in its own width or in a phone's. */
export async function expectFit(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  await expectAccessible(page)
  await expectNarrow(page)
}

function isAskedToSignIn(page: Page): boolean {
  return new URL(page.url()).pathname === '/sign-in'
}

async function expectNarrow(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page)
  const size = page.viewportSize()
  if (size === null || size.width <= 320) return
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize(size)
}

/** Opens the filters of a list where they are folded away. */
export async function openFilters(page: Page): Promise<void> {
  const folded = page.locator('summary', { hasText: /^Filters/ })
  if (await page.getByRole('button', { name: 'Apply filters' }).isHidden()) await pressHere(folded)
}

/** Takes a picture for the documentation, when pictures are asked for. */
export async function picture(page: Page, name: string, { width }: Way): Promise<void> {
  if (width === 'desktop') return screenshot(page, `${name}.png`)
  await page.setViewportSize({ width: 390, height: 844 })
  await screenshot(page, `${name}-phone.png`)
  await page.setViewportSize({ width: 320, height: 640 })
}

/** The heading that says what the page is. */
export async function heading(page: Page): Promise<string> {
  return (await page.getByRole('heading', { level: 1 }).innerText()).trim()
}

/** What the page says, without what stands on every page. */
export async function mainText(page: Page): Promise<string> {
  return page.locator('main').innerText()
}

/** What the page says was just done. */
export async function doneBanner(page: Page): Promise<string> {
  return page.getByRole('alert').first().innerText()
}

export async function closePages(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await page.context().close()
}

/** Presses something that downloads, and reads what came. */
export async function download(page: Page, name: string): Promise<{ readonly name: string; readonly text: string }> {
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name }).or(page.getByRole('button', { name })).first().click()
  const file = await coming
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString('utf8') }
}

function startSiteJobs(server: TestServer, faults: string[], folder: string) {
  const house = collect(modules)
  return startJobs({
    appUrl: server.database.appUrl,
    jobs: house.jobs,
    context: {
      database: server.database.app,
      house,
      present: () => new Date(),
      say: line => void faults.push(line),
      settings: { FOURFOLD_DATA: folder },
    },
  })
}

/** Browsers call it an error when a page answers that there is nothing, or that it may not be: tests say which they expect. */
function isNoRefusal(complaint: string): boolean {
  return !/^(?!\S*\/assets\/).*the server responded with a status of 4\d\d/.test(complaint)
}
