import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { threat } from '#modules/threats'
import { actingFor, takeRows } from '../../../../test/sightings.ts'
import { type Answered, testServer, type TestServer, type Visitor } from '../../../../test/server.ts'
import { disruptionRow, threatRow } from '../../../../test/threat-rows.ts'
import { disruption } from '../disruption.ts'

let site: TestServer
let analyst: Visitor
const present = { at: new Date('2026-06-10T09:00:00Z') }

beforeAll(async () => {
  site = await testServer({ present: () => present.at })
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = 'system'`.execute(
    site.database.owner,
  )
  const system = rows[0]?.id ?? 0
  const lancashire = { owner: 'Lancashire Constabulary' }
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(
      tx,
      threat,
      [
        threatRow('T-1', { name: 'Harbour group' }),
        threatRow('T-2', { name: 'Station place', threatType: 'Vulnerability' }),
        threatRow('T-3', { name: 'Mine alone', leadResponsibleOfficer: 'analyst@cheshire.example' }),
        threatRow('T-4', { name: 'Long gone', phase: 'Closed - dismantled' }),
        threatRow('L-1', { ...lancashire, name: 'Harbour neighbours' }),
        threatRow('L-2', { ...lancashire, name: 'Harbour hidden' }, { handling: 'Organisation' }),
        threatRow('N-1', { name: 'Named few' }, { handling: 'Named' }),
      ],
      system,
    ),
  )
  await actingFor(site.database.app, system, 'import', tx =>
    takeRows(tx, disruption, [disruptionRow('D-1', { threatReference: 'T-2' })], system),
  )
})
afterAll(() => site.close())
beforeEach(async () => {
  analyst = await site.signIn('analyst@cheshire.example')
})

const plain = { step: 'first', threatReference: 'T-1', happened: 'Warrant, two arrested', when: '2026-06-10' }
const graded = {
  step: 'second',
  chosenThreat: 'T-1',
  happened: 'Warrant, two arrested',
  when: '2026-06-10',
  fourP: 'Pursue',
  assessmentCategory: 'Moderate',
  disruptionType: 'Lead Disruption',
  leadOrganisation: 'Cheshire Constabulary',
  handling: 'Region',
}

describe('recording a disruption', () => {
  it('offers mine first, then those near, and nothing closed, hidden or of others', async () => {
    const { text, status } = await analyst.get('/disruptions/new')
    expect(status).toBe(200)
    expect(radios(text, 'threatReference')).toEqual(['T-3', 'T-2', 'N-1', 'T-1'])
    expect(text).not.toContain('Named few')
    expect(checked(text, 'when')).toEqual(['2026-06-10'])
  })

  it('goes on to the P and the category, suggests both and answers neither', async () => {
    const asked = await analyst.post('/disruptions/new', plain)
    expect(asked.status).toBe(303)
    const { text } = await analyst.get(String(asked.headers['location']))
    expect(words(text)).toContain('Suggested: Pursue, because of “Warrant” and “arrested”. You decide.')
    expect(words(text)).toContain('Suggested: Moderate, because of “Warrant” and “arrested”. You decide.')
    expect(radios(text, 'fourP')).toEqual(['Pursue', 'Prevent', 'Protect', 'Prepare'])
    expect(checked(text, 'fourP')).toEqual([])
    expect(checked(text, 'assessmentCategory')).toEqual([])
  })

  it('records it, once, however often the form is sent', async () => {
    const form = await draftOf(analyst)
    const sent = { ...graded, ...form, arrests: '2', cashSeizedPence: '1,200.50', childrenSafeguarded: '0' }
    const answers = [await analyst.post('/disruptions/new', sent), await analyst.post('/disruptions/new', sent)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(answers[0]?.headers['location']).toMatch(/^\/disruptions\/CHE-D-[2-9A-HJKMNP-Z]{6}$/)
    expect(answers[1]?.headers['location']).toBe(answers[0]?.headers['location'])
    const reference = referenceOf(answers[0])
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    expect(JSON.parse((await program.get(`/api/v1/disruptions/${reference}`)).text)).toMatchObject({
      title: 'Warrant, two arrested',
      details: null,
      recordDate: '2026-06-10',
      arrests: 2,
      cashSeizedPence: 120_050,
      childrenSafeguarded: 0,
      adultsSafeguarded: null,
      disruptionType: 'Lead Disruption',
      handling: 'Region',
      tactic: null,
    })
    expect((await analyst.get(`/disruptions/new?draft=${form._draft}`)).status).toBe(303)
  })

  it('keeps all that was typed when something is wrong, and says what', async () => {
    const { status, text } = await analyst.post('/disruptions/new', {
      ...plain,
      threatReference: '',
      happened: '',
      when: 'other',
      'on-day': '31',
      'on-month': '2',
      'on-year': '2026',
    })
    expect(status).toBe(400)
    expect(errorsIn(text)).toEqual([
      'Select which threat, or search for it',
      'Enter what happened',
      'The day it happened must be a real date, such as 27 3 2026',
    ])
    expect(text).toMatch(/name="on-day"[^>]*value="31"/)
    const second = await analyst.post('/disruptions/new', {
      ...graded,
      fourP: '',
      assessmentCategory: '',
      arrests: 'two',
    })
    expect(second.status).toBe(400)
    expect(errorsIn(second.text)).toEqual([
      'Select a 4P',
      'Select an assessment category',
      '‘two’ is not a whole number. Enter a number such as 3',
    ])
    expect(second.text).toMatch(/name="arrests"[^>]*value="two"/)
    expect(second.text).toContain('value="Warrant, two arrested"')
  })

  it('takes no day to come, and knows yesterday', async () => {
    expect((await analyst.post('/disruptions/new', { ...plain, when: '2026-06-11' })).status).toBe(400)
    const { headers } = await analyst.post('/disruptions/new', { ...plain, when: '2026-06-09' })
    const { text } = await analyst.get(String(headers['location']))
    expect(words(text)).toContain('When 9 June 2026')
  })

  it('shows a draft of another day under its own day', async () => {
    const form = await draftOf(analyst)
    await analyst.post('/disruptions/new', { ...plain, ...form, _save: 'later' })
    try {
      present.at = new Date('2026-06-12T09:00:00Z')
      const later = await site.signIn('analyst@cheshire.example')
      const { text } = await later.get(`/disruptions/new?draft=${form._draft}`)
      expect(checked(text, 'when')).toEqual(['other'])
      expect(text).toMatch(/name="on-day"[^>]*value="10"/)
      expect(text).toContain('Warrant, two arrested')
    } finally {
      present.at = new Date('2026-06-10T09:00:00Z')
    }
  })

  it('makes a title and details of a long description', async () => {
    const long = `First line\n\n${'word '.repeat(100)}`.trim()
    const { headers } = await analyst.post('/disruptions/new', { ...graded, happened: long })
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const { text } = await program.get(`/api/v1/disruptions/${referenceOf({ headers })}`)
    expect(JSON.parse(text)).toMatchObject({ title: 'First line', details: long })
  })

  it('goes back with everything kept', async () => {
    const { text } = await analyst.post('/disruptions/new', { ...graded, go: 'back', arrests: '7' })
    expect(text).toMatch(/<h1[^>]*>(<bdi>)?Record a disruption</)
    expect(text).toMatch(/type="hidden" name="arrests" value="7"/)
    expect(text).toMatch(/type="hidden" name="fourP" value="Pursue"/)
  })

  it('loses nothing on a past day, and records nothing', async () => {
    const form = await draftOf(analyst)
    const { status } = await analyst.post('/disruptions/new?asAt=2026-01-01', { ...graded, ...form })
    expect(status).toBe(409)
    expect((await analyst.get('/disruptions/new?asAt=2026-01-01')).status).toBe(409)
    const { text } = await analyst.get(`/disruptions/new?draft=${form._draft}`)
    expect(text).toContain('Warrant, two arrested')
    expect(checked(text, 'fourP')).toEqual(['Pursue'])
  })

  it('keeps another tactic as it was typed, and suggests by one of the list', async () => {
    const another = await analyst.post('/disruptions/new', {
      ...graded,
      tactic: '_another',
      'tactic-another': ' Own way ',
    })
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const { text } = await program.get(`/api/v1/disruptions/${referenceOf(another)}`)
    expect(JSON.parse(text).tactic).toBe('Own way')
    const listed = await analyst.post('/disruptions/new', { ...plain, tactic: 'Target hardening' })
    expect(words((await analyst.get(String(listed.headers['location']))).text)).toContain(
      'Suggested: Protect, because of the tactic “Target hardening”. You decide.',
    )
  })

  it('answers whatever is sent in any of its names', async () => {
    const names = [...Object.keys({ ...plain, ...graded }), 'search', 'on-day', 'tactic', 'tactic-another', 'arrests']
    const others = ['supportedOrganisation', 'eventReference', 'supporting', 'otherSupporting', '_draft', '_save', 'go']
    for (const hostile of ['\u0000', `a\u0000b\uD800\u202E<script>%_\\'"`]) {
      for (const base of [plain, graded]) {
        for (const name of [...names, ...others]) {
          const { status, text } = await analyst.post('/disruptions/new', { ...base, [name]: hostile })
          expect(status, `${name} ${JSON.stringify(hostile)}`).toBeLessThan(500)
          expect(text).not.toContain('\u202E<script>')
        }
      }
    }
    expect(site.faults).toEqual([])
  })

  it.each(['inspector@hmicfrs.example', 'housing@council.example', 'mayor@oversight.example', 'tasking@nca.example'])(
    'is not for %s',
    async email => {
      const person = await site.signIn(email)
      expect((await person.get('/disruptions/new')).status).toBe(403)
      expect((await person.post('/disruptions/new', graded)).status).toBe(403)
    },
  )
})

