import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import { actingFor, takeRows } from '../../../../test/sightings.ts'
import { testServer, type TestServer, type Visitor } from '../../../../test/server.ts'
import { disruptionRow, threatRow } from '../../../../test/threat-rows.ts'
import { disruption } from '../disruption.ts'
import { type SideStep, stepsAfter, takeStep } from './side-store.ts'

let site: TestServer
let cheshire: Visitor
let merseyside: Visitor
let lancashire: Visitor

const secret = 'Title of the lead alone'

beforeAll(async () => {
  site = await testServer()
  const system = await personOf('system')
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      threat,
      [threatRow('T-1'), threatRow('T-2', { name: 'Hidden threat' }, { handling: 'Organisation' })],
      system,
    ),
  )
  const leads = ['OPEN', 'DECLINE', 'WITHDRAW', 'TABLE', 'TWICE', 'EXISTING', 'PROGRAM', 'ERROR', 'ANYTHING'].map(
    reference => disruptionRow(reference, { title: `Lead ${reference}`, fourP: 'Protect' }),
  )
  const hidden = disruptionRow('HIDDEN', { title: secret, threatReference: 'T-2' }, { handling: 'Organisation' })
  const support = disruptionRow('M-1', {
    disruptionType: 'Support Disruption',
    leadOrganisation: 'Merseyside Police',
    supportedOrganisation: 'Cheshire Constabulary',
    eventReference: 'EXISTING',
  })
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(tx, disruption, [...leads, hidden, support], system),
  )
  cheshire = await site.signIn('analyst@cheshire.example')
  merseyside = await site.signIn('lro@merseyside.example')
  lancashire = await site.signIn('analyst@lancashire.example')
})
afterAll(() => site.close())

