import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workbookType } from '#platform/files'
import { threat } from '#modules/threats'
import { type Answered, type TestServer, testServer } from '#test/server'
import { recordStates } from '#test/record-states'
import { fieldsOf } from '#platform/record'

let site: TestServer

beforeAll(async () => {
  site = await testServer({ sample: true })
})
afterAll(() => site.close())

const inspector = 'inspector@hmicfrs.example'
const asAt = { 'asAt-day': '4', 'asAt-month': '1', 'asAt-year': '2023' }
const year2022 = {
  'from-day': '1',
  'from-month': '1',
  'from-year': '2022',
  'to-day': '31',
  'to-month': '12',
  'to-year': '2022',
}

describe('an extraction on its pages', () => {
  it('is run, kept, shown with its figures, downloaded and run again', async () => {
    const person = await site.signIn(inspector)
    const answered = await person.post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt })
    expect(answered.status).toBe(303)
    const path = String(answered.headers['location'])
    const shown = await person.get(path)
    expect(shown.text).toContain('Extraction taken and kept')
    expect(shown.text).toContain('<strong>938</strong> threats')
    const csv = await person.get(`${path}/rows?format=csv`)
    expect(csv.text.split('\r\n')).toHaveLength(938 + 2)
    expect(shown.text).toContain(createHash('sha256').update(csv.text).digest('hex'))
    const json = await person.get(`${path}/rows?format=json`)
    expect(JSON.parse(json.text)).toHaveLength(938)
    const again = await person.post(`${path}/again`)
    expect([again.status, again.headers['location']]).toEqual([303, `${path}#again`])
    expect((await person.get(path)).text).toContain('The same 938 rows, byte for byte.')
    expect((await person.get('/extractions')).text).toContain(path)
  })

  it('says how many rows literal dates leave out', async () => {
    const person = await site.signIn(inspector)
    const asked = { preset: 'hmicfrs-disruptions', ...asAt, ...year2022, literalDates: 'yes' }
    const { headers } = await person.post('/extractions/new', asked)
    const { text } = await person.get(String(headers['location']))
    expect(text).toContain('Dates taken literally leave out 1 January 2022 itself: 5 rows fewer.')
  })

  it('is run while the site is on a past day, which its form then has', async () => {
    const person = await site.signIn(inspector)
    await person.post('/as-at', { 'day-day': '13', 'day-month': '7', 'day-year': '2023' })
    const form = await person.get('/extractions/new')
    expect(form.text).toMatch(/name="asAt-year"[^>]*value="2023"/)
    expect((await person.post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt })).status).toBe(303)
  })

  it('keeps what was typed and says what is wrong', async () => {
    const person = await site.signIn(inspector)
    const nothing = await person.post('/extractions/new', { ...asAt })
    expect(nothing.status).toBe(400)
    expect(nothing.text).toContain('Select what to extract')
    const future = await person.post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt, 'asAt-year': '2999' })
    expect(future.text).toContain('2999-01-04 is in the future')
    expect(future.text).toContain('value="2999"')
    const dateless = await person.post('/extractions/new', { preset: 'hmicfrs-disruptions', ...asAt })
    expect(dateless.text).toContain('Enter the first day')
  })

  it('compares two row by row, with the reason', async () => {
    const person = await site.signIn(inspector)
    const [a, b] = [
      await taken(person.post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt })),
      await taken(
        person.post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt, 'asAt-month': '4', 'asAt-day': '1' }),
      ),
    ]
    const { status, text } = await person.get(`/extractions/compare?a=${a}&b=${b}`)
    expect(status).toBe(200)
    expect(text).toContain('Two extractions compared')
    const late = await person.get(`/extractions/compare?a=${a}&b=${b}&reason=closed`)
    expect(late.text).toMatch(/Phase was .*, then .*[Cc]losed/)
    const none = await person.get(`/extractions/compare?a=${a}&b=${a}`)
    expect(none.text).toContain('No row differs')
  })

  it('is not there for another organisation: byte for byte as one that does not exist', async () => {
    const id = await taken(
      (await site.signIn(inspector)).post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt }),
    )
    const other = await site.signIn('analyst@cheshire.example')
    const absent = '00000000-0000-4000-8000-000000000000'
    for (const path of ['', '/rows?format=csv']) {
      const [hidden, none] = [
        await other.get(`/extractions/${id}${path}`),
        await other.get(`/extractions/${absent}${path}`),
      ]
      expect([hidden.status, hidden.text]).toEqual([404, none.text])
    }
    const compared = await other.get(`/extractions/compare?a=${id}&b=${id}`)
    expect([compared.status, compared.text]).toEqual([404, (await other.get(`/extractions/${absent}`)).text])
    expect((await other.get('/extractions')).text).not.toContain(id)
    expect((await other.post(`/extractions/${id}/again`)).status).toBe(404)
  })

  it('is refused to those whose part does not include it', async () => {
    for (const email of [
      'lro@cheshire.example',
      'housing@council.example',
      'mayor@oversight.example',
      'admin@fourfold.example',
    ]) {
      const person = await site.signIn(email)
      for (const path of ['/extractions', '/extractions/new', '/extractions/compare']) {
        expect([email, path, (await person.get(path)).status]).toEqual([email, path, 403])
      }
      expect((await person.post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt })).status).toBe(403)
    }
  })

  it('leaves an entry in the audit that names the rows that were shown', async () => {
    const person = await site.signIn(inspector)
    const id = await taken(person.post('/extractions/new', { preset: 'hmicfrs-threats', ...asAt }))
    await person.get(`/extractions/${id}/rows?format=csv`)
    const { rows } = await sql<{ event: string; shown: number }>`
      select event, cardinality(shown) as shown from audit.entry where details->>'extraction' = ${id} order by id`.execute(
      site.database.owner,
    )
    expect(rows).toEqual([
      { event: 'extraction.taken', shown: 0 },
      { event: 'extraction.exported', shown: 938 },
    ])
  })
})

