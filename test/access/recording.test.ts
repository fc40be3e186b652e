import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onlyRow } from '#platform/database'
import { partsWith } from '#modules/organisations'
import { readRows } from '#platform/files'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answered, Visitor } from '../server.ts'
import { accessScene, kinds, mustDo, readers, referenceOf, referencesIn, type Scene } from './scene.ts'

let scene: Scene

const dimensions = [
  'physical',
  'psychological',
  'financial',
  'community',
  'geographic',
  'vulnerability',
  'confidence',
  'capacity',
  'capability',
]
/** By the kind of its threat: the assessment that Cheshire's analyst began there. */
const assessments = new Map<string, string>()
/** Cheshire's own disruption, of handling Organisation, for which Lancashire was named as a supporter. */
const lead = 'ACC-D-ORG'
let sideId = ''

const owner = 'analyst@cheshire.example'
const mayWrite = (email: string) => /^(analyst|second|lro|rocta)@/.test(email)
const writers = readers.filter(({ email }) => mayWrite(email))

beforeAll(async () => {
  scene = await accessScene()
  const visitor = scene.as(owner)
  for (const kind of ['SHARED', 'ORG', 'NAMED'] as const) {
    const reference = await begin(visitor, referenceOf('threats', kind))
    assessments.set(kind, reference)
    await saveScores(visitor, reference, `Zebrascore ${kind}`)
  }
  await mustDo(visitor, `/disruptions/${lead}/supporters`, { supporting: 'Lancashire Constabulary' })
  sideId = onlyRow(
    await sql<{ id: string }>`select id::text as id from disruptions.side where event_reference = ${lead}`.execute(
      scene.site.database.owner,
    ),
  ).id
}, 240_000)
afterAll(() => scene.close())

describe.each(writers)('recording, as $email', ({ email, today }) => {
  const hidden = kinds.filter(kind => !today.includes(kind))

  it('is pointed to no threat of nearly the same name that is hidden', async () => {
    for (const kind of kinds) {
      const { text } = await scene.as(email).get(`/threats/new/look-alikes?text=Zebrafinch+${kind}`)
      const shown = referencesIn(text, 'threats')
      expect(shown.filter(one => hidden.some(other => one === referenceOf('threats', other)))).toEqual([])
      expect(shown.includes(referenceOf('threats', kind)), kind).toBe(today.includes(kind))
    }
    const form = {
      name: 'Zebrafinch NAMED',
      threatType: 'Vulnerability',
      crimeCategory: 'Drugs',
      phase: 'Active',
      type: 'Tactical',
      soc: 'SOC',
      handling: 'Region',
    }
    const { text } = await scene.as(email).post('/threats/new', form)
    expect(text.includes(referenceOf('threats', 'NAMED'))).toBe(today.includes('NAMED'))
  })

  it('is offered no hidden threat to record a disruption of', async () => {
    const { text } = await scene
      .as(email)
      .post('/disruptions/new', { step: 'first', search: 'Zebrafinch', happened: 'x', when: 'other' })
    expect(referencesIn(text, 'threats').toSorted()).toEqual(today.map(kind => referenceOf('threats', kind)).toSorted())
    for (const kind of hidden) {
      const page = await scene.as(email).get(`/disruptions/new?threat=${referenceOf('threats', kind)}`)
      expect(page.text).not.toContain(`Zebrafinch ${kind}`)
    }
  })

  it('records no disruption of a hidden threat, and is told what it is told of an absent one', async () => {
    const send = async (threatReference: string) => {
      const values = {
        threatReference,
        title: 'x',
        recordDate: '2024-01-01',
        fourP: 'Pursue',
        assessmentCategory: 'Minor',
      }
      return scene.program(email).send('POST', '/api/v1/disruptions', values)
    }
    for (const kind of hidden) {
      const reference = referenceOf('threats', kind)
      const [there, not] = [await send(reference), await send(`${reference.slice(0, -1)}~`)]
      expect(there.status).toBe(400)
      expect(there.text).toBe(not.text)
    }
  })
})

