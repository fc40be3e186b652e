import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '#platform/http'
import { modules } from '../../src/app.ts'
import { actingFor } from '../sightings.ts'
import { accessScene, kinds, pastDay, readers, referenceOf, referencesIn, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await accessScene()
})
afterAll(() => scene.close())

const extracting = readers.filter(({ email }) => /^(analyst|second|rocta|tasking|inspector)@/.test(email))
const ownDays = { preset: 'hmicfrs-disruptions', from: '2015-03-01', to: '2015-03-31' }

async function extract(email: string, asked: Readonly<Record<string, string>>) {
  const { status, text } = await scene.program(email).send('POST', '/api/v1/extractions', asked)
  expect(status).toBe(201)
  return JSON.parse(text) as { id: string; total: number; byOrganisation: Record<string, Record<string, number>> }
}

describe.each(extracting)('an extraction by $email', ({ email, today, past }) => {
  it.each([
    ['today', undefined, today],
    ['a past day', pastDay, past],
  ] as const)('holds and counts what they see, as at %s', async (_day, asAt, sees) => {
    const wanted = sees.map(kind => referenceOf('disruptions', kind)).toSorted()
    const kept = await extract(email, { ...ownDays, ...(asAt === undefined ? {} : { asAt }) })
    expect(kept.total).toBe(wanted.length)
    expect(kept.byOrganisation['Cheshire Constabulary']?.['total'] ?? 0).toBe(wanted.length)
    const rows = await scene.as(email).get(`/extractions/${kept.id}/rows`)
    expect(referencesIn(rows.text, 'disruptions')).toEqual(wanted)
    expect((await scene.as(email).get(`/extractions/${kept.id}`)).status).toBe(200)

    const threats = await extract(email, { preset: 'hmicfrs-threats', ...(asAt === undefined ? {} : { asAt }) })
    const file = await scene.as(email).get(`/extractions/${threats.id}/rows`)
    expect(referencesIn(file.text, 'threats')).toEqual(sees.map(kind => referenceOf('threats', kind)).toSorted())
    expect(file.text.split('\r\n').length - 2).toBe(threats.total)
  })
})

describe("somebody else's extraction", () => {
  it('gives a colleague the rows that they see, and says that these are not all', async () => {
    const whole = await extract('analyst@cheshire.example', ownDays)
    const second = scene.as('second@cheshire.example')
    const refused = await second.get(`/extractions/${whole.id}/rows`)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('You can see 5 of its 6 rows')
    const part = await second.get(`/extractions/${whole.id}/rows?part=yes&format=json`)
    expect(referencesIn(part.text, 'disruptions')).not.toContain('ACC-D-NAMED')
    expect(referencesIn(part.text, 'disruptions')).toHaveLength(5)

    const own = await extract('second@cheshire.example', ownDays)
    for (const [a, b] of [
      [whole.id, own.id],
      [own.id, whole.id],
    ]) {
      const compared = await second.get(`/extractions/compare?a=${a}&b=${b}`)
      expect(compared.status).toBe(200)
      expect(compared.text).not.toContain('NAMED')
    }
    await second.post(`/extractions/${whole.id}/again`)
    const again = await second.get(`/extractions/${whole.id}`)
    expect(again.text).toContain('Only 5 of its 6 rows can be seen')
    expect(again.text).not.toContain('NAMED')
  })

  it('of another organisation is answered as what is not there', async () => {
    const { id } = await extract('analyst@cheshire.example', ownDays)
    const absent = randomUUID()
    for (const { email } of extracting.filter(reader => !reader.email.endsWith('@cheshire.example'))) {
      const visitor = scene.as(email)
      const own = await extract(email, ownDays)
      expect((await visitor.get('/extractions')).text).not.toContain(id)
      for (const path of [
        `/extractions/${id}`,
        `/extractions/${id}/rows`,
        `/extractions/${id}/rows?format=json&part=yes`,
        `/extractions/compare?a=${id}&b=${own.id}`,
        `/extractions/compare?a=${own.id}&b=${id}`,
      ]) {
        const [there, not] = [await visitor.get(path), await visitor.get(path.replace(id, absent))]
        expect(there.status).toBe(404)
        expect(there.text).toBe(not.text)
      }
      const again = await visitor.post(`/extractions/${id}/again`)
      expect(again.status).toBe(404)
      for (const path of [`/api/v1/extractions/${id}`, `/api/v1/extractions/${id}/rows`]) {
        const [there, not] = [
          await scene.program(email).get(path),
          await scene.program(email).get(path.replace(id, absent)),
        ]
        expect(there.status).toBe(404)
        expect(there.text).toBe(not.text)
      }
    }
  })
})

