import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, type Program, testServer, type TestServer } from '../../../test/server.ts'

let site: TestServer
let analyst: Program
let colleague: Program
let neighbour: Program
let distant: Program
let inspector: Program

beforeAll(async () => {
  site = await testServer()
  const programs = await Promise.all(
    ['analyst@cheshire', 'lro@cheshire', 'analyst@lancashire', 'housing@council', 'inspector@hmicfrs'].map(async name =>
      site.program(await site.tokenOf(`${name}.example`)),
    ),
  )
  ;[analyst, colleague, neighbour, distant, inspector] = programs as [Program, Program, Program, Program, Program]
})
afterAll(() => site.close())

const plain = {
  name: 'Amber',
  threatType: 'Organised crime group',
  crimeCategory: 'Drugs',
  leadResponsibleOfficer: null,
}
const address = (reference: string) => `/api/v1/threats/${encodeURIComponent(reference)}`
const make = (more: object = {}, program = analyst) => program.send('POST', '/api/v1/threats', { ...plain, ...more })
const change = (reference: string, etag: string | undefined, body: unknown, program = analyst) =>
  program.send('PATCH', address(reference), body, 'application/json', etag === undefined ? {} : { 'if-match': etag })
const act = (reference: string, verb: string, etag: string, body: unknown = {}, program = analyst) =>
  program.send('POST', `${address(reference)}/${verb}`, body, 'application/json', { 'if-match': etag })

const read = (answered: Answered) => JSON.parse(answered.text)
const etagOf = (answered: Answered) => String(answered.headers['etag'])

async function made(more: object = {}): Promise<{ reference: string; etag: string }> {
  const answered = await make(more)
  expect([answered.status, answered.text]).toEqual([201, expect.anything()])
  return { reference: read(answered).reference, etag: etagOf(answered) }
}

async function lastEntry() {
  const { rows } = await sql<{ event: string; shown: string[]; details: object; outcome: string }>`
    select event, shown, details, outcome from audit.entry order by id desc limit 1`.execute(site.database.owner)
  return rows[0]
}

describe('a new record by program', () => {
  it('is there, at the address that the answer gives', async () => {
    const answered = await make({ handling: 'Organisation' })
    expect(answered.status).toBe(201)
    const record = read(answered)
    expect(record).toMatchObject({
      ...plain,
      owner: 'Cheshire Constabulary',
      handling: 'Organisation',
      type: 'Tactical',
      soc: 'SOC',
      moderationStatus: 'Draft',
      tier: null,
      inError: null,
    })
    expect(answered.headers['location']).toBe(`/api/v1/threats/${record.reference}`)
    const again = await analyst.get(String(answered.headers['location']))
    expect([read(again), etagOf(again)]).toEqual([record, etagOf(answered)])
    expect((await neighbour.get(address(record.reference))).status).toBe(404)
    const { rows } = await sql<{ event: string; shown: string[]; details: object }>`
      select event, shown, details from audit.entry where event = 'threat.recorded' order by id desc limit 1`.execute(
      site.database.owner,
    )
    expect(rows[0]).toMatchObject({ shown: [`threats:${record.reference}`], details: { format: 'json' } })
    expect(JSON.stringify(rows)).not.toContain('Amber')
  })

  it('may bring its reference, once', async () => {
    expect((await made({ reference: 'Ours/1 é' })).reference).toBe('Ours/1 é')
    const second = await make({ reference: 'Ours/1 é' })
    expect([second.status, read(second).errors]).toEqual([409, [{ field: 'reference', problem: expect.anything() }]])
  })

  it('takes organisations by the names they are known by', async () => {
    expect(read(await make({ owner: 'the cheshire constabulary' })).owner).toBe('Cheshire Constabulary')
    const others = await make({ owner: 'Lancashire Constabulary' })
    expect([others.status, others.text]).toEqual([403, expect.stringContaining('Lancashire')])
  })

  it('is told all that is wrong at once, with what to do', async () => {
    const answered = await make({
      name: '',
      threatType: 'Gang',
      tier: 'Tier 1',
      colour: 'red',
      leadResponsibleOfficer: 7,
      recordedAt: '2022-01-01T00:00:00Z',
      handling: 'Secret',
      owner: 'Rutland Police\u0000',
      crimeCategory: undefined,
    })
    expect(answered.status).toBe(400)
    expect(answered.headers['content-type']).toContain('application/problem+json')
    const fields = read(answered).errors.map(({ field }: { field: string }) => field)
    expect(new Set(fields)).toEqual(
      new Set('name threatType tier colour leadResponsibleOfficer recordedAt handling owner crimeCategory'.split(' ')),
    )
    expect(answered.text).toContain('Tier is changed by steps of its own, never here. Leave it out')
    expect(fields).toHaveLength(new Set(fields).size)
    expect(await lastEntry()).toMatchObject({ event: 'threat.recorded', outcome: 'refused' })
  })

  it.each(['[]', '"text"', '{', 'null'])('is an object: %s is refused', async body => {
    expect((await analyst.send('POST', '/api/v1/threats', body)).status).toBe(400)
  })

  it('is not for those whose part does not record', async () => {
    for (const program of [inspector, distant]) expect((await make({}, program)).status).toBe(403)
  })
})

