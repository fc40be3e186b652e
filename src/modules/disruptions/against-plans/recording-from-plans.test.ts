import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../../../../test/server.ts'
import { disruptionRow } from '../../../../test/threat-rows.ts'
import { disruption } from '../disruption.ts'
import { planScene, type PlanScene } from '../../../../test/plan-disruption-scene.ts'

let scene: PlanScene
let officer: Visitor
let analyst: Visitor

beforeAll(async () => {
  scene = await planScene()
  officer = await scene.site.signIn('lro@cheshire.example')
  analyst = await scene.site.signIn('analyst@cheshire.example')
})
afterAll(() => scene.site.close())

describe('a disruption from a finished action', () => {
  it('is filled in, and takes one click', async () => {
    const { status, text } = await officer.get('/disruptions/new?action=A-1')
    expect(status).toBe(200)
    const shown = words(text)
    expect(shown).toContain(
      'Which of the 4Ps Prevent, because the action is Prevent Effect Minor, because of “Visit” and',
    )
    expect(shown).toContain('Results Children safeguarded: 2 Referrals: 1 Who may see it Region')
    // Nothing has to be answered: the questions are there to change what is filled in.
    expect(text.indexOf('Change what is filled in')).toBeLessThan(text.indexOf('name="fourP"'))
    expect(shown).toContain('Suggested: Prevent, because the action is Prevent. You decide.')
    const form = fieldsOf(text)
    expect(form).toMatchObject({
      fourP: 'Prevent',
      planPart: 'action:A-1',
      chosenThreat: 'T-1',
      when: '2026-06-01',
      childrenSafeguarded: '2',
    })
    const { status: sent, headers } = await officer.post('/disruptions/new', form)
    expect(sent).toBe(303)
    expect(await recorded(String(headers['location']))).toMatchObject({
      title: 'Visit the two schools nearest the line',
      details: 'Visit the two schools nearest the line\nTwo children safeguarded and one referred.',
      recordDate: '2026-06-01',
      threatReference: 'T-1',
      fourP: 'Prevent',
      disruptionType: 'Lead Disruption',
      planAction: 'A-1',
      aim: 'M-1',
      childrenSafeguarded: 2,
      referrals: 1,
    })
  })

  it('stays open to change before it is recorded, and is gone on with where it was left', async () => {
    const form = fieldsOf((await officer.get('/disruptions/new?action=A-2')).text)
    expect(form['fourP']).toBe('Pursue')
    await officer.post('/disruptions/new', { ...form, fourP: 'Protect', arrests: '3', _save: 'later' })
    const again = fieldsOf((await officer.get('/disruptions/new?action=A-2')).text)
    expect(again).toMatchObject({ fourP: 'Protect', arrests: '3', _draft: form['_draft'] })
    const back = await officer.post('/disruptions/new', { ...again, go: 'back' })
    expect(fieldsOf(back.text)).toMatchObject({ happened: 'Search the lock-up', planPart: 'action:A-2' })
  })

  it('asks for the threat where the plan has none', async () => {
    const { text } = await analyst.get('/disruptions/new?action=A-S')
    expect(text).toMatch(/<h1[^>]*>(<bdi>)?Record a disruption</)
    expect(text).toMatch(/type="hidden" name="planPart" value="action:A-S"/)
    const form = { ...fieldsOf(text), threatReference: 'T-2' }
    const { headers } = await analyst.post('/disruptions/new', form)
    const second = fieldsOf((await analyst.get(String(headers['location']))).text)
    const sent = await analyst.post('/disruptions/new', second)
    expect(await recorded(String(sent.headers['location']))).toMatchObject({
      planAction: 'A-S',
      threatReference: 'T-2',
    })
  })

  it('answers for an action that is hidden as for none', async () => {
    const other = await scene.site.signIn('analyst@cheshire.example')
    const [unseen, absent] = [
      await other.get('/disruptions/new?action=A-L'),
      await other.get('/disruptions/new?action=A-X'),
    ]
    expect([unseen.status, absent.status]).toEqual([404, 404])
    expect(unseen.text).toBe(absent.text)
    for (const hostile of ['\u0000', '%00', '"><script>']) {
      expect((await analyst.get(`/disruptions/new?action=${encodeURIComponent(hostile)}`)).status).toBe(404)
    }
  })

  it('says at its question that an action is against another threat', async () => {
    const form = fieldsOf((await officer.get('/disruptions/new?action=A-3')).text)
    const { status, text } = await officer.post('/disruptions/new', { ...form, threatReference: 'T-2' })
    expect(status).toBe(400)
    expect(text).toContain('href="#planPart"')
    expect(words(text)).toContain('That action is of a plan against another threat')
    const hostile = await officer.post('/disruptions/new', { ...form, planPart: 'plan:P-1' })
    expect(words(hostile.text)).toContain('Select an action or an aim of the plan, or none')
  })
})

