import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scene, sceneOf } from '#test/access-scene'
import { type TestServer, testServer, type Visitor } from '#test/server'

const cheshire = 'analyst@cheshire.example'
const lancashire = 'analyst@lancashire.example'
const council = 'housing@council.example'

let site: TestServer
let scene: Scene
const as = new Map<string, Visitor>()

async function visitor(email: string): Promise<Visitor> {
  const known = as.get(email) ?? (await site.signIn(email))
  as.set(email, known)
  return known
}

const get = async (email: string, path: string) => (await visitor(email)).get(path)
const post = async (email: string, path: string, fields: Readonly<Record<string, string>>) =>
  (await visitor(email)).post(path, fields)

beforeAll(async () => {
  site = await testServer()
  scene = sceneOf(site.database)
  for (const reference of ['H-1', 'H-2', 'H-3', 'H-4']) {
    await scene.addThreat(reference, 'Cheshire Constabulary', '2022-01-01T00:00:00Z', '2022-06-01T00:00:00Z')
  }
})
afterAll(() => site.close())

describe('the page of handling and sharing', () => {
  test('tells the owner’s analysts the handling, who can see it, and the shares', async () => {
    const { status, text } = await get(cheshire, '/handling/threats/H-1')
    expect(status).toBe(200)
    expect(text).toContain('Lancashire Constabulary')
    expect(text).toContain('of the owner&#39;s region')
    expect(text).toContain('Shared with nobody beyond its handling.')
  })

  test('is refused to those who see the record and do not own it, or whose part does not include it', async () => {
    for (const page of ['', '/change', '/share']) {
      const { status, text } = await get(lancashire, `/handling/threats/H-1${page}`)
      expect(status).toBe(403)
      expect(text).toContain('It belongs to Cheshire Constabulary')
    }
    expect((await get('lro@cheshire.example', '/handling/threats/H-1')).status).toBe(403)
    expect((await post(lancashire, '/handling/threats/H-1/change', { handling: 'Shared', reason: 'x' })).status).toBe(
      403,
    )
    expect((await post(lancashire, '/handling/threats/H-1/share', { with: 'person' })).status).toBe(403)
    expect((await post(lancashire, '/handling/threats/H-1/shares/1/end', {})).status).toBe(403)
    expect(await scene.statesSeen('tasking@nca.example', 'H-1')).toBe(0)
  })

  test('of a record that can’t be seen is that of one that is not there, byte for byte', async () => {
    await post(cheshire, '/handling/threats/H-4/change', { handling: 'Organisation', reason: 'x', checked: 'yes' })
    for (const page of [
      'handling/threats/REF',
      'handling/threats/REF/change',
      'handling/threats/REF/share',
      'why/threats/REF',
      'audit/threats/REF',
    ]) {
      const hidden = await get(lancashire, `/${page.replace('REF', 'H-4')}`)
      const absent = await get(lancashire, `/${page.replace('REF', 'X-4')}`)
      const odd = await get(lancashire, `/${page.replace('REF', '%00%ff'.slice(0, 3))}`)
      expect([hidden.status, absent.status, odd.status]).toEqual([404, 404, 404])
      expect(hidden.text).toBe(absent.text)
      expect(hidden.text).toBe(odd.text)
    }
    expect((await get(cheshire, '/handling/persons/H-1')).status).toBe(404)
    expect((await post(cheshire, '/handling/threats/X-1/change', {})).status).toBe(404)
  })
})

describe('changing the handling', () => {
  test('says first who will see it, and changes nothing until then', async () => {
    const form = await get(cheshire, '/handling/threats/H-2/change')
    expect(form.text).toContain('Only people named one by one')
    const fields = { handling: 'Named', people: 'lro@cheshire.example', reason: 'A sensitive source' }
    const checked = await post(cheshire, '/handling/threats/H-2/change', fields)
    expect(checked.status).toBe(200)
    expect(checked.text).toContain('After this, these can see it')
    expect(checked.text).toContain('named: Ashley Example and Robin Specimen')
    expect(checked.text).toContain('People of Cheshire Constabulary who are not named will no longer see it')
    expect(await scene.statesSeen(lancashire, 'H-2')).toBe(2)
    const changed = await post(cheshire, '/handling/threats/H-2/change', { ...fields, checked: 'yes' })
    expect([changed.status, changed.headers['location']]).toEqual([303, '/handling/threats/H-2'])
    expect(await scene.statesSeen(lancashire, 'H-2')).toBe(0)
    const after = await get(cheshire, '/handling/threats/H-2')
    expect(after.text).toContain('Handling changed to Named')
    expect(after.text).toContain('A sensitive source')
  })

  test('keeps what was typed and says what is wrong', async () => {
    const { status, text } = await post(cheshire, '/handling/threats/H-1/change', {
      handling: 'Named',
      people: 'nobody@nowhere.example, mayor@oversight.example',
      reason: '',
    })
    expect(status).toBe(400)
    expect(text).toContain('Error: ')
    expect(text).toContain('Nobody with the email address nobody@nowhere.example can sign in here')
    expect(text).toContain('can’t be shown records')
    expect(text).toContain('Enter why')
    expect(text).toContain('nobody@nowhere.example, mayor@oversight.example')
    const same = await post(cheshire, '/handling/threats/H-1/change', { handling: 'Region', reason: 'x' })
    expect(same.text).toContain('Its handling is Region already')
    expect((await post(cheshire, '/handling/threats/H-1/change', { handling: 'Secret', reason: 'x' })).status).toBe(400)
  })
})