describe('a change by program', () => {
  it('changes what was sent of the version that was read, and nothing else', async () => {
    const { reference, etag } = await made()
    const answered = await change(reference, etag, { name: 'Blue' }, colleague)
    expect(answered.status).toBe(200)
    expect(read(answered)).toMatchObject({ ...plain, name: 'Blue' })
    expect(etagOf(answered)).not.toBe(etag)
    expect(await lastEntry()).toMatchObject({ event: 'threat.changed', details: { fields: ['name'] } })
    const same = await change(reference, etagOf(answered), { name: 'Blue' })
    expect([same.status, etagOf(same)]).toEqual([200, etagOf(answered)])
  })

  it('needs the version, and is told what others changed since', async () => {
    const { reference, etag } = await made()
    expect((await change(reference, undefined, { name: 'Blue' })).status).toBe(428)
    const first = await change(reference, etag, { name: 'Blue', crimeCategory: 'Fraud' })
    const second = await change(reference, etag, { name: 'Green', nonsense: 1 }, colleague)
    expect(second.status).toBe(412)
    expect(read(second)).toMatchObject({ changed: ['name', 'crimeCategory'], etag: etagOf(first) })
    expect(second.text).not.toContain('Blue')
    expect((await change(reference, '"spoilt"', { name: 'Green' })).status).toBe(412)
    expect(read(await analyst.get(address(reference))).name).toBe('Blue')
  })

  it('says what can’t be changed here', async () => {
    const { reference, etag } = await made()
    const answered = await change(reference, etag, { reference: 'X', handling: 'Shared', tier: 'Tier 1', name: null })
    expect(answered.status).toBe(400)
    expect(
      read(answered)
        .errors.map(({ field }: { field: string }) => field)
        .sort(),
    ).toEqual(['handling', 'name', 'reference', 'tier'])
  })

  it('of what may not be seen is what is not there, to the byte; of what others own, theirs', async () => {
    const { reference, etag } = await made({ handling: 'Organisation' })
    const hidden = await change(reference, etag, { name: 'Blue' }, neighbour)
    const absent = await change('CHE-NOTONE', etag, { name: 'Blue' }, neighbour)
    expect([hidden.status, hidden.text]).toEqual([404, absent.text])
    const ofItself = ({ 'x-request-id': _id, date: _date, ...rest }: Answered['headers']) => rest
    expect(ofItself(hidden.headers)).toEqual(ofItself(absent.headers))
    for (const verb of ['in-error', 'record-again']) {
      const answered = await act(reference, verb, etag, { reason: 'Twice' }, neighbour)
      expect([answered.status, answered.text]).toEqual([404, absent.text])
    }
    const seen = await made()
    const theirs = await change(seen.reference, seen.etag, { nonsense: 1 }, neighbour)
    expect([theirs.status, theirs.text]).toEqual([403, expect.stringContaining('Cheshire Constabulary')])
  })

  it('demands the reason that its handling demands', async () => {
    const { reference, etag } = await made({ handling: 'Named' })
    expect((await change(reference, etag, { name: 'Blue' })).status).toBe(403)
    const given = await analyst.send('PATCH', `${address(reference)}?reason=Review`, { name: 'Blue' }, undefined, {
      'if-match': etag,
    })
    expect(given.status).toBe(200)
  })

  it('is refused as at a past day', async () => {
    const { reference, etag } = await made()
    const past = await analyst.send('PATCH', `${address(reference)}?asAt=2022-01-01`, { name: 'Blue' }, undefined, {
      'if-match': etag,
    })
    expect(past.status).toBe(409)
  })
})

