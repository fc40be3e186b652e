import { sql } from 'kysely'
import { disruption } from '#modules/disruptions'
import { aim, plan, planAction } from '#modules/plans'
import { threat } from '#modules/threats'
import type { Database } from '#platform/database'
import { onlyRow } from '#platform/database'
import { actionRow, aimRow, planRow } from '../plan-rows.ts'
import { type Program, testServer, type TestServer, type Visitor } from '../server.ts'
import { actingFor, type StatedRow, takeRows } from '../sightings.ts'
import { disruptionRow, threatRow } from '../threat-rows.ts'

/** One record of each handling, and two that are shared beyond it: from now on, and with their history. All are Cheshire's. */
export const kinds = ['SHARED', 'REGION', 'ORG', 'NAMED', 'NOW', 'HIST'] as const
export type Kind = (typeof kinds)[number]

/** Between the two states of every record: the day after the first. */
export const pastDay = '2022-06-01'

/** Who looks, and which records they are to see: today, and as they were known on the past day. */
export interface Expected {
  readonly email: string
  readonly today: readonly Kind[]
  readonly past: readonly Kind[]
}

const ofOwner = ['SHARED', 'REGION', 'ORG', 'NOW', 'HIST'] as const
const ofRegion = ['SHARED', 'REGION'] as const

/** The table: everyone whose part includes reading records. */
export const readers: readonly Expected[] = [
  { email: 'analyst@cheshire.example', today: kinds, past: kinds },
  { email: 'second@cheshire.example', today: ofOwner, past: ofOwner },
  { email: 'lro@cheshire.example', today: ofOwner, past: ofOwner },
  { email: 'analyst@lancashire.example', today: ofRegion, past: ofRegion },
  { email: 'rocta@nwrocu.example', today: ofRegion, past: ofRegion },
  { email: 'lro@merseyside.example', today: [...ofRegion, 'NAMED'], past: [...ofRegion, 'NAMED'] },
  { email: 'analyst@westmidlands.example', today: ['SHARED'], past: ['SHARED'] },
  { email: 'tasking@nca.example', today: ['SHARED', 'NOW', 'HIST'], past: ['SHARED', 'HIST'] },
  { email: 'housing@council.example', today: ['NOW', 'HIST'], past: ['HIST'] },
  { email: 'partner@warrington.example', today: [], past: [] },
  { email: 'inspector@hmicfrs.example', today: ofOwner, past: ofOwner },
]

/** Everyone else: no page about records is for them at all. */
export const outsiders = ['mayor@oversight.example', 'admin@fourfold.example', 'clerk@cheshire.example'] as const

/** How the references of ours begin, by register. Aims and actions are parts of the plan of their kind. */
const marks = { threats: 'T', disruptions: 'D', plans: 'P', 'plan-aims': 'M', 'plan-actions': 'A' } as const
export type Register = keyof typeof marks

export const referenceOf = (register: Register, kind: string) => `ACC-${marks[register]}-${kind}`

/** The references of ours in a text, each once, in their order. */
export function referencesIn(text: string, register: Register): readonly string[] {
  return [...new Set(text.match(new RegExp(`ACC-${marks[register]}-[A-Z]+`, 'g')) ?? [])]
}

/** What narrows a register's list to ours. */
export const onlyOurs: Readonly<Record<Register, string>> = {
  threats: 'name=Zebrafinch',
  disruptions: 'title=Zebrafinch',
  plans: 'title=Zebrafinch',
  'plan-aims': 'text=Zebrafinch',
  'plan-actions': 'text=Zebrafinch',
}

/** What the first state of each of ours says, and no later one. */
export const saidFirst: Readonly<Record<Register, string>> = {
  threats: 'Tier 1',
  disruptions: 'Minor',
  plans: 'Zebrastart',
  'plan-aims': 'Zebrastart',
  'plan-actions': 'Zebrastart',
}

export interface Scene {
  readonly site: TestServer
  /** Signed in, with a reason given for what demands one. */
  readonly as: (email: string) => Visitor
  readonly program: (email: string) => Program
  /** Signed in while their account was in force: it is disabled now. */
  readonly disabled: Visitor
  readonly disabledProgram: Program
  readonly close: () => Promise<void>
}

/** The whole server on the sample region, with our people and records: handled and shared on the pages, by their owner. */
export async function accessScene(): Promise<Scene> {
  const site = await testServer({ sample: true })
  await addPeople(site.database.owner)
  await addRecords(site.database.app)
  const emails = [...readers.map(reader => reader.email), ...outsiders]
  const visitors = new Map<string, Visitor>()
  const programs = new Map<string, Program>()
  for (const email of emails) {
    const visitor = await site.signIn(email)
    await visitor.post('/reason', { reason: 'A test of access' })
    visitors.set(email, visitor)
    programs.set(email, site.program(await site.tokenOf(email)))
  }
  await handleAndShare(site, found(visitors, 'analyst@cheshire.example'))
  const disabled = await site.signIn('leaver@cheshire.example')
  const disabledProgram = site.program(await site.tokenOf('leaver@cheshire.example'))
  await sql`update organisations.person set disabled_at = now() where email = 'leaver@cheshire.example'`.execute(
    site.database.owner,
  )
  return {
    site,
    as: email => found(visitors, email),
    program: email => found(programs, email),
    disabled,
    disabledProgram,
    close: () => site.close(),
  }
}