describe('which threat', () => {
  it('offers those of my plans first: that I own, deputise for or have an action in', async () => {
    const offered = async (email: string) => {
      const { text } = await (await scene.site.signIn(email)).get('/disruptions/new')
      return [...text.matchAll(/<input[^>]*name="threatReference"[^>]*value="([^"]*)"/g)].map(([, value]) => value)
    }
    // Deputies are typed in any letter case.
    expect(await offered('lro@cheshire.example')).toEqual(['T-3', 'T-1', 'T-2'])
    expect(await offered('lro@merseyside.example')).toEqual(['T-1'])
    expect(words((await officer.get('/disruptions/new')).text)).toContain('one of your plans is against it')
  })

  it('is followed by the plan’s actions and aims, none of others', async () => {
    const { headers } = await analyst.post('/disruptions/new', {
      step: 'first',
      threatReference: 'T-1',
      happened: 'Talk',
      when: '2026-06-10',
    })
    const { text } = await analyst.get(String(headers['location']))
    const select = /<select[^>]*name="planPart"[\s\S]*?<\/select>/.exec(text)?.[0] ?? ''
    const values = [...select.matchAll(/value="([^"]*)"/g)].map(([, value]) => value)
    expect(values).toEqual(['', 'action:A-1', 'action:A-2', 'aim:M-1', 'aim:M-2'])
    const other = await analyst.post('/disruptions/new', {
      step: 'first',
      threatReference: 'T-2',
      happened: 'Talk',
      when: '2026-06-10',
    })
    expect((await analyst.get(String(other.headers['location']))).text).not.toContain('name="planPart"')
  })
})

const record = {
  title: 'By program',
  threatReference: 'T-1',
  recordDate: '2026-06-01',
  fourP: 'Prevent',
  assessmentCategory: 'Minor',
}

describe('a program', () => {
  const send = async (values: object) => {
    const program = scene.site.program(await scene.site.tokenOf('analyst@cheshire.example'))
    return program.send('POST', '/api/v1/disruptions', { ...record, ...values })
  }

  it('names the action, and the aim follows', async () => {
    const { status, text } = await send({ planAction: 'A-1' })
    expect(status).toBe(201)
    expect(JSON.parse(text)).toMatchObject({ planAction: 'A-1', aim: 'M-1' })
    expect(JSON.parse((await send({ aim: 'M-2' })).text)).toMatchObject({ planAction: null, aim: 'M-2' })
    expect(JSON.parse((await send({})).text)).toMatchObject({ planAction: null, aim: null })
  })

  it.each([
    [{ planAction: 'A-3' }, ['aim', 'planAction']],
    [{ planAction: 'A-3', aim: null }, ['planAction']],
    [{ aim: 'M-3' }, ['aim']],
    [{ planAction: 'A-1', aim: 'M-2' }, ['aim']],
    [{ planAction: 'A-1', aim: 'M-3' }, ['aim']],
    [{ planAction: 'A-X' }, ['planAction']],
    [{ aim: 'M-X' }, ['aim']],
  ])('is refused %j, and told where', async (values, fields) => {
    const { status, text } = await send(values)
    expect(status).toBe(400)
    expect(
      JSON.parse(text)
        .errors.map(({ field }: { field: string }) => field)
        .toSorted(),
    ).toEqual(fields)
  })

  it('is told the same of a hidden action or aim as of none', async () => {
    const says = async (values: object) => (await send(values)).text.replaceAll(/"instance":"[^"]*"/g, '')
    expect((await says({ planAction: 'A-L' })).replaceAll('A-L', '')).toBe(
      (await says({ planAction: 'A-X' })).replaceAll('A-X', ''),
    )
    expect(await says({ aim: 'M-L' })).toBe(await says({ aim: 'M-X' }))
  })

  it('may leave as it is what it can’t see, and not move it', async () => {
    await scene.take(disruption, disruptionRow('D-H', { planAction: 'A-L' }))
    const program = scene.site.program(await scene.site.tokenOf('analyst@cheshire.example'))
    const { headers } = await program.get('/api/v1/disruptions/D-H')
    const change = (values: object) =>
      program.send('PATCH', '/api/v1/disruptions/D-H', values, undefined, { 'if-match': String(headers['etag']) })
    expect((await change({ planAction: 'A-X' })).status).toBe(400)
    expect((await change({ title: 'Other words' })).status).toBe(200)
  })
})

async function recorded(location: string) {
  const program = scene.site.program(await scene.site.tokenOf('analyst@cheshire.example'))
  return JSON.parse((await program.get(location.replace('/disruptions/', '/api/v1/disruptions/'))).text) as unknown
}

/** The form of a page as a browser would send it, untouched. */
function fieldsOf(html: string): Record<string, string> {
  const form = /<form[^>]*action="\/disruptions\/new"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const areas = form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g)
  const selects = form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)
  const controls = [
    ...[...form.matchAll(/<input[^>]*>/g)].flatMap(([input]) => sentBy(input)),
    ...[...areas].map(([, name = '', body = '']) => [name, body] as const),
    ...[...selects].map(
      ([, name = '', body = '']) => [name, firstOf(body, /<option value="([^"]*)"[^>]* selected/)] as const,
    ),
  ]
  return Object.fromEntries(controls.map(([name, value]) => [name, plain(value)]))
}

function sentBy(input: string): readonly (readonly [string, string])[] {
  const name = firstOf(input, /name="([^"]*)"/)
  const isOff = /type="(radio|checkbox)"/.test(input) && !/ checked/.test(input)
  return name === '' || name === '_csrf' || isOff ? [] : [[name, firstOf(input, / value="([^"]*)"/)]]
}

function firstOf(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[1] ?? ''
}

function plain(text: string): string {
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&#10;', '\n').replaceAll('&amp;', '&')
}

function words(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}
