import { describe, expect, it } from 'vitest'
import { expectFit, heading, type Page, picture, press, useSite, visit, ways } from './site.ts'

const site = useSite()
const banner = 'You are looking at what was known on 4 January 2023. Nothing can be changed.'

describe.each(ways)('the site on a past day, on a $width, scripts $scripts', way => {
  it('answers everywhere as it was known then, changes nothing, and comes back by one click', async () => {
    const page = await site.signIn('rocta@nwrocu.example', way)
    await page.goto('/threats/CHE-00087')
    await press(page.getByRole('link', { name: 'Another day' }))
    await expectFit(page)
    await putOn(page, '4', '1', '2023')
    expect(new URL(page.url()).pathname).toBe('/threats/CHE-00087')
    for (const address of ['/threats?live=yes&region=North+West', '/disruptions', '/', '/extractions', '/account']) {
      await visit(page, address)
      expect(await bannerText(page)).toBe(banner)
      if (address === '/') await picture(page, 'at-a-glance', way)
    }
    await page.goto('/threats?live=yes&region=North+West')
    expect(await heading(page)).toBe('938 threats')
    if (way.width === 'desktop') await picture(page, 'past-day', way)
    await press(page.getByRole('link', { name: 'Return' }).or(page.getByRole('button', { name: 'Return to today' })))
    expect(await page.locator('main').innerText()).not.toContain('938 threats')
    expect(await page.getByRole('button', { name: 'Return to today' }).count()).toBe(0)
    await page.context().close()
  })

  it('shows a record as it stood then', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await page.goto('/threats/CHE-00015')
    const today = await page.locator('main').innerText()
    expect(today).toContain('3 March 2023')
    await page.goto('/as-at')
    await putOn(page, '25', '6', '2020')
    await visit(page, '/threats/CHE-00015')
    const then = await page.locator('main').innerText()
    expect(then).toContain('What was known then')
    expect(then).toContain('Tier 3')
    expect(then).toContain('22 June 2020')
    await press(page.getByRole('link', { name: 'History' }))
    expect(await page.locator('main').innerText()).not.toMatch(/2023|Tier 1/)
    await page.context().close()
  })

  it('refuses a change, and says how to make it', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await page.goto('/as-at')
    await putOn(page, '4', '1', '2023')
    await page.goto('/handling/threats/CHE-00016/change')
    await page.getByLabel('Organisation', { exact: true }).check()
    await page.getByLabel('Why').fill('To be refused')
    await press(page.getByRole('button', { name: 'Continue' }))
    expect(await heading(page)).toBe('The site is on a past day')
    await expectFit(page)
    await page.context().close()
  })

  it('takes no day that is none', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await page.goto('/as-at')
    await putOn(page, '31', '2', '2023')
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.getByRole('alert').innerText()).toContain('The day must be a real day')
    expect(await page.getByLabel('Day', { exact: true }).inputValue()).toBe('31')
    await expectFit(page)
    await page.context().close()
  })
})

async function putOn(page: Page, day: string, month: string, year: string): Promise<void> {
  await page.getByLabel('Day', { exact: true }).fill(day)
  await page.getByLabel('Month').fill(month)
  await page.getByLabel('Year').fill(year)
  await press(page.getByRole('button', { name: 'Show this day' }))
}

async function bannerText(page: Page): Promise<string> {
  const text = await page.getByRole('region', { name: 'Past day' }).locator('p').innerText()
  return text.replaceAll(/\s+/g, ' ').trim()
}
