import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  type Page,
  type PageOptions,
  screenshot,
  type TestBrowser,
} from '#test/browser'
import { samplePassword } from '#test/sample-database'
import { type TestServer, testServer } from '#test/server'

let site: TestServer
let browser: TestBrowser
let baseUrl: string

beforeAll(async () => {
  site = await testServer({ sample: true })
  baseUrl = await site.server.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const widths = ['desktop', 'phone'] as const

describe.each(widths)('on a %s', width => {
  it('the region at a glance is open to all', async () => {
    const page = await signedIn('rocta@nwrocu.example', { width })
    await page.goto('/glance?asAt=2023-07-13&from=2022-01-01&to=2022-12-31')
    expect(await page.title()).toContain('North West at a glance')
    await look(page, `glance-${width}.png`)
  })

  it('so are the figures of oversight', async () => {
    const page = await signedIn('mayor@oversight.example', { width })
    await page.goto('/glance?asAt=2021-09-30')
    expect(await page.title()).toContain('North West at a glance')
    await look(page, `oversight-${width}.png`)
  })

  it('an extraction is taken, read and compared, without scripts', async () => {
    const page = await signedIn('inspector@hmicfrs.example', { width, scripts: false })
    const first = await takeDisruptions(page, '2023-01-04')
    const second = await takeDisruptions(page, '2023-07-13')
    await look(page, `extraction-${width}.png`)
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.getByText('byte for byte').first().waitFor()
    await page.goto('/extractions')
    await look(page, `extractions-${width}.png`)
    await page.goto(`/extractions/compare?a=${first}&b=${second}`)
    expect(await page.title()).toContain('Two extractions compared')
    await look(page, `compare-${width}.png`)
  })
})

it('nothing was missing or refused by the browser', () => {
  expect(browser.complaints).toEqual([])
})

async function signedIn(email: string, options: PageOptions): Promise<Page> {
  const page = await browser.newPage({ ...options, baseUrl })
  await page.goto('/sign-in')
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', samplePassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(url => url.pathname !== '/sign-in')
  return page
}

async function takeDisruptions(page: Page, asAt: string): Promise<string> {
  await page.goto('/extractions/new')
  await page.check('[value=hmicfrs-disruptions]')
  for (const [name, day] of Object.entries({ from: '2022-01-01', to: '2022-12-31', asAt })) {
    for (const [index, part] of ['year', 'month', 'day'].entries()) {
      await page.fill(`[name=${name}-${part}]`, day.split('-')[index] ?? '')
    }
  }
  await look(page, 'new-extraction.png')
  await page.getByRole('button', { name: 'Extract and keep' }).click()
  await page.waitForURL(/\/extractions\/[\da-f-]{36}$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

async function look(page: Page, name: string): Promise<void> {
  await screenshot(page, name)
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
}
