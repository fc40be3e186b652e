import { describe, expect, it } from 'vitest'
import { expectFit, heading, type Page, picture, press, useSite, visit, type Way, ways } from './site.ts'

const site = useSite()
/** A record for each way to come, so that neither finds what the other changed. */
const records = { desktop: 'CHE-00015', phone: 'CHE-00016' } as const

describe.each(ways)('handling and sharing on a $width, scripts $scripts', way => {
  const reference = records[way.width]

  it('hides a record from the others by its handling: they find nothing, as if it were not there', async () => {
    const [owner, other] = await both(way, 'analyst@lancashire.example')
    await visit(other, `/threats/${reference}`)
    await changeHandling(owner, reference, way)
    await visit(other, `/threats/${reference}`, 404)
    const hidden = await other.locator('main').innerHTML()
    await visit(other, '/threats/CHE-99999', 404)
    expect(await other.locator('main').innerHTML()).toBe(hidden)
    await other.goto(`/threats?name=${encodeURIComponent(await nameOf(owner, reference))}`)
    expect(await other.getByRole('link', { name: reference }).count()).toBe(0)
    await close(owner, other)
  })

  it('shows it to a partner for as long as it is shared, and says why', async () => {
    const [owner, partner] = await both(way, 'housing@council.example')
    await visit(partner, `/threats/${reference}`, 404)
    await share(owner, reference)
    await visit(partner, `/threats/${reference}`)
    await explain(owner, reference)
    await owner.goto(`/handling/threats/${reference}`)
    await press(owner.getByRole('button', { name: 'End share with Halton Borough Council' }))
    expect(await owner.getByText('Share ended').isVisible()).toBe(true)
    await expectFit(owner)
    await visit(partner, `/threats/${reference}`, 404)
    await close(owner, partner)
  })

  it('asks again for what is missing', async () => {
    const [owner] = await both(way)
    await owner.goto(`/handling/threats/${reference}/share`)
    await press(owner.getByRole('button', { name: 'Share', exact: true }))
    expect(await owner.title()).toMatch(/^Error: /)
    await expectFit(owner)
    await close(owner)
  })
})

async function both(way: Way, other?: string): Promise<[Page, Page]> {
  const owner = await site.signIn('analyst@cheshire.example', way)
  return [owner, other === undefined ? owner : await site.signIn(other, way)]
}

async function close(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await page.context().close()
}

async function nameOf(page: Page, reference: string): Promise<string> {
  await page.goto(`/threats/${reference}`)
  return heading(page)
}

async function changeHandling(page: Page, reference: string, way: Way): Promise<void> {
  await page.goto(`/threats/${reference}`)
  await press(page.getByRole('link', { name: 'Change handling or share' }))
  await expectFit(page)
  if (way.width === 'desktop') await picture(page, 'handling', way)
  await press(page.getByRole('link', { name: 'Change handling', exact: true }))
  await expectFit(page)
  await page.getByLabel('Organisation', { exact: true }).check()
  await page.getByLabel('Why').fill('An operation begins')
  await press(page.getByRole('button', { name: 'Continue' }))
  await expectFit(page)
  expect(await heading(page)).toBe('Check who will see it')
  expect(await page.getByRole('table').innerText()).not.toContain('Lancashire')
  await press(page.getByRole('button', { name: 'Change handling' }))
  expect(await page.getByText('Handling changed to Organisation').isVisible()).toBe(true)
}

async function share(page: Page, reference: string): Promise<void> {
  await page.goto(`/handling/threats/${reference}`)
  await press(page.getByRole('link', { name: 'Share with another' }))
  await page.getByLabel('An organisation').check()
  await page.getByLabel('Organisation', { exact: true }).selectOption({ label: 'Halton Borough Council (partner)' })
  await page.getByLabel('With its history').check()
  await page.getByLabel('Why', { exact: true }).fill('They house the people at risk')
  await press(page.getByRole('button', { name: 'Share', exact: true }))
  expect(await page.getByText('Shared with Halton Borough Council').first().isVisible()).toBe(true)
  await expectFit(page)
}

async function explain(page: Page, reference: string): Promise<void> {
  await page.goto(`/threats/${reference}`)
  await press(page.getByRole('link', { name: 'Why can this person see it?' }))
  const answerFor = async (email: string): Promise<string> => {
    await page.getByLabel('Email address of the person').fill(email)
    await press(page.getByRole('button', { name: 'Find out' }))
    return page.locator('main').innerText()
  }
  expect(await answerFor('housing@council.example')).toContain('with which the record is shared')
  await expectFit(page)
  expect(await answerFor('analyst@lancashire.example')).toContain('No, Lindsay Example can’t see it.')
}