describe('an extraction by program', () => {
  it('is run, read and streamed', async () => {
    const program = site.program(await site.tokenOf('rocta@nwrocu.example'))
    const asked = { preset: 'hmicfrs-disruptions', asAt: '2023-07-13', from: '2022-01-01', to: '2022-12-31' }
    const answered = await program.send('POST', '/api/v1/extractions', asked)
    expect(answered.status).toBe(201)
    const body = JSON.parse(answered.text) as { id: string; sha256: string; byOrganisation: Record<string, object> }
    expect(body).toMatchObject({ preset: 'hmicfrs-disruptions', asAt: '2023-07-13', total: 3249 })
    expect(body.byOrganisation['Cheshire Constabulary']).toEqual({
      total: 373,
      Pursue: 312,
      Prevent: 27,
      Protect: 29,
      Prepare: 5,
      pursuePercent: 84,
    })
    expect(answered.headers['location']).toBe(`/api/v1/extractions/${body.id}`)
    expect(JSON.parse((await program.get(`/api/v1/extractions/${body.id}`)).text)).toEqual(body)
    const rows = await program.get(`/api/v1/extractions/${body.id}/rows?format=csv`)
    expect(createHash('sha256').update(rows.text).digest('hex')).toBe(body.sha256)
  })

  it.each([
    ['csv', 'text/csv; charset=utf-8'],
    ['json', 'application/json; charset=utf-8'],
  ])('is taken and answered with its rows at once, as %s', async (format, type) => {
    const program = site.program(await site.tokenOf('rocta@nwrocu.example'))
    const answered = await program.send('POST', '/api/v1/extractions', {
      preset: 'hmicfrs-threats',
      asAt: '2023-01-04',
      format,
    })
    expect(answered.status).toBe(201)
    expect(answered.headers['content-type']).toBe(type)
    expect(answered.headers['content-disposition']).toBe(`attachment; filename="hmicfrs-threats-2023-01-04.${format}"`)
    const place = answered.headers['location'] as string
    const again = await program.get(`${place}/rows?format=${format}`)
    expect(again.text).toBe(answered.text)
    const csv = await program.get(`${place}/rows`)
    const kept = JSON.parse((await program.get(place)).text) as { sha256: string; total: number }
    expect(createHash('sha256').update(csv.text).digest('hex')).toBe(kept.sha256)
    const { rows } = await sql<{ event: string; shown: number; details: object }>`
      select event, array_length(shown, 1) as shown, details from audit.entry
      where details->>'extraction' = ${place.split('/').at(-1)} order by id limit 1`.execute(site.database.owner)
    expect(rows).toEqual([
      {
        event: 'extraction.taken',
        shown: kept.total,
        details: { extraction: place.split('/').at(-1), preset: 'hmicfrs-threats', rows: kept.total, format },
      },
    ])
  })

  it('is not even taken where its rows may be shown only to someone who gave a reason', async () => {
    const program = site.program(await site.tokenOf('rocta@nwrocu.example'))
    const { owner } = site.database
    const kept = async () => (await owner.selectFrom('insight.extraction').select('id').execute()).length
    const before = await kept()
    await sql`insert into platform.fact (name, value) values ('reason-demanded-for', 'Region, Named')`.execute(owner)
    try {
      const answered = await program.send('POST', '/api/v1/extractions', { preset: 'hmicfrs-threats', format: 'csv' })
      expect(answered.status).toBe(403)
      expect(answered.text).toContain('Use the pages of the extraction')
      expect(await kept()).toBe(before)
    } finally {
      await sql`delete from platform.fact where name = 'reason-demanded-for'`.execute(owner)
    }
  })

  it('is refused in words that say what to do', async () => {
    const program = site.program(await site.tokenOf('rocta@nwrocu.example'))
    const ask = async (body: object) => {
      const answered = await program.send('POST', '/api/v1/extractions', body)
      return [answered.status, answered.text] as const
    }
    expect(await ask({ preset: 'nonsense' })).toEqual([
      422,
      expect.stringContaining('hmicfrs-threats, hmicfrs-disruptions'),
    ])
    expect(await ask({ preset: 'hmicfrs-threats', format: 'xlsx' })).toEqual([
      400,
      expect.stringContaining('format is csv or json'),
    ])
    expect(await ask({ preset: 'hmicfrs-disruptions' })).toEqual([422, expect.stringContaining('needs the days')])
    expect(await ask({ preset: 'hmicfrs-threats', asAt: '2999-01-01' })).toEqual([
      422,
      expect.stringContaining('future'),
    ])
    const { id } = JSON.parse(
      (await program.send('POST', '/api/v1/extractions', { preset: 'hmicfrs-threats' })).text,
    ) as {
      id: string
    }
    expect((await program.get(`/api/v1/extractions/${id}/rows?format=pdf`)).text).toContain('There is no format')
    const sheet = await program.get(`/api/v1/extractions/${id}/rows?format=xlsx`)
    expect(sheet.headers['content-type']).toBe(workbookType)
    expect((await program.get('/api/v1/extractions/nonsense')).status).toBe(404)
  })
})