describe('an organisation that is named as a supporter', () => {
  it('finds it in its work, and is told no more than the reference, the lead and the day', async () => {
    const side = await name('HIDDEN')
    const work = (await merseyside.get('/work')).text
    expect(work).toContain(`href="/disruption-sides/${side}"`)
    expect(words(work)).toContain('Cheshire Constabulary says that you supported it on 1 February 2022')
    const { text } = await merseyside.get(`/disruption-sides/${side}`)
    expect(text).toContain('You may not see the lead’s record')
    for (const page of [work, text]) {
      expect(page).not.toContain(secret)
      expect(page).not.toContain('Hidden threat')
      expect(page).not.toContain('T-2')
      expect(page).not.toContain('href="/disruptions/HIDDEN"')
    }
    expect(text).not.toMatch(/name="fourP"[^>]* checked/)
    expect((await merseyside.get('/disruptions/HIDDEN')).status).toBe(404)
  })

  it('records its side against a threat that it may see, when it may not see the lead’s', async () => {
    const side = await name('HIDDEN')
    const without = await merseyside.post(`/disruption-sides/${side}`, { ...answers, happened: 'Our part' })
    expect(without.status).toBe(400)
    expect(without.text).toContain('Select which threat')
    const done = await merseyside.post(`/disruption-sides/${side}`, { ...answers, happened: 'Our part', search: 'T-1' })
    expect(done.status).toBe(303)
    expect(words((await cheshire.get('/disruptions/HIDDEN')).text)).toContain('Merseyside Police Confirmed')
  })

  it('confirms in one step, which records its support of the event', async () => {
    const side = await name('OPEN')
    const { text } = await merseyside.get(`/disruption-sides/${side}`)
    expect(text).toContain('Lead OPEN')
    expect(text).toMatch(/name="recordDate-day"[^>]*value="1"/)
    expect(text).toMatch(/name="fourP"[^>]*value="Protect" checked/)
    expect(text).not.toMatch(/name="assessmentCategory"[^>]* checked/)
    const counted = await countedLeads()
    const { headers, status } = await merseyside.post(`/disruption-sides/${side}`, { ...answers, happened: 'Our part' })
    expect(status).toBe(303)
    const reference = String(headers['location']).replace('/disruptions/', '')
    expect(reference).toMatch(/^MER-D-/)
    const program = site.program(await site.tokenOf('lro@merseyside.example'))
    expect(JSON.parse((await program.get(`/api/v1/disruptions/${reference}`)).text)).toMatchObject({
      disruptionType: 'Support Disruption',
      eventReference: 'OPEN',
      supportedOrganisation: 'Cheshire Constabulary',
      leadOrganisation: 'Merseyside Police',
      threatReference: 'T-1',
      recordDate: '2022-02-01',
      title: 'Our part',
    })
    expect(await countedLeads()).toBe(counted)
    expect((await merseyside.get('/work')).text).not.toContain(`/disruption-sides/${side}"`)
    const page = await cheshire.get('/disruptions/OPEN')
    expect(words(page.text)).toContain('Merseyside Police Confirmed')
    expect(page.text).toContain(`href="/disruptions/${reference}"`)
    expect((await merseyside.get(`/disruption-sides/${side}`)).status).toBe(404)
  })

  it('declines with a reason, which the lead reads and can ask again', async () => {
    const side = await name('DECLINE')
    const without = await merseyside.post(`/disruption-sides/${side}/decline`, { reason: '  ' })
    expect(without.status).toBe(400)
    expect(without.text).toContain('Enter why you decline')
    expect((await merseyside.post(`/disruption-sides/${side}/decline`, { reason: 'We were elsewhere' })).status).toBe(
      303,
    )
    expect(words((await cheshire.get('/disruptions/DECLINE')).text)).toContain('Declined')
    expect((await cheshire.get('/disruptions/DECLINE')).text).toContain('We were elsewhere')
    expect((await merseyside.get(`/disruption-sides/${side}`)).status).toBe(404)
    expect(await name('DECLINE')).toBe(side)
    expect((await merseyside.get(`/disruption-sides/${side}`)).status).toBe(200)
  })

  it('is no longer asked once it is withdrawn, or the lead was recorded in error', async () => {
    const side = await name('WITHDRAW')
    expect((await merseyside.get(`/disruption-sides/${side}`)).status).toBe(200)
    expect((await cheshire.post(`/disruptions/WITHDRAW/supporters/${side}/withdraw`)).status).toBe(303)
    expect((await merseyside.get(`/disruption-sides/${side}`)).status).toBe(404)
    expect((await cheshire.post(`/disruptions/WITHDRAW/supporters/${side}/withdraw`)).status).toBe(409)
    const other = await name('ERROR')
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    await markInError(program, 'ERROR')
    expect((await merseyside.get(`/disruption-sides/${other}`)).status).toBe(404)
    expect((await merseyside.get('/work')).text).not.toContain(`/disruption-sides/${other}"`)
  })

  it('confirms once, however many confirm at once', async () => {
    const side = await name('TWICE')
    const others = await Promise.all([1, 2, 3].map(() => site.signIn('lro@merseyside.example')))
    const all = await Promise.all(
      others.map(one => one.post(`/disruption-sides/${side}`, { ...answers, happened: 'At once' })),
    )
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 404, 404])
    const { rows } = await sql<{ count: number }>`select count(*) from disruptions.disruption_state
      where event_reference = 'TWICE'`.execute(site.database.owner)
    expect(rows[0]?.count).toBe(1)
  })

  it('confirms with what it recorded before, and with nothing of another event', async () => {
    const side = await name('EXISTING')
    expect((await merseyside.get(`/disruption-sides/${side}`)).text).toContain('Confirm with M-1')
    expect((await merseyside.post(`/disruption-sides/${side}`, { existing: 'OPEN' })).status).toBe(409)
    const done = await merseyside.post(`/disruption-sides/${side}`, { existing: 'M-1' })
    expect(done.headers['location']).toBe('/disruptions/M-1')
  })

  it('confirms by a program that records the support', async () => {
    await name('PROGRAM')
    const program = site.program(await site.tokenOf('lro@merseyside.example'))
    const { status } = await program.send('POST', '/api/v1/disruptions', {
      title: 'By program',
      threatReference: 'T-1',
      recordDate: '2022-02-01',
      fourP: 'Protect',
      assessmentCategory: 'Minor',
      disruptionType: 'Support Disruption',
      supportedOrganisation: 'Cheshire Constabulary',
      eventReference: 'PROGRAM',
    })
    expect(status).toBe(201)
    expect(words((await cheshire.get('/disruptions/PROGRAM')).text)).toContain('Merseyside Police Confirmed')
  })
})

