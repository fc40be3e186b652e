import type { SamplePerson } from '#modules/organisations'
import { sql } from 'kysely'
import type { TestServer, Visitor } from '../server.ts'

/** Things that are there for a person to look at. */
export interface Targets {
  readonly threat: string
  readonly disruption: string
  readonly plan: string
  readonly planAim: string
  readonly planAction: string
  /** The same, where the person works on that plan: who only reads it takes no step on it. */
  readonly worked: { readonly plan: string; readonly planAim: string; readonly planAction: string }
  /** One of which the person may have the figures of the checks, as an address has it. */
  readonly checkedOrganisation: string
  /** One that the person began, where they may. */
  readonly assessment: string
  /** Two extractions, where the person may take them. */
  readonly extractions: readonly string[]
  /** An import of which rows were handed back, where the person may import. */
  readonly importId: string
  readonly personId: string
  readonly organisationId: string
}

/** Where each page of the house is, by the path of its route; more than one address where a page stands for several. */
export const addressesOf: Readonly<Record<string, (targets: Targets) => readonly string[]>> = {
  '/': () => ['/'],
  '/accessibility': () => ['/accessibility'],
  '/account': () => ['/account'],
  '/account/password': () => ['/account/password'],
  '/account/tokens': () => ['/account/tokens'],
  '/api': () => ['/api'],
  '/as-at': () => ['/as-at'],
  '/assessments/:reference': ({ assessment }) => [`/assessments/${assessment}`],
  '/assessments/:reference/check': ({ assessment }) => [`/assessments/${assessment}/check`],
  '/assessments/:reference/compare': ({ assessment }) => [`/assessments/${assessment}/compare?with=${assessment}`],
  // Nobody moderates their own: a journey looks at one of somebody else's.
  '/assessments/:reference/moderate': () => [`/assessments/${nothing}/moderate`],
  '/assessments/:reference/scores': ({ assessment }) => [`/assessments/${assessment}/scores`],
  '/assessments/:reference/under/:version': ({ assessment }) => [`/assessments/${assessment}/under/1`],
  '/assessments/:reference/withdraw': ({ assessment }) => [`/assessments/${assessment}/withdraw`],
  '/assessments/agreement': () => ['/assessments/agreement'],
  '/assessments/models': () => ['/assessments/models'],
  '/assessments/models/:version': () => ['/assessments/models/1'],
  '/assessments/models/new': () => ['/assessments/models/new'],
  '/audit/:register/:reference': onEachRegister('/audit'),
  '/checks': () => ['/checks'],
  '/checks/findings': ({ checkedOrganisation }) => [
    `/checks/findings?organisation=${checkedOrganisation}&check=no-owner`,
  ],
  '/checks/over-time': () => ['/checks/over-time?check=out-of-date'],
  '/checks/thresholds': () => ['/checks/thresholds'],
  '/checks/thresholds/new': () => ['/checks/thresholds/new'],
  '/disruptions': () => ['/disruptions'],
  '/disruptions.csv': () => ['/disruptions.csv?fourP=Prepare'],
  '/disruptions/:reference': ({ disruption }) => [`/disruptions/${disruption}`],
  '/disruptions.xlsx': () => ['/disruptions.xlsx?fourP=Prepare'],
  '/disruptions/new': ({ threat, planAction }) => [
    '/disruptions/new',
    `/disruptions/new?threat=${threat}`,
    `/disruptions/new?action=${planAction}`,
  ],
  '/disruptions/:reference/supporters': ({ disruption }) => [`/disruptions/${disruption}/supporters`],
  // Nobody is named here: a journey looks at the side of somebody who is.
  '/disruption-sides/:id': () => [`/disruption-sides/${nothing}`],
  '/disruptions/:reference/history': ({ disruption }) => [`/disruptions/${disruption}/history`],
  '/disruptions/:reference/change': ({ disruption }) => [`/disruptions/${disruption}/change`],
  '/disruptions/:reference/in-error': ({ disruption }) => [`/disruptions/${disruption}/in-error`],
  '/drafts': () => ['/drafts'],
  '/extractions': () => ['/extractions'],
  '/extractions/:id': ({ extractions }) => extractions.map(id => `/extractions/${id}`),
  '/extractions/:id/rows': ({ extractions }) => extractions.slice(0, 1).map(id => `/extractions/${id}/rows?format=csv`),
  '/extractions/compare': ({ extractions: [a, b] }) => [`/extractions/compare?a=${a}&b=${b}`],
  '/extractions/new': () => ['/extractions/new'],
  '/glance': () => ['/glance'],
  '/handling/:register/:reference': onEachRegister('/handling'),
  '/handling/:register/:reference/change': onEachRegister('/handling', '/change'),
  '/handling/:register/:reference/share': onEachRegister('/handling', '/share'),
  // Nothing is offered here: a journey looks at the plan that is handed to somebody.
  '/hand-overs/:reference': () => [`/hand-overs/${nothing}`],
  '/imports': () => ['/imports'],
  '/imports/:id': ({ importId }) => [`/imports/${importId}`],
  '/imports/:id/rejected.csv': ({ importId }) => [`/imports/${importId}/rejected.csv`],
  '/imports/new': () => ['/imports/new'],
  '/imports/templates/:file': () =>
    ['threats', 'disruptions'].flatMap(name => ['.csv', '.xlsx'].map(ending => `/imports/templates/${name}${ending}`)),
  '/my-actions': () => ['/my-actions', '/my-actions?whose=organisation'],
  '/messages': () => ['/messages'],
  '/messages/:id': () => [`/messages/${nothing}`],
  '/messages/outbox': () => ['/messages/outbox'],
  '/organisations': () => ['/organisations'],
  '/organisations/:id': ({ organisationId }) => [`/organisations/${organisationId}`],
  '/organisations/:id/edit': ({ organisationId }) => [`/organisations/${organisationId}/edit`],
  '/organisations/:id/regions': ({ organisationId }) => [`/organisations/${organisationId}/regions`],
  '/organisations/new': () => ['/organisations/new'],
  '/people': () => ['/people'],
  '/people/:id': ({ personId }) => [`/people/${personId}`],
  '/people/new': () => ['/people/new'],
  '/reference': () => ['/reference'],
  '/reference/:list': () => ['/reference/phases', '/reference/tactics'],
  '/reference/:list/:id': () => ['/reference/phases/2'],
  '/reference/:list/:id/change': () => ['/reference/tactics/33/change'],
  '/reference/:list/:id/end': () => ['/reference/phases/2/end'],
  '/reference/:list/new': () => ['/reference/tactics/new'],
  '/plan-actions': () => ['/plan-actions'],
  '/plan-actions.csv': () => ['/plan-actions.csv?p=Prepare'],
  // Of a finished action only: a journey finishes one.
  '/plan-actions/:reference/not-a-disruption': () => [`/plan-actions/${nothing}/not-a-disruption`],
  '/plan-actions/:reference': ({ planAction }) => [`/plan-actions/${planAction}`],
  '/plan-actions.xlsx': () => ['/plan-actions.xlsx?p=Prepare'],
  '/plan-actions/:reference/history': ({ planAction }) => [`/plan-actions/${planAction}/history`],
  '/plan-actions/:reference/done': ({ worked }) => [`/plan-actions/${worked.planAction}/done`],
  '/plan-actions/:reference/drop': ({ worked }) => [`/plan-actions/${worked.planAction}/drop`],
  '/plan-actions/:reference/note': ({ worked }) => [`/plan-actions/${worked.planAction}/note`],
  '/plan-actions/:reference/change': ({ planAction }) => [`/plan-actions/${planAction}/change`],
  '/plan-actions/:reference/in-error': ({ planAction }) => [`/plan-actions/${planAction}/in-error`],
  '/plan-actions/new': ({ plan }) => ['/plan-actions/new', `/plan-actions/new?plan=${plan}&p=Protect`],
  '/plan-aims': () => ['/plan-aims'],
  '/plan-aims.csv': () => ['/plan-aims.csv?p=Prepare'],
  '/plan-aims/:reference': ({ planAim }) => [`/plan-aims/${planAim}`],
  '/plan-aims.xlsx': () => ['/plan-aims.xlsx?p=Prepare'],
  '/plan-aims/:reference/history': ({ planAim }) => [`/plan-aims/${planAim}/history`],
  '/plan-aims/:reference/measure': ({ worked }) => [`/plan-aims/${worked.planAim}/measure`],
  '/plan-aims/:reference/change': ({ planAim }) => [`/plan-aims/${planAim}/change`],
  '/plan-aims/:reference/in-error': ({ planAim }) => [`/plan-aims/${planAim}/in-error`],
  '/plan-aims/new': ({ plan }) => ['/plan-aims/new', `/plan-aims/new?plan=${plan}&p=Protect`],
  '/plans': () => ['/plans'],
  '/plans.csv': () => ['/plans.csv?status=Active'],
  '/plans/:reference': ({ plan }) => [`/plans/${plan}`],
  '/plans.xlsx': () => ['/plans.xlsx?status=Active'],
  '/plans/:reference/review': ({ worked }) => [`/plans/${worked.plan}/review`],
  '/plans/:reference/reviews': ({ plan }) => [`/plans/${plan}/reviews`],
  '/plans/:reference/decisions': ({ plan }) => [`/plans/${plan}/decisions`],
  '/plans/:reference/consultations': ({ plan }) => [`/plans/${plan}/consultations`],
  '/plans/:reference/consultations/new': ({ worked }) => [`/plans/${worked.plan}/consultations/new`],
  '/plans/:reference/hand-over': ({ worked }) => [`/plans/${worked.plan}/hand-over`],
  '/plans/:reference/decisions/new': ({ worked }) => [
    `/plans/${worked.plan}/decisions/new`,
    `/plans/${worked.plan}/decisions/new?supersedes=1`,
  ],
  '/plans/:reference/board': ({ plan }) => [`/plans/${plan}/board`],
  '/plans/:reference/change': ({ plan }) => [`/plans/${plan}/change`],
  '/plans/:reference/close': ({ plan }) => [`/plans/${plan}/close`],
  '/plans/:reference/history': ({ plan }) => [`/plans/${plan}/history`],
  '/plans/:reference/in-error': ({ plan }) => [`/plans/${plan}/in-error`],
  '/plans/:reference/on-a-page': ({ plan }) => [`/plans/${plan}/on-a-page`],
  '/plans/business-plan': () => ['/plans/business-plan', '/plans/business-plan?organisation=Lancashire+Constabulary'],
  '/plans/menu': () => ['/plans/menu'],
  '/plans/menu/:id/end': () => ['/plans/menu/1/end'],
  '/plans/menu/new': () => ['/plans/menu/new'],
  '/plans/new': ({ threat }) => ['/plans/new', `/plans/new?threat=${threat}`],
  '/recording-standards': () => ['/recording-standards'],
  '/recording-standards/:id/end': () => ['/recording-standards/1/end'],
  '/recording-standards/new': () => ['/recording-standards/new'],
  '/search': () => ['/search?reference=harrier', '/search'],
  '/threats': () => ['/threats'],
  '/threats.csv': () => ['/threats.csv?tier=Tier+1'],
  '/threats.xlsx': () => ['/threats.xlsx?tier=Tier+1'],
  '/threats/:reference': ({ threat }) => [`/threats/${threat}`],
  '/threats/:reference/history': ({ threat }) => [`/threats/${threat}/history`],
  '/threats/:reference/change': ({ threat }) => [`/threats/${threat}/change`],
  '/threats/:reference/in-error': ({ threat }) => [`/threats/${threat}/in-error`],
  '/threats/new': () => ['/threats/new'],
  '/threats/new/look-alikes': () => ['/threats/new/look-alikes?text=Amber'],
  '/work': () => ['/work'],
  '/why/:register/:reference': onEachRegister('/why', '?person=lro@merseyside.example'),
}

