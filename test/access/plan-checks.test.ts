import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transaction } from '#platform/database'
import { actingFor } from '../sightings.ts'
import { accessScene, kinds, organisationId, readers, referenceOf, referencesIn, type Scene } from './scene.ts'

let scene: Scene
let cheshire = 0

beforeAll(async () => {
  scene = await accessScene()
  cheshire = await organisationId(scene.site.database.owner, 'Cheshire Constabulary')
}, 240_000)
afterAll(() => scene.close())

const registers = ['plans', 'plan-aims', 'plan-actions', 'threats', 'disruptions'] as const
const everyKind = registers.flatMap(register => kinds.map(kind => referenceOf(register, kind)))
/** What may be told of what is hidden, besides counts, days and whether something is so. */
const words = /^(?:Tactical|Strategic|Draft|Active|Closed|none|unknown|disabled|active|\d{4}-\d\d-\d\d)$/
const withFigures = readers.filter(({ email }) => !/^(housing|partner)@/.test(email))
const partners = readers.filter(({ email }) => /^(housing|partner)@/.test(email))

interface Facts {
  readonly register?: string
  readonly facts: Readonly<Record<string, unknown>>
}

async function asPerson<Row>(email: string, read: (tx: Transaction) => Promise<readonly Row[]>) {
  const { rows } = await sql<{ id: number }>`select id from organisations.person where email = ${email}`.execute(
    scene.site.database.owner,
  )
  return actingFor(scene.site.database.app, rows[0]?.id ?? 0, 'read', read)
}

/** What the functions tell: of everything, of Cheshire, or of one plan. */
function asked(of: { readonly plan?: string; readonly organisation?: number } = {}) {
  const organisations = of.organisation === undefined ? sql`null` : sql`array[${of.organisation}::integer]`
  const plan = sql`${of.plan === undefined ? null : [of.plan]}::text[]`
  return async (tx: Transaction): Promise<readonly Facts[]> => {
    const plans = await sql<Facts>`select register, facts from plans.check_facts(
      'infinity', '2026-01-01', ${organisations}::integer[], ${plan})`.execute(tx)
    const texts = await sql<Facts>`select jsonb_build_object('reference', reference) as facts
      from plans.compared_texts('infinity', ${organisations}::integer[], ${plan}, 50)`.execute(tx)
    const disruptions = await sql<Facts>`select facts from disruptions.plan_check_facts(
      'infinity', '2026-01-01', ${organisations}::integer[], ${plan}) facts`.execute(tx)
    return [...plans.rows, ...texts.rows, ...disruptions.rows]
  }
}

