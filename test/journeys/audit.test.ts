import { describe, expect, it } from 'vitest'
import { expectFit, heading, type Page, picture, press, useSite, visit, ways } from './site.ts'

const site = useSite()
/** The sample's record of handling Named: Cheshire's analyst and lead responsible officer are named. */
const named = 'CHE-00132'
/** The sample's record of handling Organisation. */
const oursAlone = 'CHE-00119'

describe.each(ways)('the audit on a $width, scripts $scripts', way => {
  it('says who saw a record, who asked in vain, and when', async () => {
    const officer = await site.signIn('lro@cheshire.example', way)
    await officer.goto(`/threats/${oursAlone}/history`)
    await officer.context().close()
    const other = await site.signIn('analyst@lancashire.example', way)
    await visit(other, `/threats/${oursAlone}`, 404)
    await other.context().close()
    const page = await site.signIn('analyst@cheshire.example', way)
    await page.goto(`/threats/${oursAlone}`)
    await press(page.getByRole('link', { name: 'Who has seen this threat' }))
    await expectFit(page)
    expect((await entries(page)).slice(0, 3)).toEqual([
      'analyst@cheshire.example: Threat viewed',
      'analyst@lancashire.example: Threat viewed: refused',
      'lro@cheshire.example: Threat history viewed',
    ])
    if (way.width === 'desktop') await picture(page, 'audit', way)
    await page.context().close()
  })

  it('asks once a visit for the reason that a Named record demands, and keeps it', async () => {
    const page = await site.signIn('lro@cheshire.example', way)
    await visit(page, `/threats/${named}`)
    expect(await heading(page)).toBe('Why do you need to see this record?')
    expect(await page.locator('main').innerText()).not.toContain('Crime category')
    await press(page.getByRole('button', { name: 'Continue' }))
    expect(await page.getByRole('alert').innerText()).toContain('Enter why you need to see this record')
    await expectFit(page)
    await page.getByLabel('Why do you need to see this record?').fill(`Review on a ${way.width}`)
    await press(page.getByRole('button', { name: 'Continue' }))
    expect(new URL(page.url()).pathname).toBe(`/threats/${named}`)
    expect(await page.locator('main').innerText()).toContain('Crime category')
    await visit(page, `/threats/${named}/history`)
    expect(await heading(page)).not.toBe('Why do you need to see this record?')
    await page.context().close()

    const analyst = await site.signIn('analyst@cheshire.example', way)
    await analyst.goto(`/audit/threats/${named}`)
    if ((await heading(analyst)).startsWith('Why')) await giveReason(analyst)
    expect(await analyst.getByRole('table').innerText()).toContain(`Review on a ${way.width}`)
    await analyst.context().close()
  })

  it('is hidden with its record', async () => {
    const page = await site.signIn('analyst@lancashire.example', way)
    await visit(page, `/audit/threats/${named}`, 404)
    expect(await heading(page)).toBe('Page not found')
    await page.context().close()
  })
})

async function giveReason(page: Page): Promise<void> {
  await page.getByLabel('Why do you need to see this record?').fill('To read its audit')
  await press(page.getByRole('button', { name: 'Continue' }))
}

async function entries(page: Page): Promise<readonly string[]> {
  const rows = await page.getByRole('table').locator('tbody tr').all()
  const read = await Promise.all(
    rows.map(async row => {
      const cell = async (label: string) => (await row.locator(`[data-label="${label}"]`).innerText()).trim()
      return `${await cell('Who')}: ${await cell('What')}`
    }),
  )
  return read
}
