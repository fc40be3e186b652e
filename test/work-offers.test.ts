import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partsWith, samplePeople } from '#modules/organisations'
import { collect } from '#platform/http'
import { modules } from '../src/app.ts'
import { testServer, type TestServer } from './server.ts'

const { work } = collect(modules)
const mostListed = 50

let site: TestServer

beforeAll(async () => {
  site = await testServer({ sample: true })
})
afterAll(() => site.close())

describe('what the modules offer as work', () => {
  it('has a name of its own, a permission that a part gives, and a heading of words alone', () => {
    expect(work.length).toBeGreaterThan(0)
    expect(new Set(work.map(({ name }) => name)).size).toBe(work.length)
    expect(new Set(work.map(({ heading }) => heading)).size).toBe(work.length)
    for (const { name, heading, permission } of work) {
      expect([name, Object.keys(partsWith).includes(permission)]).toEqual([name, true])
      // Headings go into mail: nothing of a record can be in words that are the same for everyone.
      expect(heading).toMatch(/^[A-Z][a-z’',\- ]+$/)
    }
  })

  it.each(samplePeople)('is counted for $email as it is listed', async ({ email }) => {
    const person = await site.signIn(email)
    const { status, text } = await person.get('/work')
    expect(status).toBe(200)
    const panels = text.split('<section class="ff-panel"').slice(1)
    let total = 0
    for (const panel of panels) {
      const count = Number(/ff-panel__count"> \((\d+)\)/.exec(panel)?.[1])
      const listed = panel.match(/<li class="ff-work__item">/g)?.length ?? 0
      const heading = /<h2[^>]*>([^<]*)/.exec(panel)?.[1]
      expect([heading, listed]).toEqual([heading, Math.min(count, mostListed)])
      total += count
    }
    const inNavigation = /class="ff-navigation-count">([\d,]+)</.exec(text)?.[1]?.replaceAll(',', '')
    expect(Number(inNavigation ?? 0)).toBe(total)
  })
})
