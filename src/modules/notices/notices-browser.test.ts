import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  type Page,
  screenshot,
  type TestBrowser,
} from '#test/browser'
import { samplePassword } from '#test/sample-database'
import { type TestServer, testServer } from '#test/server'

let site: TestServer
let browser: TestBrowser
let baseUrl: string

const longName = 'A name without an end: '.repeat(8).trim()

beforeAll(async () => {
  site = await testServer()
  await sql`
    insert into platform.draft (person_id, kind, address, title, saved_at)
    select id, 'threats.new', '/threats/new', title, now() from organisations.person, unnest(array[
      'Record a threat', ${longName}, ${'W'.repeat(120)}]) as title
    where email = 'analyst@cheshire.example'`.execute(site.database.owner)
  baseUrl = await site.server.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** A message of a day, so that each way of coming finds one that is new. */
async function write(day: string): Promise<void> {
  await sql`
    with settled as (
      insert into notices.digest_day (person_id, day)
      select id, ${day}::date from organisations.person where email = 'analyst@cheshire.example' returning person_id, day)
    insert into notices.message (person_id, day, written_at, subject, body, mail)
    select person_id, day, day, 'Fourfold: 3 things wait for you', E'3 things wait.\n\n* Drafts to finish: 3', 'none'
    from settled`.execute(site.database.owner)
}

describe.each([
  { width: 'desktop', scripts: true, day: '2026-11-19' },
  { width: 'phone', scripts: false, day: '2026-11-20' },
] as const)('on a $width', ({ width, scripts, day }) => {
  it('work is the first page, and a message leads to it', async () => {
    await write(day)
    const page = await browser.newPage({ width, scripts, baseUrl })
    await page.goto('/sign-in')
    await page.getByLabel('Email address').fill('analyst@cheshire.example')
    await page.getByLabel('Password', { exact: true }).fill(samplePassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
    await look(page, `work-${width}.png`)
    expect(await page.getByRole('link', { name: /^My work\s*,\s*3\s+things$/ }).count()).toBe(1)
    await page.getByRole('link', { name: /^Messages\s*,\s*1\s+unread$/ }).click()
    await page.getByText('Kept here only').first().waitFor()
    await look(page, `messages-${width}.png`)
    await page.getByRole('link', { name: 'Fourfold: 3 things wait for you' }).first().click()
    await page.getByText('* Drafts to finish: 3').waitFor()
    await look(page, `message-${width}.png`)
    await page.getByRole('button', { name: 'Go to my work' }).click()
    await page.waitForURL('**/work')
    expect(await page.getByRole('link', { name: 'Messages', exact: true }).count()).toBe(1)
    await page.goto('/messages')
    await page.getByLabel('Once a week at most').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Your choice is kept').waitFor()
    await look(page, `messages-kept-${width}.png`)
    await page.context().close()
  })
})

it('nothing was missing or refused by the browser', () => {
  expect([...browser.complaints, ...site.faults]).toEqual([])
})

async function look(page: Page, name: string): Promise<void> {
  await screenshot(page, name)
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
}
