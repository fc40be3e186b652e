import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scene, sceneOf } from '#test/access-scene'
import { type TestServer, testServer, type Visitor } from '#test/server'

let site: TestServer
let scene: Scene
let administrator: Visitor

beforeAll(async () => {
  site = await testServer()
  scene = sceneOf(site.database)
  administrator = await site.signIn('admin@fourfold.example')
})
afterAll(() => site.close())

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-')
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year }
}

describe('the pages of organisations', () => {
  test('list them by region and kind, as they are today', async () => {
    const { status, text } = await administrator.get('/organisations')
    expect(status).toBe(200)
    const rows = text.split('<tr').map(row => row.replaceAll(/<[^>]*>/g, '|'))
    const rowOf = (name: string) => rows.findIndex(row => row.includes(`|${name}|`))
    expect(rows[rowOf('Cheshire Constabulary')]).toMatch(/North West.*Police force.*07/)
    expect(rowOf('Cheshire Constabulary')).toBeLessThan(rowOf('North West Regional Organised Crime Unit'))
    expect(rowOf('North West Regional Organised Crime Unit')).toBeLessThan(rowOf('Surrey Police'))
    expect(rowOf('Gwent Police')).toBeLessThan(rowOf('National Crime Agency'))
    expect(text).not.toContain('Successor')
  })

  test('are for administrators alone', async () => {
    const analyst = await site.signIn('analyst@cheshire.example')
    const id = await scene.organisationId('Kent Police')
    for (const page of ['', '/new', `/${id}`, `/${id}/edit`, `/${id}/regions`]) {
      expect((await analyst.get(`/organisations${page}`)).status).toBe(403)
    }
    for (const page of ['/new', `/${id}/edit`, `/${id}/regions/begin`, `/${id}/regions/end`]) {
      expect((await analyst.post(`/organisations${page}`, { name: 'Another' })).status).toBe(403)
    }
    expect((await administrator.get('/organisations/999999')).status).toBe(404)
    expect((await administrator.get('/organisations/x/edit')).status).toBe(404)
    expect((await administrator.post('/organisations/0/regions/begin', {})).status).toBe(404)
  })

  test('add one', async () => {
    expect((await administrator.get('/organisations/new')).status).toBe(200)
    const wrong = await administrator.post('/organisations/new', {
      name: 'Cheshire Constabulary',
      ...day('from', '2023-02-30'),
    })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('The day it began must be a real date')
    expect(wrong.text).toContain('value="Cheshire Constabulary"')
    const taken = await administrator.post('/organisations/new', { name: 'Cheshire Constabulary' })
    expect(taken.text).toContain('Cheshire Constabulary is known by that name')
    expect(taken.text).toContain('Select what kind of organisation it is')
    const added = await administrator.post('/organisations/new', { name: ' A  test\0 council ', kind: 'Partner' })
    expect(added.status).toBe(303)
    const page = await administrator.get(String(added.headers['location']))
    expect(page.text).toContain('Organisation added')
    expect(page.text).toContain('A test council')
  })

  test('change one: its other names, its days, its successor', async () => {
    const id = await scene.organisationId('Kent Police')
    const form = await administrator.get(`/organisations/${id}/edit`)
    expect(form.text).toContain('value="Kent Police"')
    const fields = { name: 'Kent Police', code: '46', aliases: 'Kent County Constabulary\r\n\r\nThe Kent Force' }
    expect((await administrator.post(`/organisations/${id}/edit`, fields)).status).toBe(303)
    const page = await administrator.get(`/organisations/${id}`)
    expect(page.text).toContain('kent county constabulary')
    const successor = String(await scene.organisationId('Essex Police'))
    const wrong = await administrator.post(`/organisations/${id}/edit`, { ...fields, successor })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('Enter the day it ended')
    const ended = await administrator.post(`/organisations/${id}/edit`, {
      ...fields,
      successor,
      ...day('to', '2026-4-1'),
    })
    expect(ended.status).toBe(303)
    const after = await administrator.get(`/organisations/${id}`)
    expect(after.text).toContain('1 April 2026')
    expect(after.text).toContain('Essex Police')
    expect((await administrator.get(`/organisations/${successor}`)).text).toContain('Successor of')
  })

  test('begin and end memberships of regions', async () => {
    const id = await scene.organisationId('British Transport Police')
    const regions = await administrator.get(`/organisations/${id}/regions`)
    expect(regions.text).toContain('London, from the beginning until now')
    const eastern = /<option value="(\d+)">Eastern</.exec(regions.text)?.[1] ?? ''
    const overlapping = await administrator.post(`/organisations/${id}/regions/begin`, { region: eastern })
    expect(overlapping.status).toBe(400)
    expect(overlapping.text).toContain('Memberships can’t overlap')
    const membership = /<option value="(\d+)"[^>]*>London/.exec(regions.text)?.[1] ?? ''
    const end = { membership, ...day('end', '2026-04-01') }
    expect((await administrator.post(`/organisations/${id}/regions/end`, end)).status).toBe(303)
    const begin = { region: eastern, ...day('from', '2026-04-01') }
    expect((await administrator.post(`/organisations/${id}/regions/begin`, begin)).status).toBe(303)
    const page = await administrator.get(`/organisations/${id}`)
    expect(page.text).toContain('London, until 1 April 2026')
    expect(page.text).toContain('Eastern, from 1 April 2026')
    expect((await administrator.post(`/organisations/${id}/regions/begin`, {})).text).toContain('Select a region')
    expect((await administrator.post(`/organisations/${id}/regions/end`, { membership })).text).toContain(
      'Enter the first day',
    )
  })
})
