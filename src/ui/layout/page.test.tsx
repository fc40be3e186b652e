import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assetPath, assetsFolder } from './asset-path.ts'
import type { PageFrame } from './page-frame.ts'
import { page } from './page.tsx'

const frame: PageFrame = {
  title: 'Threats',
  signedInAs: 'A. Example',
  organisation: 'Cheshire Constabulary',
  navigation: [
    { label: 'Your work', href: '/', count: 3 },
    { label: 'Threats', href: '/threats' },
  ],
  invented: false,
  csrfToken: 'token',
  currentPath: '/threats/NW-1',
}

test('the document has a language, a title, a way past the header, and one main part', () => {
  const html = page(frame, <p>content</p>)
  expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en-GB"/)
  expect(html).toContain('<title>Threats - Fourfold</title>')
  expect(html).toMatch(/href="#main-content" class="govuk-skip-link"/)
  expect(html.match(/<main[^>]* id="main-content"/g)).toHaveLength(1)
})

test('the same page is the same bytes', () => {
  expect(page(frame, <p>content</p>)).toBe(page(frame, <p>content</p>))
})

test('errors are in the title and at the top of the page', () => {
  const html = page({ ...frame, errors: [{ field: 'name', text: 'Enter a name' }] }, <p>content</p>)
  expect(html).toContain('<title>Error: Threats - Fourfold</title>')
  expect(html.indexOf('There is a problem')).toBeLessThan(html.indexOf('<p>content</p>'))
  expect(html).toContain('<a href="#name">Enter a name</a>')
})

test('the navigation marks the place one is in, and what waits there', () => {
  const html = page(frame, null)
  expect(html.match(/aria-current/g)).toHaveLength(1)
  expect(html).toMatch(/href="\/threats" aria-current="true"/)
  expect(html).toContain('<span class="ff-navigation-count">3</span>')
  expect(html.replaceAll(/<[^>]+>/g, '')).toContain('Your work, 3 things')
})

test('who is signed in can search and sign out; nobody else can', () => {
  expect(page(frame, null)).toMatch(/action="\/search" method="get"[^]*action="\/sign-out" method="post"/)
  const html = page({ ...frame, signedInAs: undefined }, null)
  expect(html).not.toContain('/search')
  expect(html).not.toContain('/sign-out')
})

test('a past day, invented data and the handling are said on the page', () => {
  const plain = page(frame, null)
  expect(plain).not.toMatch(/Invented data|Nothing can be changed|OFFICIAL/)
  const html = page(
    {
      ...frame,
      invented: true,
      handling: 'OFFICIAL-SENSITIVE · Region',
      asAtBanner: { knownOn: '4 January 2023', returnAction: '/as-at/today' },
    },
    null,
  )
  expect(html).toContain('Invented data')
  expect(html).toContain('what was known on <strong>4 January 2023</strong>. Nothing can be changed.')
  expect(html).toMatch(/action="\/as-at\/today" method="post"[^>]*><input type="hidden" name="_csrf" value="token"\/>/)
  expect(html.match(/OFFICIAL-SENSITIVE · Region/g)).toHaveLength(2)
})

test('what people typed is escaped, its invisible characters shown', () => {
  const html = page(
    { ...frame, title: '</title>\u202E<script>', signedInAs: '<script>', organisation: '<script>' },
    '<script>',
  )
  expect(html).toContain('<title>&lt;/title&gt;[U+202E]&lt;script&gt; - Fourfold</title>')
  expect(html.match(/<script/g)).toHaveLength(1)
})

test('nothing in the page is inline: the content security policy lets only files run', () => {
  const html = page(frame, null)
  expect(html).not.toMatch(/ style=|<style| on\w+=/)
  expect(html.match(/<script[^>]*>[^<]*<\/script>/g)).toEqual([
    `<script type="module" src="${assetPath('fourfold.js')}"></script>`,
  ])
})

test('neither page nor assets carry the branding of GOV.UK', () => {
  const files = readdirSync(assetsFolder)
  expect(files.length).toBeGreaterThan(3)
  const everything = files.map(name => readFileSync(`${assetsFolder}${name}`, 'utf8')).join('\n') + page(frame, null)
  expect(everything).toContain('govuk-button')
  expect(everything).not.toMatch(/GDS Transport|@font-face|govuk-crest|crown|logotype|mask-icon|GOV\.UK<|opengraph/i)
  expect(files.filter(name => !/\.(css|js|svg|json)$/.test(name))).toEqual([])
})

test('an asset that was not built is a fault', () => {
  expect(() => assetPath('nothing.css')).toThrow('No such asset: nothing.css')
})
