import { describe, expect, it } from 'vitest'
import {
  closePages,
  comes,
  doneBanner,
  download,
  expectFit,
  heading,
  mainText,
  picture,
  press,
  useSite,
  visit,
  ways,
} from './site.ts'

const site = useSite()

describe.each(ways)('the day to day on a $width, scripts $scripts', way => {
  it('an administrator changes reference data, and sees first what that would affect', async () => {
    const page = await site.signIn('admin@fourfold.example', way)
    await visit(page, '/reference')
    if (way.width === 'desktop') await picture(page, 'reference-data', way)
    await press(page.getByRole('link', { name: 'Disruption tactics' }))
    await expectFit(page)
    await press(page.getByRole('button', { name: 'Add a value' }))
    await page.getByLabel('Value', { exact: true }).fill(`Talk to a landlord, ${way.width}`)
    await press(page.getByRole('button', { name: 'Continue' }))
    await expectFit(page)
    expect(await heading(page)).toMatch(/^Check what/)
    await press(page.getByRole('button', { name: 'Add the value' }))
    expect(await doneBanner(page)).toContain('Value added')
    await expectFit(page)

    await visit(page, '/reference/phases')
    await press(page.getByRole('link', { name: 'Monitoring' }))
    await expectFit(page)
    await press(page.getByRole('button', { name: 'End, rename or merge' }))
    await expectFit(page)
    await closePages(page)

    const analyst = await site.signIn('analyst@cheshire.example', way)
    await visit(analyst, '/disruptions/new?threat=CHE-00058')
    expect(await analyst.getByLabel('Tactic').innerText()).toContain(`Talk to a landlord, ${way.width}`)
    await closePages(analyst)
  })

  it('rows are pasted from a spreadsheet, and are an import like any other', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/imports/new')
    const header =
      'Reference\tRecorded at\tOwner\tName\tThreat type\tType\tSOC\tModeration status\tTier\tPhase\tCrime category'
    const row = (reference: string, tier: string) =>
      `PASTED-${way.width}-${reference}\t2026-03-02T09:00:00Z\tCheshire Constabulary\t"Two\nlines"\tVulnerability\tTactical\tSOC\tModerated\t${tier}\tActive\tDrugs`
    await page.getByRole('radio', { name: 'Threats' }).check()
    await page
      .getByLabel('Or rows copied from a spreadsheet')
      .fill([header, row('1', 'Tier 1'), row('2', 'Tier 9')].join('\n'))
    await press(page.getByRole('button', { name: 'Check the rows' }))
    await comes(page.getByRole('button', { name: /^Take the good/ }))
    await expectFit(page)
    if (way.width === 'desktop') await picture(page, 'pasted-rows', way)
    await press(page.getByRole('button', { name: /^Take the good/ }))
    await comes(page.getByRole('link', { name: /^Download what was not taken/ }))
    await visit(page, `/threats/PASTED-${way.width}-1`)
    expect(await mainText(page)).toContain('Two lines')
    await closePages(page)
  })

  it('a template and a list come as workbooks', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/threats?tier=Tier+1')
    const list = await download(page, 'Export as XLSX')
    expect(list.name).toMatch(/^threats-\d{4}-\d\d-\d\d\.xlsx$/)
    expect(list.text.slice(0, 2)).toBe('PK')
    await closePages(page)
  })

  it('a token is made, shown once, and revoked', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    await visit(page, '/account')
    await press(page.getByRole('main').getByRole('link', { name: /token/i }).first())
    await expectFit(page)
    await press(page.getByRole('button', { name: 'Make token' }))
    expect(await page.title()).toMatch(/^Error: /)
    await expectFit(page)
    await page.getByLabel('Name', { exact: true }).fill(`Nightly, ${way.width}`)
    await page.getByRole('radio', { name: 'Read', exact: true }).check()
    await press(page.getByRole('button', { name: 'Make token' }))
    await expectFit(page)
    const token = (await page.locator('main code').first().innerText()).trim()
    const asks = (address: string) =>
      page.request.get(address, { headers: { authorization: `Bearer ${token}`, cookie: '' } })
    expect((await asks('/api/v1/threats?limit=1')).status()).toBe(200)
    await visit(page, '/account/tokens')
    expect(await page.content()).not.toContain(token)
    if (way.width === 'desktop') await picture(page, 'tokens', way)
    await press(page.getByRole('button', { name: /^Revoke/ }).first())
    expect(await doneBanner(page)).toContain('Token revoked')
    expect((await asks('/api/v1/threats?limit=1')).status()).toBe(401)
    await closePages(page)
  })

  it('messages: how often they come is each one’s own choice', async () => {
    const page = await site.signIn('lro@cheshire.example', way)
    await visit(page, '/messages')
    await page.getByRole('radio', { name: 'Once a week at most' }).check()
    await press(page.getByRole('button', { name: 'Save' }))
    expect(await doneBanner(page)).toContain('Your choice is kept')
    await expectFit(page)
    expect(await page.getByRole('radio', { name: 'Once a week at most' }).isChecked()).toBe(true)
    if (way.width === 'desktop') await picture(page, 'messages', way)
    await closePages(page)
  })
})