describe('figures at a glance', () => {
  const withFigures = readers.filter(({ email }) => !/^(housing|partner)@/.test(email))
  const glance = `/?region=North+West&from=${ownDays.from}&to=${ownDays.to}`

  it.each(withFigures)('count for $email what they see', async ({ email, today, past }) => {
    for (const [path, sees] of [
      [glance, today],
      [`${glance}&asAt=${pastDay}`, past],
    ] as const) {
      const { status, text } = await scene.as(email).get(path)
      expect(status).toBe(200)
      expect(numbersIn(text, 'Zebracrime')[0]).toBe(sees.length)
      expect(numbersIn(text, 'Mar 2015')[0]).toBe(sees.length)
      expect(text).not.toMatch(/ACC-[TD]|Zebrafinch/)
    }
  })

  it('are not for those whose part has none', async () => {
    for (const email of ['housing@council.example', 'partner@warrington.example']) {
      expect((await scene.as(email).get(glance)).status).toBe(303)
    }
  })

  it('of oversight name no record, nor a word that somebody typed into one', async () => {
    for (const path of ['/', `/?asAt=${pastDay}`]) {
      const { status, text } = await scene.as('mayor@oversight.example').get(path)
      expect(status).toBe(200)
      expect(text).not.toMatch(/ACC-|Zebra|href="\/(threats|disruptions)/)
    }
  })

  it('of oversight come from the database for no other part', async () => {
    const { app } = scene.site.database
    const counts = async (email: string) => {
      const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(
        app,
      )
      return actingFor(app, rows[0]?.id ?? 0, 'read', async tx => {
        const found = await sql`select from insight.oversight_figures(now())`.execute(tx)
        return found.rows.length
      })
    }
    expect(await counts('mayor@oversight.example')).toBeGreaterThan(10)
    for (const { email } of readers) expect(await counts(email), email).toBe(0)
    expect(await counts('admin@fourfold.example')).toBe(0)
    expect((await sql`select from insight.oversight_figures(now())`.execute(app)).rows).toEqual([])
  })
})

const header =
  'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category,Handling'
const row = (reference: string, owner: string, more: { at?: string; tier?: string; handling?: string } = {}) =>
  `${reference},${more.at ?? '2022-05-05T05:05:05Z'},${owner},Sent,Vulnerability,Tactical,SOC,Moderated,${more.tier ?? 'Tier 3'},Active,Drugs,${more.handling ?? ''}`

/** Sends a file by the API, does the work that waits for it, and gives what the API says of it. */
async function importAs(email: string, rows: readonly string[], query = '') {
  const program = scene.program(email)
  const sent = await program.send('POST', `/api/v1/imports/threats${query}`, [header, ...rows].join('\n'), 'text/csv')
  expect(sent.status).toBe(202)
  const { id } = JSON.parse(sent.text) as { id: string }
  const house = collect(modules)
  const job = house.jobs.find(({ name }) => name === 'import')
  await job?.run(
    {
      database: scene.site.database.app,
      house,
      present: () => new Date(),
      say: () => undefined,
      settings: {},
      stopping: new AbortController().signal,
    },
    { importId: id },
  )
  const { text } = await program.get(`/api/v1/imports/${id}`)
  return JSON.parse(text) as { id: string; state: string; errors: readonly { column?: string; problem: string }[] }
}

describe('an import', () => {
  it('is seen by the organisation that sent it, and its lines by no administrator', async () => {
    const { id, state } = await importAs(
      'analyst@cheshire.example',
      [row('IMP-1', 'Cheshire Constabulary', { handling: 'Shared' }), row('IMP-2', 'Zebra Constabulary')],
      '?acceptGoodRows=true&name=zebra-list.csv',
    )
    expect(state).toBe('done')
    const paths = [`/imports/${id}`, `/imports/${id}/rejected.csv`]
    for (const email of ['analyst@cheshire.example', 'second@cheshire.example']) {
      expect((await scene.as(email).get('/imports')).text).toContain(id)
      for (const path of paths) expect((await scene.as(email).get(path)).text).toContain('Zebra Constabulary')
    }
    for (const email of ['analyst@lancashire.example', 'rocta@nwrocu.example', 'analyst@westmidlands.example']) {
      expect((await scene.as(email).get('/imports')).text).not.toContain(id)
      for (const path of paths) {
        const there = await scene.as(email).get(path)
        expect(there.status).toBe(404)
        expect(there.text).toBe((await scene.as(email).get(path.replace(id, randomUUID()))).text)
      }
      for (const act of ['accept', 'withdraw']) {
        expect((await scene.as(email).post(`/imports/${id}/${act}`)).status).toBe(404)
      }
      const there = await scene.program(email).get(`/api/v1/imports/${id}`)
      expect(there.status).toBe(404)
      expect(there.text).toBe((await scene.program(email).get(`/api/v1/imports/${randomUUID()}`)).text)
      expect((await scene.as(email).get('/threats/IMP-1/history')).text).not.toContain('zebra-list')
    }
    const administrator = scene.as('admin@fourfold.example')
    expect((await administrator.get('/imports')).text).toContain(id)
    expect((await administrator.get(`/imports/${id}`)).text).not.toContain('Zebra Constabulary')
    expect((await administrator.get(`/imports/${id}/rejected.csv`)).status).toBe(404)
    for (const email of ['lro@cheshire.example', 'inspector@hmicfrs.example', 'housing@council.example']) {
      for (const path of ['/imports', ...paths]) expect((await scene.as(email).get(path)).status).toBe(403)
    }
  })

  it('tells of a record of others only that the reference can’t be used', async () => {
    const sent = kinds.map(kind => row(referenceOf('threats', kind), 'West Midlands Police', { tier: 'Tier 1' }))
    const { state, errors } = await importAs('analyst@westmidlands.example', sent)
    expect(state).toBe('failed')
    expect(new Set(errors.map(({ column, problem }) => `${column}: ${problem}`)).size).toBe(1)
    expect(errors).toHaveLength(kinds.length)
  })

  it('neither tells of nor changes a record for named people, sent by one who is not named', async () => {
    const email = 'second@cheshire.example'
    const told = await importAs(email, [row('ACC-T-NAMED', 'Cheshire Constabulary', { at: '2022-03-01T09:00:00Z' })])
    expect(told.state).toBe('failed')
    expect(told.errors.map(({ problem }) => problem).join()).not.toMatch(/is here already|Tier/)
    for (const handling of ['', 'Organisation', 'Shared']) {
      const at = '2024-01-01T00:00:00Z'
      const sent = await importAs(email, [row('ACC-T-NAMED', 'Cheshire Constabulary', { at, handling })])
      expect(sent.state).toBe('failed')
      expect((await scene.as(email).get('/threats/ACC-T-NAMED')).status).toBe(404)
    }
    const history = await scene.as('analyst@cheshire.example').get('/threats/ACC-T-NAMED/history')
    expect(history.text).not.toContain('second@cheshire.example')
  })

  it('names to an administrator no field in which a record differs', async () => {
    const sent = await importAs('admin@fourfold.example', [
      row('ACC-T-ORG', 'Cheshire Constabulary', { at: '2022-03-01T09:00:00Z' }),
    ])
    expect(sent.state).toBe('failed')
    expect(sent.errors.map(({ problem }) => problem).join()).not.toMatch(/Tier|Phase|Threat type/)
  })
})

it('the description of the API is the same for everyone, and speaks of no record', async () => {
  const { text } = await scene.site.visitor().get('/api/v1/openapi.json')
  expect(text).not.toMatch(/ACC-|Zebra|Cheshire/)
  for (const { email } of readers) expect((await scene.program(email).get('/api/v1/openapi.json')).text).toBe(text)
})

/** The numbers in the row of a table that begins with a text. */
function numbersIn(html: string, label: string): readonly number[] {
  const rows = [...html.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(match => match[0].replaceAll(/<[^>]+>/g, ' ').trim())
  const found = rows.find(text => text.startsWith(label)) ?? ''
  return (found.slice(label.length).match(/\d+/g) ?? []).map(Number)
}