describe('who sees less extracts less', () => {
  it('holds no record that its taker could not see', async () => {
    const { rows } = await sql<Record<string, string | null>>`
      select * from threats.threat_state where reference like 'LAN-%' and recorded_to = 'infinity' limit 1`.execute(
      site.database.owner,
    )
    const values = Object.fromEntries(
      fieldsOf(threat).map(([, field]) => [field.column, rows[0]![field.column] ?? null]),
    )
    const live = {
      reference: 'LAN-88888',
      type: 'Tactical',
      soc: 'SOC',
      moderation_status: 'Moderated',
      tier: 'Tier 1',
      phase: 'Active',
    }
    await recordStates(site.database.app, threat, [
      { recordedFrom: '2023-01-02T00:00:00Z', handling: 'Organisation', values: { ...values, ...live } },
    ])
    const totalOf = async (email: string) => {
      const program = site.program(await site.tokenOf(email))
      const asked = { preset: 'hmicfrs-threats', asAt: '2023-01-04' }
      const answered = await program.send('POST', '/api/v1/extractions', asked)
      const { id, total } = JSON.parse(answered.text) as { id: string; total: number }
      const { text } = await program.get(`/api/v1/extractions/${id}/rows?format=csv`)
      return [total, text.includes('LAN-88888')]
    }
    expect(await totalOf('analyst@lancashire.example')).toEqual([939, true])
    expect(await totalOf('analyst@cheshire.example')).toEqual([938, false])
    expect(await totalOf('tasking@nca.example')).toEqual([1, false])
  })
})

async function taken(answer: Promise<Answered>): Promise<string> {
  return (
    String((await answer).headers['location'])
      .split('/')
      .at(-1) ?? ''
  )
}
