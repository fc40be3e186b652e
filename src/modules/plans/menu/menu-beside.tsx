import { threat } from '#modules/threats'
import { londonToday } from '#platform/clock'
import type { Visit } from '#platform/http'
import { readRecord } from '#platform/record'
import { type Content, Details, FourP as FourPMark } from '#ui'
import { type FourP, fourPs } from '../four-ps.ts'
import { type MenuTactic, menuOn } from './menu-store.ts'
import { TacticDetails } from './tactic-details.tsx'

/** What the menu is shown for. */
export interface MenuAsked {
  /** The threat's reference, and of a strategic plan the priority: which crime category's menu it is. */
  readonly threat: string | undefined
  readonly priority: string | undefined
  /** One P alone. */
  readonly p?: string | undefined
  /** The plan in which a tactic could be used; without, the menu is to be read. */
  readonly plan?: string | undefined
  /** In a frame that says what it is already. */
  readonly framed?: true
}

/** The menu of tactics for what a plan is against, beside it. Nothing is copied from it: "Use this" opens a form. */
export async function menuBeside(visit: Visit, asked: MenuAsked): Promise<Content> {
  const crimeCategory = (await categoryOf(visit, asked.threat)) ?? asked.priority
  const today = londonToday(visit.present)
  const all = await menuOn(visit.tx, today, { asAt: visit.asAt, crimeCategory: crimeCategory ?? '' })
  const tactics = all.filter(({ fourP }) => asked.p === undefined || fourP === asked.p)
  if (tactics.length === 0) return null
  const ps = fourPs.filter(p => tactics.some(({ fourP }) => fourP === p))
  const lists = ps.map(p => <TacticsOfP p={p} tactics={tactics.filter(({ fourP }) => fourP === p)} plan={asked.plan} />)
  return (
    <section class="ff-menu" aria-label="Menu of tactics">
      {asked.framed ? null : <h2 class="govuk-heading-s">Menu of tactics</h2>}
      <p class="govuk-hint">
        {crimeCategory === undefined ? 'To start from.' : `${crimeCategory}: to start from.`} Say what it is here: which
        place, which people, by when.
      </p>
      {ps.length === 1 ? lists : <Details summary="See what is usually tried">{lists}</Details>}
      <p class="govuk-body">
        <a class="govuk-link" href="/plans/menu">
          The whole menu
        </a>
      </p>
    </section>
  )
}

function TacticsOfP(props: {
  readonly p: FourP
  readonly tactics: readonly MenuTactic[]
  readonly plan: string | undefined
}): Content {
  return (
    <>
      <h3 class="govuk-heading-s">
        <FourPMark word={props.p} />
      </h3>
      {props.tactics.map(tactic => (
        <TacticDetails tactic={tactic} useHref={props.plan === undefined ? undefined : useHref(props.plan, tactic)} />
      ))}
    </>
  )
}

/** The form of a new action that begins with a tactic: its author sees it, changes it, and records it. */
export function useHref(plan: string, tactic: MenuTactic): string {
  const query = new URLSearchParams({ plan, p: tactic.fourP, text: tactic.what })
  if (tactic.recordedAs !== null) query.set('tactic', tactic.recordedAs)
  return `/plan-actions/new?${query.toString()}`
}

async function categoryOf(visit: Visit, reference: string | undefined): Promise<string | undefined> {
  if (reference === undefined) return undefined
  const state = await readRecord(visit.tx, threat, reference, { asAt: visit.asAt })
  return state === undefined ? undefined : String(state.values.crimeCategory)
}