describe('which threat', () => {
  it('is found by words of its name, without scripts', async () => {
    const search = { ...plain, threatReference: '', search: 'harbour' }
    const many = await analyst.post('/disruptions/new', search)
    expect(many.status).toBe(200)
    expect(radios(many.text, 'threatReference')).toEqual(['T-1', 'L-1'])
    expect(many.text).toContain('Warrant, two arrested')
    for (const typed of ['harbour group', 't-1']) {
      const one = await analyst.post('/disruptions/new', { ...search, search: typed })
      expect(one.status).toBe(303)
      expect((await analyst.get(String(one.headers['location']))).text).toContain('Harbour group')
    }
  })

  it('is refused in the same words when it is hidden and when it is none', async () => {
    const search = async (typed: string) =>
      errorsIn((await analyst.post('/disruptions/new', { ...plain, threatReference: '', search: typed })).text)
    expect(await search('L-2')).toEqual(await search('L-9'))
    expect(await search('hidden')).toEqual(['No threat that you may see matches. Check the words or the reference'])
    const select = async (threatReference: string) =>
      errorsIn((await analyst.post('/disruptions/new', { ...plain, threatReference })).text)
    expect(await select('L-2')).toEqual(await select('L-9'))
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const send = (threatReference: string) =>
      program.send('POST', '/api/v1/disruptions', { ...record, threatReference }).then(({ text }) => text)
    expect((await send('L-2')).replaceAll('L-2', '')).toBe((await send('L-9')).replaceAll('L-9', ''))
  })

  it('is settled by the button on its page, and asked of nobody again', async () => {
    const page = await analyst.get('/threats/T-2')
    expect(page.text).toContain('href="/disruptions/new?threat=T-2"')
    expect((await analyst.get('/threats/T-2?asAt=2026-01-01')).text).not.toContain('/disruptions/new')
    const { text } = await analyst.get('/disruptions/new?threat=T-2')
    expect(text).toContain('type="hidden" name="chosenThreat" value="T-2"')
    expect(radios(text, 'threatReference')).not.toContain('T-2')
    const inspector = await site.signIn('inspector@hmicfrs.example')
    expect((await inspector.get('/threats/T-2')).text).not.toContain('/disruptions/new')
  })

  it('answers for a hidden threat as for none', async () => {
    const [hidden, absent] = [
      await analyst.get('/disruptions/new?threat=L-2'),
      await analyst.get('/disruptions/new?threat=L-9'),
    ]
    expect([hidden.status, absent.status]).toEqual([404, 404])
    expect(hidden.text).toBe(absent.text)
  })
})