/** Every text anywhere in it. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

describe('the facts that checks are computed from, read as the program', () => {
  it('are none without an actor', async () => {
    const { app } = scene.site.database
    for (const of of [{}, { plan: 'ACC-P-SHARED' }, { organisation: cheshire }]) {
      expect(await app.transaction().execute(asked(of))).toEqual([])
    }
    for (const told of ["plans.check_organisations('infinity')", 'plans.check_scope()']) {
      expect((await sql`select from ${sql.raw(told)}`.execute(app)).rows).toEqual([])
    }
  })

  it.each(['admin@fourfold.example', 'clerk@cheshire.example', ...partners.map(({ email }) => email)])(
    'are of no organisation for %s',
    async email => {
      for (const of of [{}, { organisation: cheshire }]) expect(await asPerson(email, asked(of))).toEqual([])
      for (const told of ["plans.check_organisations('infinity')", 'plans.check_scope()']) {
        expect(await asPerson(email, async tx => (await sql`select from ${sql.raw(told)}`.execute(tx)).rows)).toEqual(
          [],
        )
      }
    },
  )

  it.each(readers)('are of one plan for $email when they see it', async ({ email, today }) => {
    const visible = registers.flatMap(register => today.map(kind => referenceOf(register, kind)))
    for (const kind of kinds) {
      const told = await asPerson(email, asked({ plan: referenceOf('plans', kind) }))
      const isSeen = today.includes(kind)
      expect(
        told.some(({ register }) => register === 'plans'),
        kind,
      ).toBe(isSeen)
      expect(isSeen ? [] : told).toEqual([])
      const named = everyKind.filter(reference => JSON.stringify(told).includes(`"${reference}"`))
      expect(visible).toEqual(expect.arrayContaining(named))
    }
  })

  it.each([...withFigures.map(one => one.email), 'mayor@oversight.example'])(
    'are counts, days and whether something is so of what is hidden from %s',
    async email => {
      const { rows: names } = await sql<{ name: string }>`select name from organisations.organisation`.execute(
        scene.site.database.owner,
      )
      const known = new Set(names.map(({ name }) => name))
      const today = readers.find(one => one.email === email)?.today ?? []
      const told = await asPerson(email, asked())
      // Cheshire's are counted for whoever works in its region or for all, seen or not.
      const inRegion = !email.endsWith('@westmidlands.example')
      const hidden = told.filter(({ facts }) => facts['reference'] === null)
      expect(hidden.length > 0 || !inRegion || today.length === kinds.length).toBe(true)
      for (const { facts } of hidden) {
        const { owner, ...rest } = facts
        expect(owner ?? null).toBeNull()
        expect(textsIn(rest).filter(text => !words.test(text) && !known.has(text))).toEqual([])
      }
      const visible = registers.flatMap(register => today.map(kind => referenceOf(register, kind)))
      const named = everyKind.filter(reference => JSON.stringify(told).includes(`"${reference}"`))
      expect(visible).toEqual(expect.arrayContaining(named))
      expect(JSON.stringify(told)).not.toMatch(/Zebra/)
    },
  )

  it('are of nobody else’s region', async () => {
    const email = 'analyst@westmidlands.example'
    expect(await asPerson(email, asked({ organisation: cheshire }))).toEqual([])
    const organisations = await asPerson(
      email,
      async tx =>
        (await sql<{ id: number }>`select organisation_id as id from plans.check_organisations('infinity')`.execute(tx))
          .rows,
    )
    expect(organisations.map(({ id }) => id)).not.toContain(cheshire)
  })

  it('are of nobody for whoever’s account was disabled', async () => {
    const told = asPerson('leaver@cheshire.example', asked()).catch(() => [])
    expect(await told).toEqual([])
  })
})

describe('the prints of texts', () => {
  it('are no way to a hidden text: neither the seed nor a print of a word is told to the program', async () => {
    const { app } = scene.site.database
    for (const statement of [
      'select seed from plans.print_seed',
      "select plans.likely_originals('infinity', 'ACC-P-ORG', 50)",
    ]) {
      await expect(sql`${sql.raw(statement)}`.execute(app)).rejects.toMatchObject({ code: '42501' })
    }
  })

  it.each(['analyst@lancashire.example', 'housing@council.example', 'mayor@oversight.example'])(
    'stand with states that %s may not see, and are as hidden',
    async email => {
      for (const [table, mark] of [
        ['plan', 'P'],
        ['aim', 'M'],
        ['action', 'A'],
      ]) {
        const prints = sql`select text_print from ${sql.table(`plans.${table}_state`)}
          where reference = ${`ACC-${mark}-ORG`}`
        expect(await asPerson(email, async tx => (await prints.execute(tx)).rows)).toEqual([])
        expect((await prints.execute(scene.site.database.owner)).rows).toHaveLength(2)
      }
    },
  )

  it('leave by no page, no file and no program, nor does the place of a plan among all', async () => {
    const { rows } = await sql<{ print: string; base: string }>`
      select encode(text_print, 'hex') as print, encode(text_print, 'base64') as base from plans.plan_state
      where reference = 'ACC-P-SHARED'`.execute(scene.site.database.owner)
    const [analyst, program] = [scene.as('analyst@cheshire.example'), scene.program('analyst@cheshire.example')]
    for (const path of [
      '/plans/ACC-P-SHARED',
      '/plans/ACC-P-SHARED/history',
      '/plan-actions/ACC-A-SHARED',
      '/checks',
      '/checks/findings?organisation=Cheshire+Constabulary',
    ]) {
      expectNoPrint(path, await analyst.get(path), rows)
    }
    for (const path of [
      '/plans/ACC-P-SHARED',
      '/plans/ACC-P-SHARED/history',
      '/plans/ACC-P-SHARED/checks',
      '/plan-aims/ACC-M-SHARED',
      '/plan-actions/ACC-A-SHARED',
      '/checks',
    ]) {
      const answer = await program.get(`/api/v1${path}?reason=test`.replace('/checks?reason=test', '/checks'))
      expectNoPrint(path, answer, rows)
      expect(answer.text).not.toContain('"place"')
    }
  })
})

function expectNoPrint(
  path: string,
  { status, text }: { readonly status: number; readonly text: string },
  prints: readonly { readonly print: string; readonly base: string }[],
) {
  expect(`${path} ${status}`).toBe(`${path} 200`)
  expect(text).not.toMatch(/text_?print|says_?(?:words|first)/i)
  for (const { print, base } of prints) expect(text.includes(print) || text.includes(base), path).toBe(false)
}

describe.each(withFigures)('what an inspector would find, as $email', ({ email, today }) => {
  const paths = [
    '/checks',
    '/checks/findings?organisation=Cheshire+Constabulary',
    '/checks/over-time?check=no-local-profile',
  ]
  const expectNoneHidden = (path: string, text: string) => {
    for (const register of registers) {
      const visible = today.map(kind => referenceOf(register, kind))
      expect(visible, path).toEqual(expect.arrayContaining([...referencesIn(text, register)]))
    }
  }

  it('names nothing hidden on any page or to a program', async () => {
    for (const path of paths) {
      const { status, text } = await scene.as(email).get(path)
      const others = email === 'analyst@westmidlands.example' && path.includes('Cheshire')
      expect(`${path} ${status}`).toBe(`${path} ${others ? 403 : 200}`)
      expectNoneHidden(path, text)
    }
    const { status, text } = await scene.program(email).get('/api/v1/checks')
    expect(status).toBe(200)
    expectNoneHidden('/api/v1/checks', text)
    if (email === 'analyst@westmidlands.example') return
    const found = referencesIn(text, 'plans').toSorted()
    expect(found).toEqual(today.map(kind => referenceOf('plans', kind)).toSorted())
  })

  it('counts as much as an inspector is told, seen or not', async () => {
    const figures = async (who: string) => {
      const { text } = await scene.program(who).get('/api/v1/checks')
      const { organisations } = JSON.parse(text) as {
        readonly organisations: readonly { organisation: string; checks: Readonly<Record<string, number>> }[]
      }
      return organisations.find(({ organisation }) => organisation === 'Cheshire Constabulary')?.checks
    }
    const told = await figures(email)
    const all = await figures('inspector@hmicfrs.example')
    expect(Object.values(all ?? {}).some(figure => figure > 0)).toBe(true)
    expect(told).toEqual(email === 'analyst@westmidlands.example' ? undefined : all)
  })
})

describe.each(partners)('what an inspector would find, as $email of a partner', ({ email, today }) => {
  it('is told of the plans that are shared with them, and of no other', async () => {
    for (const kind of kinds) {
      const reference = referenceOf('plans', kind)
      const path = `/api/v1/plans/${reference}/checks`
      const { status, text } = await scene.program(email).get(path)
      expect(`${path} ${status}`).toBe(`${path} ${today.includes(kind) ? 200 : 404}`)
      const found = today.includes(kind) ? (JSON.parse(text) as readonly unknown[]) : []
      expect(found.length > 0).toBe(today.includes(kind))
      const absent = `${reference.slice(0, -1)}~`
      const other = await scene.program(email).get(`/api/v1/plans/${absent}/checks`)
      expect(today.includes(kind) ? other.text : text.replaceAll(reference, absent)).toBe(other.text)
      const page = await scene.as(email).get(`/plans/${reference}`)
      expect(page.status).toBe(today.includes(kind) ? 200 : 404)
      for (const said of [text, page.text]) {
        expect(today.map(one => referenceOf('plans', one)).concat(reference)).toEqual(
          expect.arrayContaining([...referencesIn(said, 'plans')]),
        )
      }
    }
  })

  it('is not theirs by organisation', async () => {
    for (const path of ['/checks', '/checks/findings?organisation=07', '/checks/over-time']) {
      expect((await scene.as(email).get(path)).status, path).toBe(403)
    }
    expect((await scene.program(email).get('/api/v1/checks')).status).toBe(403)
  })
})

describe('what an inspector would find, for oversight', () => {
  it('is figures, those under 5 held back, and nothing that is behind them', async () => {
    const email = 'mayor@oversight.example'
    const { status, text } = await scene.program(email).get('/api/v1/checks')
    expect(status).toBe(200)
    const { organisations, findings } = JSON.parse(text) as {
      readonly organisations: readonly { checks: Readonly<Record<string, number | null>> }[]
      readonly findings: readonly unknown[]
    }
    const figures = organisations.flatMap(({ checks }) => Object.values(checks))
    expect(findings).toEqual([])
    expect(figures.some(figure => figure !== null)).toBe(true)
    expect(figures.filter(figure => figure !== null && figure < 5)).toEqual([])
    for (const path of ['/checks', '/checks/over-time?check=no-local-profile']) {
      const page = await scene.as(email).get(path)
      expect(page.status).toBe(200)
      expect(page.text).not.toMatch(/ACC-|\/checks\/findings/)
    }
    expect((await scene.as(email).get('/checks/findings?organisation=07')).status).toBe(403)
    expect((await scene.program(email).get('/api/v1/plans/ACC-P-SHARED/checks')).status).toBe(403)
  })
})

it('nothing of it was a fault of ours', () => {
  expect(scene.site.faults).toEqual([])
})
