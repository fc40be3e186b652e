import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetsFolder, page } from '#ui'
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from './browser.ts'
import type { Page, TestBrowser } from './browser.ts'
import { galleryPages } from './gallery.tsx'
import type { GalleryPage } from './gallery.tsx'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

const FAULTY =
  '<!DOCTYPE html><html lang="en"><title>Faulty</title><script>alert(1)</script><body><svg width="892" height="9"></svg><img src="favicon.svg">'

let server: Server
let baseUrl: string
let browser: TestBrowser

beforeAll(async () => {
  server = createServer((request, response) => void answer(request.url ?? '/', response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser.close()
  server.close()
})

describe.each(galleryPages.map(one => one.name))('the components on the page "%s"', name => {
  test.each([
    { width: 'desktop', scripts: true },
    { width: 'phone', scripts: true },
    { width: 'phone', scripts: false },
  ] as const)('fit a $width and are accessible, scripts $scripts', async ({ width, scripts }) => {
    const opened = await open(name, { width, scripts })
    await expectNoSidewaysScroll(opened)
    if (width === 'desktop' || !scripts) await expectAccessible(opened)
    await opened.context().close()
  })

  test('obey the content security policy and miss nothing', async () => {
    const before = browser.complaints.length
    const opened = await open(name, {})
    await opened.context().close()
    expect(browser.complaints.slice(before)).toEqual([])
  })
})

test('the checks find planted faults', async () => {
  const before = browser.complaints.length
  const opened = await open('faulty', { width: 'phone' })
  await expect(expectAccessible(opened)).rejects.toThrow('image-alt')
  await expect(expectNoSidewaysScroll(opened)).rejects.toThrow('900 wide in a window of 320')
  expect(browser.complaints.slice(before).join('\n')).toContain('Content Security Policy')
})

test('the filters are open beside the list on a desktop, folded away on a phone, without scripts', async () => {
  const desktop = await open('list', { scripts: false })
  expect(await desktop.getByLabel('Name or reference').isVisible()).toBe(true)
  const phone = await open('list', { scripts: false, width: 'phone' })
  expect(await phone.getByLabel('Name or reference').isVisible()).toBe(false)
  await phone.getByText('Filters (2 in use)').click()
  expect(await phone.getByLabel('Name or reference').isVisible()).toBe(true)
})

test('the error summary takes the focus and leads to each field, the first box of a date included', async () => {
  const opened = await open('form', {})
  await opened.getByRole('alert').waitFor()
  await opened.getByRole('link', { name: 'Recorded on must be in the past' }).click()
  expect(await opened.evaluate('document.activeElement.name')).toBe('recorded-day')
})

async function open(name: string, options: Parameters<TestBrowser['newPage']>[0]): Promise<Page> {
  const opened = await browser.newPage({ ...options, baseUrl })
  await opened.goto(`/${name}`)
  return opened
}

async function answer(url: string, response: ServerResponse): Promise<void> {
  const name = basename(new URL(url, baseUrl).pathname)
  const body = await bodyOf(name)
  const type = TYPES[extname(name)] ?? 'text/html; charset=utf-8'
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': type,
    'content-security-policy': "default-src 'self'",
  })
  response.end(body)
}

async function bodyOf(name: string): Promise<string | undefined> {
  if (name === 'faulty') return FAULTY
  const shown = galleryPages.find(one => one.name === name)
  if (shown) return document(shown)
  return existsSync(join(assetsFolder, name)) ? readFile(join(assetsFolder, name), 'utf8') : undefined
}

function document({ frame, content }: GalleryPage): string {
  return page(
    {
      title: '',
      signedInAs: 'A. Example',
      organisation: 'North West Regional Organised Crime Unit',
      accountLinks: [{ label: 'Another day', href: '/as-at' }],
      navigation: [
        { label: 'Your work', href: '/', count: 3 },
        { label: 'Threats', href: '/threats' },
        { label: 'Disruptions', href: '/disruptions' },
        { label: 'Figures', href: '/figures' },
        { label: 'Extractions', href: '/extractions' },
        { label: 'Imports', href: '/imports' },
      ],
      invented: true,
      csrfToken: 'token',
      currentPath: '/other',
      version: '0.1.0',
      ...frame,
    },
    content,
  )
}