const record = {
  title: 'By program',
  threatReference: 'T-1',
  recordDate: '2026-06-01',
  fourP: 'Pursue',
  assessmentCategory: 'Minor',
}

describe('a program', () => {
  it.each([
    [{ recordDate: '2026-06-11' }, 'recordDate'],
    [{ supportedOrganisation: 'Merseyside Police' }, 'supportedOrganisation'],
    [{ disruptionType: 'Support Disruption' }, 'supportedOrganisation'],
    [{ disruptionType: 'Support Disruption', supportedOrganisation: 'Cheshire Constabulary' }, 'supportedOrganisation'],
    [{ eventReference: 'D-1' }, 'eventReference'],
    [
      { disruptionType: 'Support Disruption', supportedOrganisation: 'Merseyside Police', eventReference: 'D-9' },
      'eventReference',
    ],
    [{ threatReference: 'T-9' }, 'threatReference'],
    [{ arrests: -1 }, 'arrests'],
    [{ assetsRestrainedPence: 1.5 }, 'assetsRestrainedPence'],
  ])('is refused %j, and told where', async (values, field) => {
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const { status, text } = await program.send('POST', '/api/v1/disruptions', { ...record, ...values })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(JSON.parse(text).errors.map((error: { field: string }) => error.field)).toEqual([field])
  })

  it('records results in pence, and changes one alone', async () => {
    const program = site.program(await site.tokenOf('analyst@cheshire.example'))
    const made = await program.send('POST', '/api/v1/disruptions', {
      ...record,
      assetsRestrainedPence: 123_456,
      firearms: 1,
    })
    expect(made.status).toBe(201)
    expect(JSON.parse(made.text)).toMatchObject({
      assetsRestrainedPence: 123_456,
      firearms: 1,
      vehicles: null,
      arrests: 0,
    })
    const page = words((await analyst.get(`/disruptions/${JSON.parse(made.text).reference}`)).text)
    expect(page).toContain('Assets restrained (GBP) £1,234.56')
    expect(page).not.toContain('Vehicles')
  })
})