describe.each(readers)('assessments, as $email', ({ email, today }) => {
  const isOwner = email.endsWith('@cheshire.example')

  it.each(['SHARED', 'ORG', 'NAMED'] as const)('a draft is its organisation’s alone: of %s', async kind => {
    const reference = assessments.get(kind) ?? ''
    const seesDraft = isOwner && today.includes(kind)
    const absent = `${reference.slice(0, -1)}~`
    for (const path of [`/assessments/${reference}`, `/api/v1/assessments/${reference}?reason=test`]) {
      const from = path.startsWith('/api') ? scene.program(email) : scene.as(email)
      const there = await from.get(path)
      const not = await from.get(path.replaceAll(reference, absent))
      expect(there.status === 404, path).toBe(!seesDraft)
      expect(there.text === not.text, path).toBe(!seesDraft)
      expect(there.text.includes(`Zebrascore ${kind}`) && !seesDraft, path).toBe(false)
    }
    const threat = await scene.as(email).get(`/threats/${referenceOf('threats', kind)}`)
    expect(threat.text.includes(reference)).toBe(seesDraft)
  })

  it('are listed of what may be seen', async () => {
    for (const kind of kinds) {
      const path = `/api/v1/threats/${referenceOf('threats', kind)}/assessments?reason=test`
      const { status, text } = await scene.program(email).get(path)
      expect(status, kind).toBe(today.includes(kind) ? 200 : 404)
      expect(text.includes('Zebrascore') && !isOwner).toBe(false)
    }
  })

  it('of a hidden threat can’t be begun, saved, submitted, judged or withdrawn', async () => {
    const reference = assessments.get('NAMED') ?? ''
    if (today.includes('NAMED')) return
    for (const path of [
      `/threats/ACC-T-NAMED/assess`,
      ...['scores', 'check', 'moderate', 'take-back', 'withdraw'].map(act => `/assessments/${reference}/${act}`),
    ]) {
      const absent = path.replace(reference, `${reference.slice(0, -1)}~`).replace('ACC-T-NAMED', 'ACC-T-NAME~')
      const fields = { step: '1', decision: 'moderate', reason: 'x' }
      const [there, not] = [await scene.as(email).post(path, fields), await scene.as(email).post(absent, fields)]
      expect([403, 404], path).toContain(there.status)
      expect(there.text, path).toBe(not.text)
    }
  })
})

describe('a side of an event', () => {
  it('tells the organisation that was named the reference, who led and the day; no title and no threat of a hidden record', async () => {
    const { status, text } = await scene.as('analyst@lancashire.example').get(`/disruption-sides/${sideId}`)
    expect(status).toBe(200)
    expect(text).toContain(lead)
    expect(text).not.toMatch(/Zebrafinch ORG/)
    const work = await scene.as('analyst@lancashire.example').get('/work')
    expect(work.text).toContain(lead)
    expect(work.text).not.toMatch(/Zebrafinch ORG/)
  })

  it.each(readers.filter(({ email }) => !/@(cheshire|lancashire)\.example/.test(email)))(
    'is nobody else’s: $email',
    async ({ email }) => {
      const visitor = scene.as(email)
      for (const path of [`/disruption-sides/${sideId}`]) {
        const [there, not] = [await visitor.get(path), await visitor.get(path.replace(sideId, '999999'))]
        expect([403, 404]).toContain(there.status)
        expect(there.text).toBe(not.text)
      }
      for (const path of [`/disruption-sides/${sideId}`, `/disruption-sides/${sideId}/decline`]) {
        const fields = { reason: 'x', happened: 'x' }
        const [there, not] = [
          await visitor.post(path, fields),
          await visitor.post(path.replace(sideId, '999999'), fields),
        ]
        expect([403, 404]).toContain(there.status)
        expect(there.text).toBe(not.text)
      }
      expect((await visitor.get('/work')).text).not.toContain(lead)
    },
  )
})