/** Pages of those who are not signed in: a journey of their own. */
export const pathsBeforeSignIn: readonly string[] = ['/sign-in', '/sign-in-link/:token']

/** Paths that answer with a file. */
export const pathsOfFiles = /\.(csv|xlsx)$|\/rows$|\/templates\/|\/look-alikes$/

/** The reference that stands for no record, where a person sees none. */
export const nothing = 'no-such-record'

/** Takes what a person may take, and finds what a person may see: of their own organisation where it has records. */
export async function targetsFor(
  site: TestServer,
  person: SamplePerson,
  permissions: ReadonlySet<string>,
): Promise<Targets> {
  const visitor = await site.signIn(person.email)
  const organisation = encodeURIComponent(person.organisation)
  const { rows } = await sql<{ person: number; organisation: number }>`
    select id as person, organisation_id as organisation from organisations.person where email = ${person.email}`.execute(
    site.database.owner,
  )
  const threat = await firstReference(visitor, 'threats', `owner=${organisation}`)
  const plans = await planTargets(visitor, organisation)
  const isRecorder = permissions.has('record.write')
  return {
    threat,
    assessment: permissions.has('assessment.record') ? await beginAssessment(visitor, threat) : nothing,
    disruption: await firstReference(visitor, 'disruptions', `leadOrganisation=${organisation}`),
    ...plans,
    checkedOrganisation: permissions.has('checks.read') ? 'Cheshire+Constabulary' : nothing,
    worked: isRecorder ? plans : { plan: nothing, planAim: nothing, planAction: nothing },
    extractions: permissions.has('extraction.run') ? await takeExtractions(visitor) : ['1', '2'],
    importId: permissions.has('import.run') ? await importBadRows(visitor, person) : '1',
    personId: String(rows[0]?.person),
    organisationId: String(rows[0]?.organisation),
  }
}