async function addPeople(owner: Database): Promise<void> {
  await sql`insert into organisations.organisation (name, kind) values ('Warrington Borough Council', 'Partner')`.execute(
    owner,
  )
  const people = [
    ['second@cheshire.example', 'Cheshire Constabulary', 'analyst'],
    ['leaver@cheshire.example', 'Cheshire Constabulary', 'analyst'],
    ['clerk@cheshire.example', 'Cheshire Constabulary', 'administrator'],
    ['analyst@westmidlands.example', 'West Midlands Police', 'analyst'],
    ['partner@warrington.example', 'Warrington Borough Council', 'partner'],
  ] as const
  for (const [email, organisation, part] of people) {
    await sql`
      insert into organisations.person (email, name, organisation_id, parts, password_hash, sample)
      select ${email}, ${email}, o.id, array[${part}], example.password_hash, true
      from organisations.organisation o, organisations.person example
      where o.name = ${organisation} and example.email = 'analyst@cheshire.example'`.execute(owner)
  }
}

/** Each record in two states: of spring 2022, and of autumn. What it says is found nowhere else. */
async function addRecords(app: Database): Promise<void> {
  const system = await app
    .selectFrom('organisations.person')
    .select('id')
    .where('email', '=', 'system')
    .executeTakeFirstOrThrow()
  const threats = kinds.flatMap(kind =>
    twice((at, grade) =>
      threatRow(
        referenceOf('threats', kind),
        {
          name: `Zebrafinch ${kind}`,
          phase: `Zebraphase ${kind}`,
          crimeCategory: 'Zebracrime',
          tier: ['Tier 1', 'Tier 2'][grade]!,
        },
        { at },
      ),
    ),
  )
  const disruptions = kinds.flatMap(kind =>
    twice((at, grade) =>
      disruptionRow(
        referenceOf('disruptions', kind),
        {
          title: `Zebrafinch ${kind}`,
          recordDate: '2015-03-10',
          assessmentCategory: ['Minor', 'Major'][grade]!,
          threatReference: 'ACC-T-SHARED',
          eventReference: 'ACC-EVENT',
        },
        { at },
      ),
    ),
  )
  await actingFor(app, system.id, 'import', tx => takeRows(tx, threat, threats, system.id))
  await actingFor(app, system.id, 'import', tx => takeRows(tx, disruption, disruptions, system.id))
  await addPlans(app, system.id)
}

const twice = (row: (at: string, grade: 0 | 1) => StatedRow): readonly StatedRow[] => [
  row('2022-03-01T09:00:00Z', 0),
  row('2022-09-01T09:00:00Z', 1),
]

/** Of each kind a plan with an aim and an action. */
async function addPlans(app: Database, system: number): Promise<void> {
  const said = ['Zebrastart', 'Zebranext'] as const
  const owner = 'lro@cheshire.example'
  const planOf = (kind: Kind) => referenceOf('plans', kind)
  const plans = kinds.flatMap(kind =>
    twice((at, state) =>
      planRow(
        planOf(kind),
        {
          title: `Zebrafinch ${kind}`,
          owner,
          threat: 'ACC-T-SHARED',
          objective: said[state],
          debrief: `Zebraphase ${kind}`,
        },
        { at },
      ),
    ),
  )
  const aims = kinds.flatMap(kind =>
    twice((at, state) =>
      aimRow(referenceOf('plan-aims', kind), planOf(kind), { text: `Zebrafinch ${kind}`, target: said[state] }, { at }),
    ),
  )
  const actions = kinds.flatMap(kind =>
    twice((at, state) =>
      actionRow(
        referenceOf('plan-actions', kind),
        planOf(kind),
        {
          text: `Zebrafinch ${kind}`,
          outcome: said[state],
          tactic: `Zebraphase ${kind}`,
          person: owner,
          dueOn: '2026-01-01',
        },
        { at },
      ),
    ),
  )
  await actingFor(app, system, 'import', async tx => {
    await takeRows(tx, plan, plans, system)
    await takeRows(tx, aim, aims, system)
    await takeRows(tx, planAction, actions, system)
  })
}

async function handleAndShare(site: TestServer, owner: Visitor): Promise<void> {
  const council = await organisationId(site.database.owner, 'Halton Borough Council')
  for (const register of ['threats', 'disruptions', 'plans'] as const) {
    const at = (kind: Kind, act: string) => `/handling/${register}/${referenceOf(register, kind)}/${act}`
    const handle = (kind: Kind, handling: string, people = '') =>
      mustDo(owner, at(kind, 'change'), { handling, people, reason: 'A test', checked: 'yes' })
    await handle('SHARED', 'Shared')
    for (const kind of ['ORG', 'NOW', 'HIST'] as const) await handle(kind, 'Organisation')
    await handle('NAMED', 'Named', 'lro@merseyside.example')
    for (const [kind, what] of [
      ['NOW', 'from-now'],
      ['HIST', 'history'],
    ] as const) {
      const shared = { what, reason: 'A test' }
      await mustDo(owner, at(kind, 'share'), { with: 'organisation', organisation: String(council), ...shared })
      await mustDo(owner, at(kind, 'share'), { with: 'person', person: 'tasking@nca.example', ...shared })
    }
  }
}

/** Sends a form that has to be taken. */
export async function mustDo(visitor: Visitor, path: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const { status, text } = await visitor.post(path, fields)
  if (status !== 303) throw new Error(`${path} was answered with ${status}: ${text.replaceAll(/<[^>]+>|\s+/g, ' ')}`)
}

export async function organisationId(owner: Database, name: string): Promise<number> {
  return onlyRow(
    await sql<{ id: number }>`select id from organisations.organisation where name = ${name}`.execute(owner),
  ).id
}

function found<Value>(all: ReadonlyMap<string, Value>, email: string): Value {
  const value = all.get(email)
  if (value === undefined) throw new Error(`${email} is not in the scene.`)
  return value
}