describe('sharing', () => {
  test('shows a partner the record, and ending it takes that away', async () => {
    expect((await get(council, '/threats/H-3')).status).toBe(404)
    const organisation = String(await scene.organisationId('Halton Borough Council'))
    const fields = { with: 'organisation', organisation, what: 'history', reason: 'A joint visit' }
    const shared = await post(cheshire, '/handling/threats/H-3/share', fields)
    expect(shared.status).toBe(303)
    const seen = await get(council, '/threats/H-3')
    expect(seen.status).toBe(200)
    expect(seen.text).not.toContain('/handling/threats/H-3')
    const page = await get(cheshire, '/handling/threats/H-3')
    expect(page.text).toContain('Shared with Halton Borough Council')
    const action = /action="(\/handling\/threats\/H-3\/shares\/\d+\/end)"/.exec(page.text)?.[1] ?? ''
    expect((await post(cheshire, action, {})).status).toBe(303)
    expect((await get(council, '/threats/H-3')).status).toBe(404)
    expect((await post(cheshire, action, {})).text).toContain('That share has ended already')
  })

  test('keeps what was typed and says what is wrong', async () => {
    const { status, text } = await post(cheshire, '/handling/threats/H-3/share', {
      with: 'person',
      person: 'mayor@oversight.example',
    })
    expect(status).toBe(400)
    expect(text).toContain('can’t be shown records')
    expect(text).toContain('Select what they may see')
    expect(text).toContain('value="mayor@oversight.example"')
    const none = await post(cheshire, '/handling/threats/H-3/share', { with: 'organisation', organisation: '1e9' })
    expect(none.text).toContain('Select an organisation')
    expect((await post(cheshire, '/handling/threats/H-3/share', {})).text).toContain(
      'Select an organisation or a person',
    )
  })
})

describe('why a person can see a record', () => {
  test.each([
    [
      lancashire,
      'H-1',
      'Yes, Lindsay Example can see it.',
      'which is in the region of the record’s owner, Cheshire Constabulary (North West)',
    ],
    [cheshire, 'H-1', 'Yes, Ashley Example can see it.', 'which owns the record'],
    [
      'inspector@hmicfrs.example',
      'H-1',
      'Yes, Drew Notional can see it.',
      'sees all records but those of handling Named',
    ],
    ['tasking@nca.example', 'H-1', 'No, Kerry Placeholder can’t see it.', 'which is of no region'],
    [council, 'H-1', 'No, Alex Notional can’t see it.', 'its people see only what was shared with them'],
    ['mayor@oversight.example', 'H-1', 'No, Frankie Invented can’t see it.', 'does not include seeing records'],
    [lancashire, 'H-2', 'No, Lindsay Example can’t see it.', 'is not one of the named people'],
    ['inspector@hmicfrs.example', 'H-2', 'No, Drew Notional can’t see it.', 'this one’s is Named'],
  ])('%s and %s', async (email, reference, answer, because) => {
    const { status, text } = await get(cheshire, `/why/threats/${reference}?person=${encodeURIComponent(email)}`)
    expect(status).toBe(200)
    expect(text).toContain(answer)
    expect(text).toContain(because)
  })

  test('says that nobody has an email address', async () => {
    const { status, text } = await get(cheshire, '/why/threats/H-1?person=nobody%00@x.example')
    expect(status).toBe(400)
    expect(text).toContain('Nobody has this email address')
    expect((await get(cheshire, '/why/threats/H-1')).status).toBe(200)
  })
})

test('a record’s page leads to its handling, its audit and the reason of access, for those who may use them', async () => {
  const own = await get(cheshire, '/threats/H-1')
  for (const href of ['/handling/threats/H-1', '/why/threats/H-1', '/audit/threats/H-1'])
    expect(own.text).toContain(href)
  const others = await get(lancashire, '/threats/H-1')
  expect(others.text).toContain('Handling and sharing')
  expect(others.text).not.toContain('"/handling/threats/H-1"')
  const officer = await get('lro@cheshire.example', '/threats/H-1')
  for (const part of ['/handling/', '/why/', '/audit/']) expect(officer.text).not.toContain(`"${part}threats/H-1"`)
})
