import { expect, it } from 'vitest'
import { order, tabTo } from './keys.ts'
import { heading, pressKey, pressKeyHere, samplePassword, useSite } from './site.ts'

const site = useSite()

it('signs in, filters, opens a record, goes to a past day and signs out by keyboard alone', async () => {
  const page = await site.open({ width: 'desktop' })
  await page.goto('/sign-in')
  await tabTo(page, 'Email address')
  await page.keyboard.type('analyst@cheshire.example')
  await tabTo(page, 'Password')
  await page.keyboard.type(samplePassword)
  await pressKey(page, 'Enter')
  expect(await heading(page)).toBe('My work')

  await tabTo(page, 'Threats')
  await pressKey(page, 'Enter')
  // On a working day a digest is written from seven o'clock on, at any moment of the journey.
  const stops = (await order(page, 21)).map(name => name.replace(/, \d+ (things|unread)$/, ''))
  expect(stops).toEqual([
    'Skip to main content',
    'Fourfold',
    'Find a record by its reference',
    'Find',
    'Another day',
    'Messages',
    'Account',
    'Sign out',
    'My work',
    'At a glance',
    'Threats',
    'Plans',
    'My actions',
    'Checks',
    'Disruptions',
    'Extractions',
    'Imports',
    'Record a threat',
    'Export as CSV',
    'Export as XLSX',
    'Name contains',
  ])

  await page.reload()
  await tabTo(page, 'Skip to main content')
  await pressKeyHere(page, 'Enter')
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main-content')
  await tabTo(page, 'Name contains')
  await page.keyboard.type('velvet')
  await tabTo(page, 'As inspectors count them')
  await page.keyboard.press('Space')
  await tabTo(page, 'Apply filters')
  await pressKey(page, 'Enter')
  expect(new URL(page.url()).search).toBe('?name=velvet&live=yes')
  expect(await heading(page)).toMatch(/^\d+ threats$/)

  const first = await page.getByRole('rowheader').getByRole('link').first().innerText()
  await tabTo(page, first)
  await pressKey(page, 'Enter')
  expect(new URL(page.url()).pathname).toBe(`/threats/${first}`)

  await tabTo(page, 'Another day')
  await pressKey(page, 'Enter')
  await tabTo(page, 'Day')
  await page.keyboard.type('4')
  await tabTo(page, 'Month')
  await page.keyboard.type('1')
  await tabTo(page, 'Year')
  await page.keyboard.type('2023')
  await pressKey(page, 'Enter')
  expect(await page.getByRole('region', { name: 'Past day' }).innerText()).toContain('4 January 2023')
  await tabTo(page, 'Return to today')
  await pressKey(page, 'Enter')
  expect(await page.getByRole('region', { name: 'Past day' }).count()).toBe(0)

  await tabTo(page, 'Sign out')
  await pressKey(page, 'Enter')
  expect(await heading(page)).toBe('Sign in')
  await page.context().close()
})

it('the check of the focus finds one that can’t be seen', async () => {
  const page = await site.open({ width: 'desktop' })
  await page.goto('/sign-in')
  await page.evaluate(
    `document.querySelector('#email').style.cssText = 'outline: 0 !important; box-shadow: none !important; border: 1px solid red !important; background: none !important'`,
  )
  await expect(tabTo(page, 'Email address')).rejects.toThrow('can’t be seen to have the focus')
  await page.context().close()
})