describe('the sides of an event', () => {
  it('are nobody else’s: not of others of the region, of inspectors, of administrators', async () => {
    const side = await name('TABLE')
    const others = [
      'inspector@hmicfrs.example',
      'admin@fourfold.example',
      'mayor@oversight.example',
      'tasking@nca.example',
    ]
    for (const person of [lancashire, ...(await Promise.all(others.map(email => site.signIn(email))))]) {
      expect((await person.get(`/disruption-sides/${side}`)).status).not.toBe(200)
      expect((await person.post(`/disruption-sides/${side}`, answers)).status).toBeGreaterThanOrEqual(403)
      expect((await person.post(`/disruptions/TABLE/supporters/${side}/withdraw`)).status).toBeGreaterThanOrEqual(403)
      const page = await person.get('/disruptions/TABLE')
      expect(page.text).not.toContain('Who supported it')
    }
    for (const email of ['analyst@lancashire.example', 'inspector@hmicfrs.example', 'system']) {
      const seen = await actingFor(site.database.app, await personOf(email), 'read', async tx => {
        const { rows } = await sql`select from disruptions.side union all select from disruptions.side_step`.execute(tx)
        return rows.length
      })
      expect(seen).toBe(0)
    }
    expect((await merseyside.get('/disruptions/TABLE/supporters')).status).toBe(403)
  })

  it('are known to the lead’s own people only where they may see the lead’s record', async () => {
    await actingFor(site.database.owner, await personOf('analyst@cheshire.example'), 'read', async () => undefined)
    const before = await rowsSeenBy('lro@cheshire.example')
    await cheshire.post('/handling/disruptions/TABLE/change', {
      handling: 'Named',
      people: 'analyst@cheshire.example',
      reason: 'A test',
      checked: 'yes',
    })
    expect(await rowsSeenBy('lro@cheshire.example')).toBe(before - 1)
    expect(await rowsSeenBy('lro@merseyside.example')).toBeGreaterThan(0)
  })

  it('read as at a past moment as they stood then', async () => {
    const { rows } = await sql<{ at: Date }>`select step.at from disruptions.side_step step
      join disruptions.side on side.id = side_id where event_reference = 'OPEN' and step = 'Confirmed'`.execute(
      site.database.owner,
    )
    const before = new Date((rows[0]?.at.getTime() ?? 0) - 1).toISOString()
    const { text } = await cheshire.get(`/disruptions/OPEN?asAt=${before}`)
    expect(words(text)).toContain('Merseyside Police Waiting')
    expect(text).not.toContain('Name who supported you')
    expect(text).not.toContain('Withdraw')
    expect((await merseyside.post(`/disruptions/OPEN/supporters?asAt=${before}`, {})).status).toBe(409)
  })

  it('take no step that may not follow, by the whole table of steps', async () => {
    const steps: readonly SideStep[] = ['Named', 'Confirmed', 'Declined', 'Withdrawn']
    const system = await personOf('system')
    for (const from of ['none', ...steps] as const) {
      for (const step of steps) {
        const isTaken = await actingFor(site.database.owner, system, 'read', async tx => {
          const side = await sql<{ id: number }>`insert into disruptions.side (event_reference, organisation_id)
            select 'TABLE', id from organisations.organisation where name = 'Durham Constabulary' returning id`.execute(
            tx,
          )
          const sideId = side.rows[0]?.id ?? 0
          if (from !== 'none') {
            await sql`insert into disruptions.side_step (side_id, place, step, at, person_id, reason, support_reference)
              values (${sideId}, 1, ${from}, now(), ${system}, 'r', ${from === 'Confirmed' ? 'S' : null})`.execute(tx)
          }
          const taken = await takeStep(tx, {
            sideId,
            step,
            personId: system,
            ...(step === 'Declined' ? { reason: 'r' } : {}),
            ...(step === 'Confirmed' ? { supportReference: 'S' } : {}),
          })
          await sql`delete from disruptions.side_step where side_id = ${sideId}`.execute(tx)
          await sql`delete from disruptions.side where id = ${sideId}`.execute(tx)
          return taken
        })
        expect([from, step, isTaken]).toEqual([from, step, stepsAfter[from].includes(step)])
      }
    }
  })

  it('can be written by nobody past the program’s rules: the database refuses the wrong person', async () => {
    const side = await name('PROGRAM').catch(() => 0)
    const id = side === 0 ? await sideOfMerseyside('PROGRAM') : side
    for (const [email, step] of [
      ['analyst@cheshire.example', 'Confirmed'],
      ['lro@merseyside.example', 'Withdrawn'],
      ['analyst@lancashire.example', 'Confirmed'],
      ['inspector@hmicfrs.example', 'Named'],
    ] as const) {
      const personId = await personOf(email)
      await expect(
        actingFor(site.database.app, personId, 'read', tx =>
          sql`insert into disruptions.side_step (side_id, place, step, at, person_id, support_reference)
            values (${id}, 99, ${step}, now(), ${personId}, ${step === 'Confirmed' ? 'S' : null})`.execute(tx),
        ),
      ).rejects.toThrow(/row-level security/)
    }
  })
})

