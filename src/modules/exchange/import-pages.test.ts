import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disruptions } from '#modules/disruptions'
import { threats } from '#modules/threats'
import { collect } from '#platform/http'
import { testServer, type TestServer, type Visitor } from '#test/server'
import { exchange } from './index.ts'
import { runKeptImport } from './run-kept-import.ts'
import { tidyImportsJob } from './tidy-imports.ts'

const header = 'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category'
const row = (reference: string, tier = 'Tier 1', owner = 'Cheshire Constabulary') =>
  `${reference},2023-01-01T10:00:00Z,${owner},Name of ${reference},Organised crime group,Tactical,SOC,Moderated,${tier},Active,Drugs`
const csv = (...rows: readonly string[]) => [header, ...rows, ''].join('\n')

let site: TestServer
let analyst: Visitor
const house = collect([threats, disruptions, exchange])

beforeAll(async () => {
  site = await testServer()
  analyst = await site.signIn('analyst@cheshire.example')
})
afterAll(() => site.close())

/** What a worker does with what was enqueued. */
async function work(): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update pgboss.job set state = 'completed' where name = 'import' and state = 'created' returning data->>'importId' as id`.execute(
    site.database.owner,
  )
  for (const { id } of rows) {
    await runKeptImport({ database: site.database.app, house, importId: id, present: new Date() })
  }
}

async function send(
  content: string,
  fields = { register: 'threats' },
  name = 'C:\\files\\weekly.csv',
): Promise<string> {
  const answered = await analyst.upload('/imports/new', fields, { name, content })
  expect(answered.status).toBe(303)
  return String(answered.headers['location'])
}

async function references(): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`select reference from threats.threat order by reference`.execute(
    site.database.owner,
  )
  return rows.map(each => each.reference)
}

describe('an import on pages', () => {
  it('is checked, taken, and shown with its counts', async () => {
    const address = await send(csv(row('A-1'), row('A-2')))
    const waiting = await analyst.get(address)
    expect(waiting.headers['refresh']).toBe('2')
    expect(waiting.text).toContain('Waiting')
    await work()
    const checked = await analyst.get(address)
    expect(checked.headers['refresh']).toBeUndefined()
    expect(checked.text).toContain('Take all: 2 rows')
    expect(checked.text).toContain('weekly.csv')
    expect(checked.text).not.toContain('C:\\')
    expect(await references()).toEqual([])
    expect((await analyst.post(`${address}/accept`, { mode: 'accept' })).status).toBe(303)
    await work()
    expect((await analyst.get(address)).text).toContain('New threats')
    expect(await references()).toEqual(['A-1', 'A-2'])
    const { rows } = await sql`select from exchange.import_file`.execute(site.database.owner)
    expect(rows).toHaveLength(0)
  })

  it('names its problems by line, and takes the good rows if so asked', async () => {
    const address = await send(csv(row('B-1'), row('B-2', 'Tier 6'), row('B-3', 'Tier 1', 'Lancashire Constabulary')))
    await work()
    const { text } = await analyst.get(address)
    expect(text).toContain('‘Tier 6’ is not a choice here')
    expect(text).toContain('You may not record for Lancashire Constabulary')
    expect(text).not.toContain('Take all')
    expect((await analyst.post(`${address}/accept`, { mode: 'accept' })).status).toBe(409)
    expect((await analyst.post(`${address}/accept`, { mode: 'accept-good' })).status).toBe(303)
    await work()
    expect(await references()).toContain('B-1')
    expect(await references()).not.toContain('B-3')
    const rejected = await analyst.get(`${address}/rejected.csv`)
    expect(rejected.headers['content-disposition']).toContain('weekly.csv.rejected.csv')
    expect(rejected.text.split('\r\n')[0]).toBe(`${header},Problem`)
    expect(rejected.text.split('\r\n')).toHaveLength(4)
  })

  it('can be withdrawn while nothing has been taken, and then no more be taken', async () => {
    const address = await send(csv(row('C-1')))
    await work()
    expect((await analyst.post(`${address}/withdraw`)).status).toBe(303)
    expect((await analyst.post(`${address}/accept`, { mode: 'accept' })).status).toBe(409)
    expect((await analyst.post(`${address}/withdraw`)).status).toBe(409)
    expect(await references()).not.toContain('C-1')
  })

  it('says in a line what is wrong with a file as a whole', async () => {
    const address = await send(Buffer.from(csv(row('D-1')), 'utf16le').toString('latin1'))
    await work()
    expect((await analyst.get(address)).text).toContain('Nothing was taken')
    expect((await analyst.get('/imports')).text).toContain('Not taken')
  })

  it('is not kept for ever when nobody goes on with it', async () => {
    const address = await send(csv(row('J-1')))
    await work()
    const inAMonth = () => new Date(Date.now() + 31 * 86_400_000)
    const context = {
      database: site.database.app,
      house,
      present: inAMonth,
      say: () => undefined,
      settings: {},
      stopping: new AbortController().signal,
    }
    await tidyImportsJob.run({ ...context, present: () => new Date() }, undefined)
    expect((await analyst.get(address)).text).toContain('Take all: 1 row')
    await tidyImportsJob.run(context, undefined)
    expect((await analyst.get(address)).text).toContain('Withdrawn')
    const { rows } = await sql`select from exchange.import_file`.execute(site.database.owner)
    expect(rows).toHaveLength(0)
  })

  it('asks what was left out', async () => {
    const answered = await analyst.upload('/imports/new', { register: 'people' }, { name: '', content: '' })
    expect(answered.status).toBe(400)
    expect(answered.text).toContain('Select what the rows are')
    expect(answered.text).toContain('Select a CSV or XLSX file')
  })

  it('gives an empty file of a register', async () => {
    const { text, headers } = await analyst.get('/imports/templates/threats')
    expect(text.startsWith('Reference,Recorded at,')).toBe(true)
    expect(headers['content-type']).toContain('text/csv')
    expect((await analyst.get('/imports/templates/people')).status).toBe(404)
  })

  it('is in the audit, from the file that was sent to the rows that were taken', async () => {
    const { rows } = await sql<{ event: string }>`
      select distinct event from audit.entry where event like 'import.%' and actor = 'analyst@cheshire.example'`.execute(
      site.database.owner,
    )
    expect(rows.map(each => each.event)).toEqual(
      expect.arrayContaining([
        'import.sent',
        'import.checked',
        'import.accepted',
        'import.taken',
        'import.withdrawn',
        'import.viewed',
      ]),
    )
  })

  it('is what a record’s history names as its source', async () => {
    const { text } = await analyst.get('/threats/A-1/history')
    expect(text).toContain('Import 1 (weekly.csv)')
  })
})

describe('an import and other people', () => {
  it('is hidden from another organisation exactly as if it were not there', async () => {
    const address = await send(csv(row('E-1')))
    const other = await site.signIn('analyst@lancashire.example')
    const [hidden, absent] = [await other.get(address), await other.get(`/imports/${randomUUID()}`)]
    expect(hidden.status).toBe(404)
    expect(hidden.text).toBe(absent.text)
    expect((await other.get('/imports/none')).text).toBe(absent.text)
    expect((await other.get('/imports')).text).not.toContain('weekly.csv')
    expect((await other.post(`${address}/accept`, { mode: 'accept' })).status).toBe(404)
    expect((await other.get(`${address}/rejected.csv`)).status).toBe(404)
  })

  it('is refused to those whose part does not include it', async () => {
    const officer = await site.signIn('lro@cheshire.example')
    for (const path of ['/imports', '/imports/new']) expect((await officer.get(path)).status).toBe(403)
    const answered = await officer.upload(
      '/imports/new',
      { register: 'threats' },
      { name: 'a.csv', content: csv(row('F-1')) },
    )
    expect(answered.status).toBe(403)
  })

  it('is listed for administrators, whom it shows no values of', async () => {
    const administrator = await site.signIn('admin@fourfold.example')
    expect((await administrator.get('/imports')).text).toContain('weekly.csv')
    const { rows } = await sql<{ id: string }>`select id from exchange.import where rows_bad > 0 limit 1`.execute(
      site.database.owner,
    )
    const { text } = await administrator.get(`/imports/${rows[0]?.id}`)
    expect(text).toContain('Rows with problems')
    expect(text).not.toContain('Tier 6')
    expect((await administrator.get(`/imports/${rows[0]?.id}/rejected.csv`)).status).toBe(404)
  })
})

describe('an import by program', () => {
  it('starts with a file as the body, and tells how it goes', async () => {
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const started = await program.send(
      'POST',
      '/api/v1/imports/threats?acceptGoodRows=true',
      csv(row('G-1'), row('G-2', 'Tier 9')),
      'text/csv',
    )
    expect(started.status).toBe(202)
    await work()
    const { text } = await program.get(String(started.headers['location']))
    expect(JSON.parse(text)).toMatchObject({
      state: 'done',
      rows: { read: 2, good: 1, bad: 1 },
      taken: { newRecords: 1, newStates: 1, unchanged: 0 },
      problems: 1,
      errors: [{ line: 3, column: 'Tier' }],
    })
  })

  it('checks only, when that is asked', async () => {
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const started = await program.send('POST', '/api/v1/imports/threats?dryRun=true', csv(row('H-1')), 'text/csv')
    await work()
    expect(JSON.parse((await program.get(String(started.headers['location']))).text)).toMatchObject({
      state: 'checked',
    })
    expect(await references()).not.toContain('H-1')
  })

  it('is refused without a file, of an unknown register, and without a token', async () => {
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    expect((await program.send('POST', '/api/v1/imports/threats', {})).status).toBe(400)
    expect((await program.send('POST', '/api/v1/imports/people', csv(row('I-1')), 'text/csv')).status).toBe(404)
    expect((await site.program('nobody').get('/api/v1/imports/none')).status).toBe(401)
  })
})

describe('the API’s description', () => {
  it('is there for programs and for people, without sign-in', async () => {
    const description = await site.program('nobody').get('/api/v1/openapi.json')
    const { paths, openapi } = JSON.parse(description.text) as { paths: Record<string, unknown>; openapi: string }
    expect(openapi).toBe('3.1.0')
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/threats/{reference}', '/api/v1/imports/{register}', '/api/v1/imports/{id}']),
    )
    const page = await site.visitor().get('/api')
    expect(page.status).toBe(200)
    expect(page.text).toContain('POST /api/v1/imports/{register}')
  })
})