describe('a record in error by program', () => {
  it('leaves the list, keeps its reason, and can be recorded again', async () => {
    const { reference, etag } = await made({ name: 'Mistake' })
    const listed = async () => read(await analyst.get('/api/v1/threats?name=Mistake')).total
    expect(await listed()).toBe(1)
    expect((await act(reference, 'in-error', etag, { reason: ' ' })).status).toBe(400)
    const marked = await act(reference, 'in-error', etag, { reason: 'Twice' })
    expect([marked.status, read(marked).inError]).toEqual([200, 'Twice'])
    expect(await listed()).toBe(0)
    expect(read(await analyst.get(address(reference)))).toMatchObject({ inError: 'Twice', name: 'Mistake' })
    const { states } = read(await analyst.get(`${address(reference)}/history`))
    expect(states.map((state: { inError: string | null }) => state.inError)).toEqual(['Twice', null])
    expect(read(await act(reference, 'in-error', etag, { reason: 'Again' })).changed).toEqual(['inError'])
    const again = await act(reference, 'record-again', etagOf(marked))
    expect([again.status, read(again).inError]).toEqual([200, null])
    expect(await listed()).toBe(1)
  })

  it('shows on its page and in its history when, by whom and why', async () => {
    const { reference, etag } = await made()
    await act(reference, 'in-error', etag, { reason: 'Recorded <twice>' })
    const person = await site.signIn('lro@cheshire.example')
    const { status, text } = await person.get(`/threats/${reference}`)
    expect([status, text]).toEqual([200, expect.stringContaining('Recorded in error')])
    expect(text).toContain('Recorded &lt;twice&gt;')
    expect((await person.get(`/threats/${reference}/history`)).text).toContain('Recorded &lt;twice&gt;')
    const council = await site.signIn('housing@council.example')
    expect((await council.get(`/threats/${reference}`)).status).toBe(404)
  })
})

describe('the same request sent again', () => {
  const send = (key: string, body: object, program = analyst) =>
    program.send('POST', '/api/v1/threats', body, 'application/json', { 'idempotency-key': key })

  it('twenty times at once makes one record', async () => {
    const body = { ...plain, name: 'Twenty' }
    const all = await Promise.all(Array.from({ length: 20 }, () => send('twenty', body)))
    expect(new Set(all.map(one => one.status))).toEqual(new Set([201]))
    expect(new Set(all.map(one => one.text)).size).toBe(1)
    expect(all.filter(one => one.headers['idempotent-replayed'] === 'true')).toHaveLength(19)
    expect(new Set(all.map(one => one.headers['location'])).size).toBe(1)
    expect(read(await analyst.get('/api/v1/threats?name=Twenty')).total).toBe(1)
  })

  it('with another body, or at another address, is refused', async () => {
    await send('once', { ...plain, name: 'Once' })
    expect((await send('once', { ...plain, name: 'Other' })).status).toBe(422)
    const { reference, etag } = await made()
    const patched = await analyst.send('PATCH', address(reference), { name: 'Once' }, undefined, {
      'if-match': etag,
      'idempotency-key': 'once',
    })
    expect(patched.status).toBe(422)
    expect(read(await analyst.get('/api/v1/threats?name=Other')).total).toBe(0)
  })

  it('is another’s business with another’s key', async () => {
    const mine = await send('shared', { ...plain, name: 'Shared key' })
    const theirs = await send('shared', { ...plain, name: 'Shared key' }, colleague)
    expect(theirs.status).toBe(201)
    expect(read(theirs).reference).not.toBe(read(mine).reference)
  })

  it('changes once, and is told so again', async () => {
    const { reference, etag } = await made()
    const patch = () =>
      analyst.send('PATCH', address(reference), { name: 'Patched' }, undefined, {
        'if-match': etag,
        'idempotency-key': 'patch',
      })
    const [first, second] = [await patch(), await patch()]
    expect([second.status, second.text, etagOf(second)]).toEqual([200, first.text, etagOf(first)])
    expect(await lastEntry()).toMatchObject({ shown: [`threats:${reference}`], details: { replayed: true } })
  })

  it('keeps no refusal: what was mended is done', async () => {
    expect((await send('mended', { ...plain, name: '' })).status).toBe(400)
    expect((await send('mended', plain)).status).toBe(201)
    expect((await send('a key', plain)).status).toBe(400)
  })

  it('shows no record that may no longer be seen', async () => {
    const body = { ...plain, name: 'Moved' }
    const { reference } = read(await send('moved', body))
    await sql`update threats.threat set audience_id =
      organisations.audience_for('Organisation', (select id from organisations.organisation where name = 'Kent Police'))
      where reference = ${reference}`.execute(site.database.owner)
    const again = await send('moved', body)
    expect([again.status, again.text.includes('Moved')]).toEqual([404, false])
  })

  it('is forgotten after a day', async () => {
    const body = { ...plain, name: 'Yesterday' }
    const first = read(await send('old', body))
    await sql`update platform.kept_answer set kept_at = kept_at - interval '25 hours' where key = 'old'`.execute(
      site.database.owner,
    )
    expect(read(await send('old', body)).reference).not.toBe(first.reference)
    await sql`update platform.kept_answer set kept_at = kept_at - interval '25 hours' where key = 'old'`.execute(
      site.database.owner,
    )
    const { rows } = await sql<{ forgotten: number }>`
      select platform.forget_kept_answers(clock_timestamp()) as forgotten`.execute(site.database.app)
    expect(rows[0]?.forgotten).toBe(1)
    expect((await sql`select from platform.kept_answer`.execute(site.database.app)).rows).toEqual([])
  })
})

it('had no fault', () => {
  expect(site.faults).toEqual([])
})