it('what waits is counted as it is listed, for everyone', async () => {
  let all = 0
  for (const { email } of readers) {
    const { text } = await scene.as(email).get('/work')
    const numbers = (form: RegExp) =>
      [...text.matchAll(form)].map(([, count = '']) => Number(count.replaceAll(',', '')))
    const [counted = 0] = numbers(/ff-navigation-count">([\d,]+)</g)
    const listed = numbers(/ff-panel__count"> \(([\d,]+)\)</g).reduce((sum, count) => sum + count, 0)
    expect(`${email} ${counted}`).toBe(`${email} ${listed}`)
    all += counted
  }
  expect(all).toBeGreaterThan(0)
})

describe('what is one person’s own', () => {
  it('a draft is read, saved and thrown away by nobody else', async () => {
    const mine = await scene.as(owner).get('/threats/new')
    const id = /name="_draft" value="([^"]+)"/.exec(mine.text)?.[1] ?? ''
    await scene.as(owner).post(`/drafts/${id}`, { name: 'Zebradraft' })
    for (const email of ['second@cheshire.example', 'admin@fourfold.example', 'inspector@hmicfrs.example']) {
      const visitor = scene.as(email)
      const absent = randomUUID()
      for (const path of ['/drafts/ID', '/drafts/ID/discard']) {
        const there = await visitor.post(path.replace('ID', id), { name: 'Theirs' })
        const not = await visitor.post(path.replace('ID', absent), { name: 'Theirs' })
        expect([there.status, there.text]).toEqual([not.status, not.text])
      }
      expect((await visitor.get(`/threats/new?draft=${id}`)).text).not.toContain('Zebradraft')
      expect((await visitor.get('/drafts')).text).not.toContain('Zebradraft')
    }
    expect((await scene.as(owner).get(`/threats/new?draft=${id}`)).text).toContain('Zebradraft')
  })

  it('a key that another used is a key of one’s own', async () => {
    const key = { 'idempotency-key': 'zebra-key' }
    const values = { name: 'Zebra by key', threatType: 'Vulnerability', crimeCategory: 'Drugs' }
    const made = []
    for (const email of [owner, 'second@cheshire.example', owner]) {
      const answered = await scene.program(email).send('POST', '/api/v1/threats', values, 'application/json', key)
      expect(answered.status).toBe(201)
      made.push((JSON.parse(answered.text) as { readonly reference: string }).reference)
    }
    expect(made[0]).toBe(made[2])
    expect(made[0]).not.toBe(made[1])
  })

  it('a token and a message are nobody else’s', async () => {
    const visitor = scene.as('second@cheshire.example')
    const { owner: database } = scene.site.database
    const { rows } = await sql<{ id: string }>`
      select t.id::text as id from organisations.token t join organisations.person p on p.id = t.person_id
      where p.email = ${owner}`.execute(database)
    const token = rows[0]?.id ?? ''
    expect(token).not.toBe('')
    const [there, not] = [
      await visitor.post(`/account/tokens/${token}/revoke`),
      await visitor.post('/account/tokens/999999/revoke'),
    ]
    expect([there.status, there.text]).toEqual([not.status, not.text])
    expect((await scene.program(owner).get('/api/v1/threats?limit=1')).status).toBe(200)
  })

  it('a token that only reads changes nothing, whatever its person may do', async () => {
    const { text } = await scene.as(owner).post('/account/tokens', { name: 'Zebra', scope: 'read', days: '1' })
    const token = /<code[^>]*>([^<]+)<\/code>/.exec(text)?.[1] ?? ''
    const program = scene.site.program(token)
    expect((await program.get('/api/v1/threats?limit=1')).status).toBe(200)
    for (const [method, path] of [
      ['POST', '/api/v1/threats'],
      ['POST', '/api/v1/disruptions'],
      ['PATCH', '/api/v1/threats/ACC-T-SHARED'],
      ['PATCH', '/api/v1/threats/ACC-T-NOTHERE'],
      ['POST', '/api/v1/threats/ACC-T-SHARED/in-error'],
      ['POST', '/api/v1/threats/ACC-T-SHARED/record-again'],
      ['POST', '/api/v1/imports/threats'],
    ] as const) {
      expect((await program.send(method, path, {})).status, path).toBe(403)
    }
  })
})

describe.each(readers)('a workbook, for $email', ({ email, today }) => {
  it.each(['threats', 'disruptions'] as const)('of %s holds what they see', async register => {
    const query = register === 'threats' ? 'name=Zebrafinch' : 'title=Zebrafinch'
    const answered = await scene.as(email).get(`/${register}.xlsx?${query}`)
    expect(answered.status).toBe(200)
    const found = await cellsOf(answered)
    const references = [...new Set(found.flatMap(cell => referencesIn(cell, register)))]
    expect(references.toSorted()).toEqual(today.map(kind => referenceOf(register, kind)).toSorted())
  })
})

it('how often a word is used tells an administrator nothing of single records', async () => {
  const admin = scene.as('admin@fourfold.example')
  const { text } = await admin.post('/reference/phases/new/check', { value: 'Zebraphase NAMED', closed: '' })
  expect(text).not.toMatch(/Zebrafinch|ACC-/)
  expect(text.replaceAll(/<[^>]+>/g, ' ')).not.toMatch(/Cheshire Constabulary\s+1\b/)
  expect(partsWith['reference.manage']).toEqual(['administrator'])
})

async function begin(visitor: Visitor, threat: string): Promise<string> {
  const { status, headers } = await visitor.post(`/threats/${threat}/assess`)
  if (status !== 303) throw new Error(`${threat} could not be assessed: ${status}`)
  return String(headers['location']).split('/')[2] ?? ''
}

async function saveScores(visitor: Visitor, assessment: string, reason: string): Promise<void> {
  const scores = Object.fromEntries(
    dimensions.flatMap(one => [
      [`score-${one}`, '2'],
      [`reason-${one}`, reason],
    ]),
  )
  await mustDo(visitor, `/assessments/${assessment}/scores`, { step: '1', go: 'save', ...scores })
}

async function cellsOf({ bytes }: Answered): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fourfold-workbook-'))
  try {
    const path = join(folder, 'list.xlsx')
    await writeFile(path, bytes)
    const cells: string[] = []
    for await (const item of readRows(path)) {
      if (item.kind === 'stopped') throw new Error(JSON.stringify(item.problem))
      if (item.kind === 'row') cells.push(...item.cells)
    }
    return cells
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