/** A plan that is open, with an aim and an action of it. */
async function planTargets(visitor: Visitor, organisation: string): Promise<Targets['worked']> {
  const plan = await firstReference(visitor, 'plans', `organisation=${organisation}&status=Active`)
  const of = `plan=${encodeURIComponent(plan)}`
  return {
    plan,
    planAim: await firstReference(visitor, 'plan-aims', of),
    planAction: await firstReference(visitor, 'plan-actions', `${of}&status=Open`),
  }
}

/** The first reference in the list of the person's own organisation, else the first that the person sees. */
async function firstReference(visitor: Visitor, register: string, query: string): Promise<string> {
  for (const address of [`/${register}?${query}`, `/${register}`]) {
    const { text } = await visitor.get(address)
    const found = new RegExp(`href="/${register}/([A-Z]+-[A-Z0-9-]+)"`).exec(text)?.[1]
    if (found !== undefined) return found
  }
  return nothing
}

/** An assessment of the person's own, with nothing in it; none where the threat is not theirs to assess. */
async function beginAssessment(visitor: Visitor, threat: string): Promise<string> {
  const { headers } = await visitor.post(`/threats/${threat}/assess`)
  return /^\/assessments\/([^/]+)/.exec(String(headers['location']))?.[1] ?? nothing
}

