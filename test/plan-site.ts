import { expect } from 'vitest'
import { type Answered, type Program, testServer, type TestServer, type Visitor } from './server.ts'

export type Made = Readonly<Record<string, string>> & { readonly reference: string }

/** Those who work on Cheshire's plans, a neighbour, and what is recorded for them through the API. */
export interface PlanSite {
  readonly site: TestServer
  readonly api: Program
  readonly lro: Visitor
  readonly analyst: Visitor
  readonly lancashire: Visitor
  readonly made: (path: string, body: object) => Promise<Made>
  readonly madeThreat: (more?: object) => Promise<Made>
  /** Against a threat of its own. */
  readonly madePlan: (more?: object) => Promise<Made>
  readonly madeAction: (plan: Made, more?: object) => Promise<Made>
  /** Its page to close it, filled in and sent. */
  readonly close: (reference: string, more?: Readonly<Record<string, string>>) => Promise<Answered>
  /** A record as the API tells it. */
  readonly apiState: (path: string) => Promise<PlanState>
}

/** The members of a plan, an aim or an action that are asked about. */
interface PlanState {
  readonly status: string
  readonly text: string
  readonly aims: readonly Made[]
  readonly actions: readonly Made[]
}

export async function planSite(): Promise<PlanSite> {
  const site = await testServer({ present: () => new Date('2026-11-22T12:00:00Z') })
  const api = site.program(await site.tokenOf('lro@cheshire.example'))
  let names = 0
  const made = async (path: string, body: object): Promise<Made> => {
    const answered = await api.send('POST', `/api/v1${path}`, body)
    expect([answered.status, answered.text]).toEqual([201, expect.anything()])
    return JSON.parse(answered.text)
  }
  const madeThreat = (more: object = {}) =>
    made('/threats', {
      name: `Threat ${++names}`,
      threatType: 'Vulnerability',
      crimeCategory: 'Drugs',
      leadResponsibleOfficer: 'lro@cheshire.example',
      ...more,
    })
  const lro = await site.signIn('lro@cheshire.example')
  return {
    site,
    api,
    lro,
    analyst: await site.signIn('analyst@cheshire.example'),
    lancashire: await site.signIn('analyst@lancashire.example'),
    made,
    madeThreat,
    madePlan: async (more = {}) => made('/plans', { threat: (await madeThreat()).reference, ...more }),
    madeAction: (plan, more = {}) =>
      made(`/plans/${plan.reference}/actions`, { p: 'Protect', text: 'Visit the tenants of the flats', ...more }),
    close: async (reference, more = {}) => {
      const address = `/plans/${reference}/close`
      const form = await lro.get(address)
      const typed = { exitCriteria: 'Six quiet months: met', learning: 'Begin earlier', debrief: 'All, in November' }
      return lro.post(address, { ...ownOf(form), ...typed, ...more })
    },
    apiState: async path => JSON.parse((await api.get(`/api/v1${path}`)).text),
  }
}

/** What a page says, without its marks. */
export const wordsOf = ({ text }: Answered): string =>
  text
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')

export const hiddenOf = (answered: Answered, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(answered.text)?.[1] ?? ''

/** The draft that a form is, and the version of the record that it began from. */
export const ownOf = (form: Answered): { readonly _draft: string; readonly _version: string } => ({
  _draft: hiddenOf(form, '_draft'),
  _version: hiddenOf(form, '_version'),
})
