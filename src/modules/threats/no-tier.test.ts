import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer } from '#test/server'

const names = ['Amber line', 'Copper wharf', 'Heron basalt', 'Juniper field', 'Quarry moor']
const answers = {
  threatType: 'Vulnerability',
  crimeCategory: 'Drugs',
  phase: 'Active',
  type: 'Tactical',
  soc: 'SOC',
  handling: 'Region',
}

let site: TestServer
beforeAll(async () => {
  site = await testServer()
  const analyst = await site.signIn('analyst@cheshire.example')
  for (const name of names) await analyst.post('/threats/new', { ...answers, name, _draft: '' })
})
afterAll(() => site.close())

test('threats that have no tier yet are on the pages of a list in the order of tiers, each once, both ways', async () => {
  const program = site.program(await site.tokenOf('analyst@cheshire.example'))
  for (const order of ['asc', 'desc']) {
    const found: string[] = []
    let after = ''
    do {
      const query = new URLSearchParams({ sort: 'tier', order, limit: '2', ...(after === '' ? {} : { after }) })
      const page = JSON.parse((await program.get(`/api/v1/threats?${query.toString()}`)).text) as {
        items: { name: string; tier: string | null }[]
        next: string | null
      }
      expect(page.items.map(item => item.tier)).toEqual(page.items.map(() => null))
      found.push(...page.items.map(item => item.name))
      after = page.next ?? ''
    } while (after !== '' && found.length < 20)
    expect(found.toSorted()).toEqual(names)
  }
})

test('a threat’s type, tier and moderation status are as the rules say for a new one', async () => {
  const analyst = await site.signIn('analyst@cheshire.example')
  const { text } = await analyst.get('/threats.csv')
  expect(text.split('\r\n')[1]).toMatch(
    /^CHE-\w{6},\w+ \w+,Cheshire Constabulary,Vulnerability,Drugs,,Active,Draft,Tactical,SOC,/,
  )
})