async function takeExtractions(visitor: Visitor): Promise<readonly string[]> {
  const taken: string[] = []
  for (const day of ['4', '5']) {
    const typed = { preset: 'hmicfrs-threats', 'asAt-day': day, 'asAt-month': '1', 'asAt-year': '2023' }
    taken.push(lastPart(await visitor.post('/extractions/new', typed)))
  }
  return taken
}

/** One good row of the person's own and one that is wrong: the good one taken, the other handed back. */
async function importBadRows(visitor: Visitor, { email, organisation }: SamplePerson): Promise<string> {
  const rest = 'Organised crime group,Tactical,SOC,Moderated,Tier 1,Active,Drugs'
  const content = [
    'Reference,Recorded at,Owner,Name,Threat type,Type,SOC,Moderation status,Tier,Phase,Crime category',
    `NEW-${email},2026-01-01T10:00:00Z,${organisation},Invented,${rest}`,
    `BAD-${email},some day,${organisation},Invented,${rest}`,
  ].join('\n')
  const id = lastPart(await visitor.upload('/imports/new', { register: 'threats' }, { name: 'rows.csv', content }))
  await until(visitor, id, 'Take the good')
  await visitor.post(`/imports/${id}/accept`, { mode: 'accept-good' })
  await until(visitor, id, 'Download what was not taken')
  return id
}

async function until(visitor: Visitor, importId: string, words: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await visitor.get(`/imports/${importId}`)).text.includes(words)) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`The import ${importId} never came to: ${words}`)
}

function lastPart({ status, headers }: Awaited<ReturnType<Visitor['post']>>): string {
  if (status !== 303) throw new Error(`What was to be looked at could not be made: ${status}`)
  return String(headers['location']).split('/').at(-1) ?? ''
}

function onEachRegister(place: string, rest = '') {
  return ({ threat, disruption }: Targets) => [
    `${place}/threats/${threat}${rest}`,
    `${place}/disruptions/${disruption}${rest}`,
  ]
}
