import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  type Page,
  screenshot,
  type TestBrowser,
} from '#test/browser'
import { testServer, type TestServer } from '#test/server'

let site: TestServer
let browser: TestBrowser
let baseUrl: string

beforeAll(async () => {
  ;[site, browser] = await Promise.all([testServer(), openBrowser()])
  baseUrl = await site.server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in?return=/account')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/account')
}

describe.each([{ scripts: true }, { scripts: false }])('with scripts: $scripts', ({ scripts }) => {
  const email = `noa-${scripts}@cumbria.example`

  it('an administrator adds a person, who chooses a password, signs in, and is disabled', async () => {
    const admin = await browser.newPage({ baseUrl, scripts })
    await signIn(admin, 'admin@fourfold.example', 'fourfold-sample')
    await admin.goto('/people')
    await admin.getByRole('button', { name: 'Add a person' }).click()
    await admin.getByLabel('Email address').fill(email)
    await admin.getByLabel('Name', { exact: true }).fill('Noa Notional')
    await admin.getByLabel('Organisation').selectOption({ label: 'Cumbria Constabulary' })
    await admin.getByLabel('Analyst').check()
    await admin.getByRole('main').getByRole('button', { name: 'Add person' }).click()
    await admin.waitForURL(/\/people\/\d+$/)
    await expectAccessible(admin)
    if (scripts) await screenshot(admin, 'person-desktop.png')
    const address = await admin.locator('code').textContent()

    const person = await browser.newPage({ baseUrl, scripts })
    await person.goto(new URL(address ?? '').pathname)
    await person.getByLabel('New password').fill('kettle violin harbour')
    await person.getByRole('button', { name: 'Keep this password' }).click()
    await person.goto('/account')
    expect(await person.getByRole('main').textContent()).toContain(email)

    await admin.getByRole('button', { name: 'Disable' }).click()
    await admin.getByText('This person can’t sign in.').waitFor()
    await person.reload()
    expect(new URL(person.url()).pathname).toBe('/sign-in')
  })
})

describe.each(['desktop', 'phone'] as const)('on a %s', width => {
  it('every page reads well', async () => {
    const page = await browser.newPage({ baseUrl, width })
    const look = async () => {
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('There is a problem').waitFor()
    await look()
    await page.goto('/sign-in-link/made-up')
    await look()
    await site.tokenOf('admin@fourfold.example')
    await signIn(page, 'admin@fourfold.example', 'fourfold-sample')
    for (const path of ['/account', '/account/password', '/people?text=a', '/people/new', '/people/2']) {
      await page.goto(path)
      await look()
    }
    await page.getByText('What this person may do').waitFor()
    await page.goto('/people')
    await screenshot(page, `people-${width}.png`)
  })
})

it('no page complained', () => {
  const unexpected = browser.complaints.filter(line => !/status of (400|404)/.test(line))
  expect(unexpected).toEqual([])
})