async function draftOf(person: Visitor): Promise<{ readonly _draft: string }> {
  const { text } = await person.get('/disruptions/new')
  return { _draft: /name="_draft" value="([^"]+)"/.exec(text)?.[1] ?? '' }
}

function referenceOf(answered: Pick<Answered, 'headers'> | undefined): string {
  return String(answered?.headers['location']).replace('/disruptions/', '')
}

function inputs(html: string, name: string): readonly string[] {
  return [...html.matchAll(/<input[^>]*type="(?:radio|checkbox)"[^>]*>/g)]
    .map(([input]) => input)
    .filter(input => input.includes(`name="${name}"`))
}

function radios(html: string, name: string): readonly string[] {
  return inputs(html, name).map(input => /value="([^"]*)"/.exec(input)?.[1] ?? '')
}

function checked(html: string, name: string): readonly string[] {
  return inputs(html, name)
    .filter(input => / checked/.test(input))
    .map(input => /value="([^"]*)"/.exec(input)?.[1] ?? '')
}

function errorsIn(html: string): readonly string[] {
  const summary = /govuk-error-summary__list">([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? ''
  return [...summary.matchAll(/<a[^>]*>([^<]*)<\/a>|<li>\s*([^<\s][^<]*)/g)].map(([, linked, plainText]) =>
    (linked ?? plainText ?? '').trim().replaceAll('&#39;', '’'),
  )
}

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
