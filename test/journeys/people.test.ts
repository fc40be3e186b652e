import { describe, expect, it } from 'vitest'
import { permissionsOf, samplePeople } from '#modules/organisations'
import { collect } from '#platform/http'
import { modules } from '../../src/app.ts'
import { addressesOf, nothing, pathsBeforeSignIn, pathsOfFiles, targetsFor } from './addresses.ts'
import { expectFit, heading, type Page, picture, press, revisit, signInOn, useSite, visit, type Way } from './site.ts'

const site = useSite()
const pages = collect(modules).routes.filter(route => route.method === 'GET' && route.area === 'page')
/** Pages on which people of different parts find different things. */
const differByPart = ['/', '/threats', '/threats/:reference', '/disruptions/:reference']
const looked = new Set<string>()
const atADesk: Way = { width: 'desktop', scripts: true }
const onAPhone: Way = { width: 'phone', scripts: false }

interface Expected {
  readonly way: Way
  readonly home: string
  readonly navigation: readonly string[]
}

const lead = ['My work', 'At a glance', 'Threats', 'Plans', 'My actions', 'Checks', 'Disruptions']
const analyst = [...lead, 'Extractions', 'Imports']
const region = 'North West at a glance'
const everyRegion = 'Every region at a glance'
const work = 'My work'
const reader = ['At a glance', 'Threats', 'Plans', 'Checks', 'Disruptions', 'Extractions']

/** Where each begins, and where each can go. People of one part come in different ways. */
const expected: Readonly<Record<string, Expected>> = {
  'analyst@cheshire.example': { way: atADesk, home: work, navigation: analyst },
  'lro@cheshire.example': { way: atADesk, home: work, navigation: lead },
  'analyst@lancashire.example': { way: onAPhone, home: work, navigation: analyst },
  'lro@merseyside.example': { way: onAPhone, home: work, navigation: lead },
  'rocta@nwrocu.example': { way: atADesk, home: work, navigation: analyst },
  // Nothing waits for them in the sample.
  'tasking@nwrocu.example': { way: onAPhone, home: region, navigation: [...lead, 'Extractions'] },
  'tasking@nca.example': { way: atADesk, home: everyRegion, navigation: [...lead, 'Extractions'] },
  'housing@council.example': {
    way: onAPhone,
    home: work,
    navigation: ['My work', 'Threats', 'Plans', 'My actions', 'Disruptions'],
  },
  'inspector@hmicfrs.example': { way: atADesk, home: everyRegion, navigation: reader },
  'mayor@oversight.example': { way: onAPhone, home: region, navigation: ['At a glance', 'Checks'] },
  'admin@fourfold.example': {
    way: atADesk,
    home: 'People',
    navigation: ['My work', 'People', 'Organisations', 'Reference data', 'Mail', 'Imports'],
  },
}

it('knows an address of every page of the house', () => {
  const known = [...Object.keys(addressesOf), ...pathsBeforeSignIn]
  expect(pages.map(route => route.path).toSorted()).toEqual(known.toSorted())
  expect(Object.keys(expected)).toEqual(samplePeople.map(person => person.email))
})

describe.each(samplePeople)('$email', person => {
  const { way, home, navigation } = expected[person.email]!
  const permissions = permissionsOf(person.parts)

  it('signs in, comes home, and can go where the part leads', async () => {
    const page = await site.open(way)
    await visit(page, '/sign-in')
    if (way === atADesk) await picture(page, 'sign-in', way)
    await signInOn(page, person.email)
    expect(await heading(page)).toBe(home)
    const menu = page.getByRole('navigation', { name: 'Menu' })
    const texts = await menu.getByRole('link').allInnerTexts()
    // Read out, what waits comes after a comma: "My work, 7 things".
    const labels = texts.map(text => text.split(',')[0]?.trim() ?? '')
    expect(labels.toSorted()).toEqual(navigation.toSorted())
    for (const label of labels) {
      await press(menu.getByRole('link', { name: label }))
      expect(await heading(page)).not.toMatch(/wrong|not found|does not include/)
    }
    await page.context().close()
  })

  it('opens every page that the part includes, and no other', async () => {
    const targets = await targetsFor(site.server, person, permissions)
    const page = await site.signIn(person.email, way)
    for (const { path, permission } of pages.filter(one => !pathsBeforeSignIn.includes(one.path))) {
      const allowed = permission === 'anyone' || permission === 'signed-in' || permissions.has(permission)
      for (const address of addressesOf[path]?.(targets) ?? []) await expectPage(page, address, path, allowed)
    }
    await page.context().close()
  }, 600_000)
})

describe('what a part does not include', () => {
  it('a partner sees what was shared with it and nothing else', async () => {
    const page = await site.signIn('housing@council.example', onAPhone)
    await page.goto('/threats')
    expect(
      await page
        .getByRole('table')
        .getByRole('link', { name: /^[A-Z]{3}-\d+$/ })
        .allInnerTexts(),
    ).toEqual(['CHE-00002', 'CHE-00031', 'CHE-00057', 'CHE-00075'])
    await visit(page, '/threats/CHE-00001', 404)
    await page.goto('/search?reference=CHE-00001')
    expect(await heading(page)).not.toContain('Threat')
    await page.context().close()
  })

  it('oversight sees figures: no record, no reference, no way to one', async () => {
    const page = await site.signIn('mayor@oversight.example', atADesk)
    await page.goto('/glance?asAt=2023-07-13')
    await expectFit(page)
    expect(await page.locator('main').innerHTML()).not.toMatch(/\/(threats|disruptions)|[A-Z]{3}-\d{5}/)
    await picture(page, 'oversight', atADesk)
    await visit(page, '/threats', 403)
    await page.context().close()
  })

  it('an inspector sees all records but those of handling Named', async () => {
    const page = await site.signIn('inspector@hmicfrs.example', atADesk)
    await page.goto('/threats?asAt=2023-01-04&live=yes')
    expect(await heading(page)).toBe('938 threats')
    await visit(page, '/threats/CHE-00132', 404)
    await visit(page, '/threats/CHE-00119')
    await page.context().close()
  })

  it('an administrator sees no record by being one', async () => {
    const page = await site.signIn('admin@fourfold.example', atADesk)
    await visit(page, '/threats/CHE-00003', 403)
    expect(await heading(page)).toBe('Your part does not include this')
    await page.context().close()
  })
})

/** The page is there and fit for everyone; the file comes; or it is refused. */
async function expectPage(page: Page, address: string, path: string, allowed: boolean): Promise<void> {
  const status = address.includes(nothing) ? 404 : 200
  if (allowed && !pathsOfFiles.test(path)) return look(page, address, path, status)
  const answer = await page.request.get(address)
  expect(`${address}: ${answer.status()}`).toBe(`${address}: ${allowed ? status : 403}`)
}

/** Looks closely at a page the first time that somebody of a part comes to it, in each way; at those that are one for all, once. */
async function look(page: Page, address: string, path: string, status: number): Promise<void> {
  const isWide = (page.viewportSize()?.width ?? 0) > 320
  const parts = differByPart.includes(path) ? await page.getByRole('navigation', { name: 'Menu' }).innerText() : ''
  const kind = `${path} ${address.split('/')[2]} ${isWide} ${parts}`
  if (looked.has(kind)) return revisit(page, address, status)
  looked.add(kind)
  await visit(page, address, status)
}
