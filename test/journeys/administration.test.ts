import { describe, expect, it } from 'vitest'
import { expectFit, heading, type Page, picture, press, signInOn, useSite, visit, type Way, ways } from './site.ts'

const site = useSite()
const password = 'lantern orchard teapot'

describe.each(ways)('an administrator on a $width, scripts $scripts', way => {
  const email = `newcomer-${way.width}@cheshire.example`

  it('adds a person, who chooses a password by a link that works once', async () => {
    const admin = await site.signIn('admin@fourfold.example', way)
    if (way.width === 'desktop') await picture(admin, 'people', way)
    const link = await addPerson(admin, email)
    const newcomer = await site.open(way)
    await visit(newcomer, link)
    await choosePassword(newcomer, 'short')
    expect(await newcomer.title()).toMatch(/^Error: /)
    await choosePassword(newcomer, password)
    expect(await heading(newcomer)).toBe('My work')
    await visit(newcomer, link, 404)
    expect(await heading(newcomer)).toBe('This link can’t be used')
    await close(admin, newcomer)
  })

  it('disables a person, whose next request is refused, and lets them in again', async () => {
    const [admin, newcomer] = [await site.signIn('admin@fourfold.example', way), await signedIn(way, email)]
    await visit(newcomer, '/threats')
    await openPerson(admin, email)
    await expectFit(admin)
    await press(admin.getByRole('button', { name: 'Disable' }))
    expect(await admin.getByText('Person disabled').isVisible()).toBe(true)
    await expectFit(admin)
    await newcomer.goto('/threats')
    expect(await heading(newcomer)).toBe('Sign in')
    await signInOn(newcomer, email, password)
    expect(await newcomer.getByRole('alert').innerText()).toContain('Email address or password is not right')
    await press(admin.getByRole('button', { name: 'Enable' }))
    await signInOn(newcomer, email, password)
    expect(new URL(newcomer.url()).pathname).toBe('/threats')
    await close(admin, newcomer)
  })

  it('resets a password and changes parts', async () => {
    const [admin, newcomer] = [await site.signIn('admin@fourfold.example', way), await signedIn(way, email)]
    await openPerson(admin, email)
    await press(admin.getByRole('button', { name: 'Reset password' }))
    await newcomer.goto('/account')
    expect(await heading(newcomer)).toBe('Sign in')
    await newcomer.goto(await linkOn(admin))
    await choosePassword(newcomer, password)
    await admin.getByLabel('Analyst').uncheck()
    await admin.getByLabel('Tasking manager').check()
    await press(admin.getByRole('button', { name: 'Change parts' }))
    expect(await admin.getByText('Parts changed').isVisible()).toBe(true)
    await visit(newcomer, '/imports', 403)
    await close(admin, newcomer)
  })

  it('lets people sign out everywhere', async () => {
    const [here, there] = [await signedIn(way, email), await signedIn(way, email)]
    await visit(here, '/account')
    await press(here.getByRole('button', { name: 'Sign out everywhere' }))
    expect(await heading(here)).toBe('Sign in')
    await there.goto('/account')
    expect(await heading(there)).toBe('Sign in')
    await close(here, there)
  })

  it('sees organisations with their dates', async () => {
    const admin = await site.signIn('admin@fourfold.example', way)
    await visit(admin, '/organisations')
    await press(admin.getByRole('link', { name: 'Cheshire Constabulary' }))
    await expectFit(admin)
    expect(await admin.locator('main').innerText()).toContain('North West')
    await close(admin)
  })
})

async function signedIn(way: Way, email: string): Promise<Page> {
  const page = await site.open(way)
  await signInOn(page, email, password)
  return page
}

async function close(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await page.context().close()
}

async function addPerson(page: Page, email: string): Promise<string> {
  await press(page.getByRole('button', { name: 'Add a person' }))
  await expectFit(page)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Name', { exact: true }).fill('Newcomer Example')
  await page.getByLabel('Organisation').selectOption('Cheshire Constabulary')
  await press(page.getByRole('button', { name: 'Add person' }))
  expect(await page.getByRole('alert').innerText()).toContain('Select at least one part')
  expect(await page.getByLabel('Email address').inputValue()).toBe(email)
  await expectFit(page)
  await page.getByLabel('Analyst').check()
  await press(page.getByRole('button', { name: 'Add person' }))
  expect(await page.getByText('Person added').isVisible()).toBe(true)
  await expectFit(page)
  return linkOn(page)
}

/** The path of the one-time link that the page shows. */
async function linkOn(page: Page): Promise<string> {
  return new URL(await page.locator('code').innerText()).pathname
}

async function openPerson(page: Page, email: string): Promise<void> {
  await page.goto(`/people?text=${encodeURIComponent(email)}`)
  await press(page.getByRole('link', { name: 'Newcomer Example' }))
}

async function choosePassword(page: Page, text: string): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(text)
  await press(page.getByRole('button', { name: 'Keep this password' }))
}
