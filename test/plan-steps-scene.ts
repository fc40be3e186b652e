import { expect } from 'vitest'
import { onlyRow } from '#platform/database'
import { sql } from 'kysely'
import { sceneOf } from './access-scene.ts'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from './server.ts'

export const cheshire = 'Cheshire Constabulary'
export const analystEmail = 'analyst@cheshire.example'
export const ownerEmail = 'lro@cheshire.example'
export const deputyEmail = 'lro@merseyside.example'
export const partnerEmail = 'housing@council.example'
export const inspectorEmail = 'inspector@hmicfrs.example'

/** A site with a plan of Cheshire's, owned by its lead responsible officer, with a deputy of Merseyside's. */
export interface StepsScene {
  readonly site: TestServer
  readonly analyst: Visitor
  readonly owner: Visitor
  readonly deputy: Visitor
  readonly partner: Visitor
  readonly inspector: Visitor
  readonly program: Program
  /** A new plan; its reference. Of the region's handling unless another is stated. */
  readonly plan: (values?: Readonly<Record<string, unknown>>) => Promise<string>
  readonly aim: (plan: string, values?: Readonly<Record<string, unknown>>) => Promise<string>
  readonly action: (plan: string, values?: Readonly<Record<string, unknown>>) => Promise<string>
  readonly close: (plan: string) => Promise<void>
  /** Shares a plan with the partner's organisation. */
  readonly share: (plan: string) => Promise<void>
  /** Sends the form of an address as a browser does: with its draft and its version. */
  readonly send: (visitor: Visitor, address: string, fields: Readonly<Record<string, string>>) => Promise<Answered>
  /** How many rows a table of the module has. */
  readonly count: (table: string) => Promise<number>
}

/** Makes the scene. */
export async function stepsScene(): Promise<StepsScene> {
  const site = await testServer()
  const [analyst, owner, deputy, partner, inspector] = await Promise.all(
    [analystEmail, ownerEmail, deputyEmail, partnerEmail, inspectorEmail].map(email => site.signIn(email)),
  )
  const program = site.program(await site.tokenOf(analystEmail))
  const post = async (path: string, body: unknown): Promise<string> => {
    const { status, text } = await program.send('POST', path, body)
    expect([status, text]).toEqual([201, expect.anything()])
    return (JSON.parse(text) as { reference: string }).reference
  }
  return {
    site,
    analyst: analyst!,
    owner: owner!,
    deputy: deputy!,
    partner: partner!,
    inspector: inspector!,
    program,
    plan: async values => {
      const threat = await newThreat(site)
      return post('/api/v1/plans', {
        threat,
        title: `A plan against ${threat}`,
        owner: ownerEmail,
        deputies: deputyEmail,
        status: 'Active',
        ...values,
      })
    },
    aim: (plan, values) =>
      post('/api/v1/plan-aims', { plan, p: 'Prevent', text: 'Fewer young people are recruited', ...values }),
    action: (plan, values) =>
      post('/api/v1/plan-actions', { plan, p: 'Prevent', text: 'Visit the two schools nearest the line', ...values }),
    close: plan => closePlan(program, plan),
    share: plan => sharePlan(site, analyst!, plan),
    send: sendForm,
    count: async table => {
      const { rows } = await sql`select from ${sql.table(`plans.${table}`)}`.execute(site.database.owner)
      return rows.length
    },
  }
}

let made = 0

async function newThreat(site: TestServer): Promise<string> {
  made += 1
  const reference = `STEP-${made}`
  await sceneOf(site.database).addThreat(reference, cheshire, '2022-03-01T09:00:00Z')
  return reference
}

async function closePlan(program: Program, plan: string): Promise<void> {
  const read = await program.get(`/api/v1/plans/${plan}`)
  const body = { status: 'Closed', exitCriteria: 'Met', learning: 'None', debrief: 'Held' }
  const headers = { 'if-match': String(read.headers['etag']) }
  const { status, text } = await program.send('PATCH', `/api/v1/plans/${plan}`, body, 'application/json', headers)
  expect([status, text]).toEqual([200, expect.anything()])
}

async function sharePlan(site: TestServer, analyst: Visitor, plan: string): Promise<void> {
  const { id } = onlyRow(
    await sql<{ id: number }>`
      select id from organisations.organisation where name = 'Halton Borough Council'`.execute(site.database.owner),
  )
  const { status } = await analyst.post(`/handling/plans/${plan}/share`, {
    with: 'organisation',
    organisation: String(id),
    what: 'history',
    reason: 'A test',
  })
  expect(status).toBe(303)
}

async function sendForm(
  visitor: Visitor,
  address: string,
  fields: Readonly<Record<string, string>>,
): Promise<Answered> {
  const { status, text } = await visitor.get(address)
  expect([address, status]).toEqual([address, 200])
  return visitor.post(address, { ...hiddenIn(text), ...fields })
}

/** What the form of a page sends without being asked. */
export function hiddenIn(html: string): Readonly<Record<string, string>> {
  const main = html.slice(html.indexOf('<main'))
  const found = [...main.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(found.flatMap(([, name = '', value = '']) => (name === '_csrf' ? [] : [[name, value]])))
}

/** The boxes of a day, 'YYYY-MM-DD'. */
export function dayBoxes(name: string, day: string): Readonly<Record<string, string>> {
  const [year = '', month = '', date = ''] = day.split('-')
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year }
}

/** The words of a page, without its markup. */
export function wordsOf(html: string): string {
  return html
    .slice(html.indexOf('<main'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}
