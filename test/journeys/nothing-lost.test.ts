import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import {
  closePages,
  comes,
  doneBanner,
  expectFit,
  heading,
  mainText,
  type Page,
  picture,
  press,
  pressTwice,
  signInOn,
  useSite,
  visit,
  ways,
} from './site.ts'

const site = useSite()
/** A threat for each way to come, so that neither finds what the other changed. */
const threats = { desktop: 'CHE-00034', phone: 'CHE-00046' } as const

describe.each(ways)('what is typed on a $width, scripts $scripts', way => {
  const reference = threats[way.width]
  const [byFirst, bySecond] = [`Named by the first, on a ${way.width}`, `Renamed by the second, on a ${way.width}`]

  it('is not lost when someone else changes the threat meanwhile: each sees what the other did', async () => {
    const first = await site.signIn('analyst@cheshire.example', way)
    const second = await site.signIn('analyst@cheshire.example', way)
    for (const page of [first, second]) await visit(page, `/threats/${reference}/change`)
    await first.getByLabel('What is it called?').fill(byFirst)
    await press(first.getByRole('button', { name: 'Record the change' }))
    expect(await doneBanner(first)).toContain('Threat changed')

    await second.getByLabel('What is it called?').fill(bySecond)
    await second.getByRole('radio', { name: 'Closed - dismantled' }).check()
    await press(second.getByRole('button', { name: 'Record the change' }))
    expect(await heading(second)).toBe('Someone else changed it meanwhile')
    await expectFit(second)
    if (way.width === 'desktop') await picture(second, 'changed-meanwhile', way)
    const shown = await mainText(second)
    for (const words of [byFirst, bySecond, 'Closed - dismantled', 'Ashley Example']) {
      expect(shown).toContain(words)
    }
    await second.getByRole('radio', { name: bySecond }).check()
    await press(second.getByRole('button', { name: /^Record/ }).first())
    expect(await doneBanner(second)).toContain('Threat changed')
    expect(await heading(second)).toBe(bySecond)
    expect(await mainText(second)).toContain('Closed - dismantled')
    await visit(second, `/threats/${reference}/history`)
    expect(await mainText(second)).toContain(byFirst)
    await closePages(first, second)
  })

  it('is there again after signing out, as a draft among the work', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    const name = `Half typed on a ${way.width}`
    await visit(page, '/threats/new')
    await page.getByLabel('What is it called?').fill(name)
    await page.getByRole('radio', { name: 'Vulnerability' }).check()
    if (way.scripts) {
      // Kept by itself, three seconds after the last change.
      await comes(page.getByText(/^Draft saved at \d/))
    } else {
      await press(page.getByRole('button', { name: 'Save and come back later' }))
      await comes(page.getByText('Draft saved'))
    }
    await press(page.getByRole('button', { name: 'Sign out' }))
    await signInOn(page, 'analyst@cheshire.example')
    await visit(page, '/work')
    await press(page.getByRole('link', { name: new RegExp(name) }).first())
    await expectFit(page)
    expect(await page.getByLabel('What is it called?').inputValue()).toBe(name)
    expect(await page.getByRole('radio', { name: 'Vulnerability' }).isChecked()).toBe(true)
    await visit(page, '/threats/new')
    expect(await mainText(page)).toContain(name)
    await visit(page, '/drafts')
    if (way.width === 'desktop') await picture(page, 'drafts', way)
    await closePages(page)
  })

  it('is there again when the visit had ended before the form was sent', async () => {
    const page = await site.signIn('lro@cheshire.example', way)
    await visit(page, '/disruptions/new')
    await page.getByLabel('What happened?').fill(`Typed before the visit ended, on a ${way.width}`)
    await endVisitsOf('lro@cheshire.example')
    await press(page.getByRole('button', { name: 'Continue' }))
    expect(await heading(page)).toBe('Sign in')
    await signInOn(page, 'lro@cheshire.example')
    await expectFit(page)
    expect(await page.getByLabel('What happened?').inputValue()).toBe(`Typed before the visit ended, on a ${way.width}`)
    await closePages(page)
  })

  it('makes one record when its button is pressed twice, and is pointed out when it is typed again', async () => {
    const page = await site.signIn('analyst@cheshire.example', way)
    const name = `Sent twice on a ${way.width}`
    await visit(page, '/threats/new')
    await fill(page, name)
    await pressTwice(page.getByRole('button', { name: 'Record a threat' }), /\/threats\/CHE-[^/]+$/)
    const made = new URL(page.url()).pathname
    await page.goBack()
    await fill(page, name)
    await press(page.getByRole('button', { name: 'Record a threat' }))
    expect(await page.getByRole('link', { name }).first().getAttribute('href')).toBe(made)
    await visit(page, `/threats?name=${encodeURIComponent(name)}`)
    expect(await heading(page)).toBe('1 threat')
    await closePages(page)
  })
})

async function fill(page: Page, name: string): Promise<void> {
  await page.getByLabel('What is it called?').fill(name)
  await page.getByRole('radio', { name: 'Vulnerability' }).check()
  await page.getByLabel('Crime category').selectOption('Drugs')
}

/** As if they had been away for long. */
async function endVisitsOf(email: string): Promise<void> {
  await sql`delete from organisations.session where person_id = (
    select id from organisations.person where email = ${email})`.execute(site.server.database.owner)
}
