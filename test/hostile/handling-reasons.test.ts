import { afterAll, beforeAll, expect, it } from 'vitest'
import { sceneOf } from '../access-scene.ts'
import { testServer, type TestServer, type Visitor } from '../server.ts'
import { asKept, asSent, packsOfLines } from './packs.ts'
import { shownTexts, typedValues } from './shown-texts.ts'

let site: TestServer
let analyst: Visitor

const address = '/handling/threats/H-1'
const reasons = packsOfLines(1000)

beforeAll(async () => {
  site = await testServer()
  await sceneOf(site.database).addThreat('H-1', 'Cheshire Constabulary', '2022-01-01T00:00:00Z')
  analyst = await site.signIn('analyst@cheshire.example')
}, 120_000)
afterAll(() => site.close())

it('reasons for a change of handling are checked, kept and shown as typed', async () => {
  for (const [index, reason] of reasons.entries()) {
    const fields = { handling: index % 2 === 0 ? 'Organisation' : 'Region', reason: asSent(reason) }
    const check = await analyst.post(`${address}/change`, fields)
    expect(check.status, check.text).toBe(200)
    expect(shownTexts(check.text).map(asKept)).toContain(asKept(reason))
    const again = typedValues(check.text).get('reason') ?? ''
    expect(asKept(again)).toBe(asKept(reason))
    const changed = await analyst.post(`${address}/change`, { ...fields, reason: asSent(again), checked: 'yes' })
    expect(changed.status).toBe(303)
  }
  const shown = shownTexts((await analyst.get(address)).text)
  expect(reasons.filter(reason => !shown.includes(asKept(reason)))).toEqual([])
})

it('reasons for a share are kept and shown as typed, also once it has ended', async () => {
  const form = (await analyst.get(`${address}/share`)).text
  const options = /<select[^>]*name="organisation"[\s\S]*?<\/select>/.exec(form)?.[0] ?? ''
  const organisations = [...options.matchAll(/<option value="(\d+)"/g)].map(match => match[1] ?? '')
  expect(organisations.length).toBeGreaterThanOrEqual(reasons.length)
  for (const [index, reason] of reasons.entries()) {
    const fields = { with: 'organisation', organisation: organisations[index] ?? '', what: 'history' }
    const shared = await analyst.post(`${address}/share`, { ...fields, reason: asSent(reason) })
    expect(shared.status, shared.text).toBe(303)
  }
  const page = (await analyst.get(address)).text
  // Each stands there twice: as the reason of a handling and of a share.
  expect(reasons.map(reason => timesShown(page, reason))).toEqual(reasons.map(() => 2))
  for (const [, end = ''] of page.matchAll(/action="([^"]+\/shares\/\d+\/end)"/g)) {
    expect((await analyst.post(end)).status).toBe(303)
  }
  const ended = (await analyst.get(address)).text
  expect(ended).not.toContain('/end"')
  expect(reasons.map(reason => timesShown(ended, reason))).toEqual(reasons.map(() => 2))
})

it('a reason that is refused stands in the form again as it was typed', async () => {
  for (const reason of reasons) {
    const change = await analyst.post(`${address}/change`, { handling: '', reason: asSent(reason) })
    const share = await analyst.post(`${address}/share`, { reason: asSent(reason) })
    for (const { status, text } of [change, share]) {
      expect(status).toBe(400)
      expect(asKept(typedValues(text).get('reason') ?? '')).toBe(asKept(reason))
    }
  }
})

it('white space around a reason goes, and one that is too long or no text is refused', async () => {
  const share = (reason: string) =>
    analyst.post(`${address}/share`, { with: 'person', person: 'tasking@nca.example', what: 'history', reason })
  const fox = '🦊'.repeat(1001)
  expect((await share(fox)).text).toContain('Must be 1,000 characters or fewer')
  expect((await share('a\u0007b')).text).toContain('control character')
  expect((await share(` \n\u3000${fox.slice(2)}\r\n `)).status).toBe(303)
  expect(shownTexts((await analyst.get(address)).text)).toContain(fox.slice(2))
})

it('nothing of it was a fault of ours', () => {
  expect(site.faults).toEqual([])
})

function timesShown(page: string, reason: string): number {
  return shownTexts(page).filter(text => text === asKept(reason)).length
}