describe('a side that is sent anything', () => {
  it('answers it', async () => {
    const side = await name('ANYTHING')
    for (const field of [...Object.keys(answers), 'happened', 'search', 'threatReference', 'existing', 'reason']) {
      const fields = { ...answers, happened: 'Our part', [field]: `a\u0000b\uD800\u202E<script>%_\\'"` }
      const form = await merseyside.post(`/disruption-sides/${side}`, { ...fields, _save: 'later' })
      expect(form.status, field).toBeLessThan(500)
      const declined = await merseyside.post(`/disruption-sides/${side}/decline`, { reason: '\u0000' })
      expect(declined.status).toBe(400)
    }
    expect((await merseyside.get('/disruption-sides/99999999999999999999')).status).toBe(404)
    expect((await merseyside.post('/disruption-sides/1e3', answers)).status).toBe(404)
    expect(site.faults).toEqual([])
  })
})

describe('who is named', () => {
  it.each([
    [{}, 'Select or enter at least one organisation'],
    [{ otherSupporting: 'Nowhere Police' }, '“Nowhere Police” is not an organisation that records disruptions here'],
    [{ otherSupporting: 'Cheshire Constabulary' }, 'Your own organisation leads it. Leave it out'],
    [{ supporting: 'HMICFRS' }, 'is not an organisation that records disruptions here'],
  ])('is asked for again when it is %j', async (fields, problem) => {
    const { status, text } = await cheshire.post('/disruptions/OPEN/supporters', fields)
    expect(status).toBe(400)
    expect(text).toContain(problem)
  })

  it('may be typed by name, code or abbreviation', async () => {
    const { status } = await cheshire.post('/disruptions/OPEN/supporters', {
      otherSupporting: 'the lancashire CONSTABULARY\n60\nNCA',
    })
    expect(status).toBe(303)
    const text = words((await cheshire.get('/disruptions/OPEN')).text)
    for (const organisation of ['Lancashire Constabulary', 'North Wales Police', 'National Crime Agency']) {
      expect(text).toContain(`${organisation} Waiting`)
    }
  })

  it('is answered as absent for a lead that is hidden', async () => {
    const [hidden, absent] = [
      await lancashire.get('/disruptions/HIDDEN/supporters'),
      await lancashire.get('/disruptions/NONE/supporters'),
    ]
    expect([hidden.status, absent.status]).toEqual([404, 404])
    expect(hidden.text).toBe(absent.text)
  })
})

const answers = {
  'recordDate-day': '1',
  'recordDate-month': '2',
  'recordDate-year': '2022',
  fourP: 'Protect',
  assessmentCategory: 'Minor',
  handling: 'Region',
}

/** Names Merseyside as a supporter. Gives the side. */
async function name(reference: string): Promise<number> {
  const { status } = await cheshire.post(`/disruptions/${reference}/supporters`, { supporting: 'Merseyside Police' })
  expect(status).toBe(303)
  return sideOfMerseyside(reference)
}

async function sideOfMerseyside(reference: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select side.id from disruptions.side
    join organisations.organisation o on o.id = organisation_id
    where event_reference = ${reference} and o.name = 'Merseyside Police'`.execute(site.database.owner)
  return rows[0]?.id ?? 0
}

async function personOf(email: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(
    site.database.owner,
  )
  return rows[0]?.id ?? 0
}

async function rowsSeenBy(email: string): Promise<number> {
  return actingFor(site.database.app, await personOf(email), 'read', async tx => {
    const { rows } = await sql`select from disruptions.side`.execute(tx)
    return rows.length
  })
}

async function countedLeads(): Promise<number> {
  const program = site.program(await site.tokenOf('analyst@cheshire.example'))
  return JSON.parse((await program.get('/api/v1/disruptions?counted=yes&limit=1')).text).total
}

async function markInError(program: ReturnType<TestServer['program']>, reference: string): Promise<void> {
  const form = (await cheshire.get(`/disruptions/${reference}/in-error`)).text
  const hidden = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].flatMap(([, key, value]) =>
    key === '_csrf' ? [] : [[key, value]],
  )
  const { status } = await cheshire.post(`/disruptions/${reference}/in-error`, {
    ...(Object.fromEntries(hidden) as Record<string, string>),
    reason: 'A mistake',
  })
  expect(status).toBe(303)
  expect(JSON.parse((await program.get(`/api/v1/disruptions/${reference}`)).text).inError).not.toBeNull()
}

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
