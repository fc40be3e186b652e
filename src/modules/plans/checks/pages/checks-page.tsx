import { asAtText } from '#platform/clock'
import { type Check, page, type Route, route, type Visit } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type Content, Count, DataTable, Details, InsetText, PageHeading, type Row } from '#ui'
import { z } from 'zod'
import { allChecks, allFindings } from '../all-findings.ts'
import { type CheckFigures, figuresOf, figureText, hasFiguresOnly } from '../check-figures.ts'
import type { CheckedOrganisation } from '../checked-organisations-store.ts'
import { checkAddress, type ChosenOrganisations, chooseOrganisations, RegionChoice } from './region-choice.tsx'

/** What an inspector would find, by organisation and check. */
export const checksPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/checks',
  area: 'page',
  permission: 'checks.read',
  event: 'checks.viewed',
  summary: 'What an inspector would find in 4P plans, by organisation and check, as at any day',
  query: z.object({ region: z.string().default('').catch('') }),
  handle: async (visit, { query }) => {
    const chosen = await chooseOrganisations(visit, query.region)
    const findings = await allFindings(visit, {
      asAt: visit.asAt,
      organisations: chosen.organisations.map(({ id }) => id),
    })
    return page({
      title: 'Checks of 4P plans',
      wide: true,
      handling: 'OFFICIAL',
      details: { organisations: chosen.organisations.length, findings: findings.length },
      body: <ChecksBody visit={visit} chosen={chosen} figures={figuresOf(findings)} />,
    })
  },
})

interface BodyProps {
  readonly visit: Visit
  readonly chosen: ChosenOrganisations
  readonly figures: CheckFigures
}

function ChecksBody({ visit, chosen, figures }: BodyProps): Content {
  const checks = allChecks(visit.house)
  return (
    <>
      <PageHeading title="Checks of 4P plans" caption="What an inspector would find" />
      <p class="govuk-body">
        How many plans or threats of each organisation each check finds something in. Computed from what is recorded,{' '}
        {visit.asAt.when === 'past' ? 'as it was known on this day' : 'just now'}, over all plans: those that you may
        not see are counted and not named.
      </p>
      {hasFiguresOnly(visit) ? <HeldBack /> : null}
      <RegionChoice visit={visit} action="/checks" chosen={chosen} />
      <DataTable
        caption="Plans and threats found, by check and organisation"
        narrow="scroll"
        emptyText="No organisation of which you may have figures has plans or live threats."
        columns={[
          { key: 'check', label: 'Check', wide: true },
          ...chosen.organisations.map(({ id, name }) => ({ key: `o${id}`, label: name, align: 'right' as const })),
        ]}
        rows={chosen.organisations.length === 0 ? [] : rowsOf(visit, checks, chosen.organisations, figures)}
      />
      <p class="govuk-body">
        <a class="govuk-link" href={recordAddress('/checks/thresholds', visit)}>
          Thresholds
        </a>
      </p>
      <WhatIsChecked checks={checks} />
    </>
  )
}

/** Why some figures are not told. */
export function HeldBack(): Content {
  return <InsetText>A count of fewer than 5 is held back, so that nobody can be told from it.</InsetText>
}

function rowsOf(
  visit: Visit,
  checks: readonly Check[],
  organisations: readonly CheckedOrganisation[],
  figures: CheckFigures,
): readonly Row[] {
  const each = (cell: (one: CheckedOrganisation) => Content): Row =>
    Object.fromEntries(organisations.map(one => [`o${one.id}`, cell(one)]))
  return [
    { check: 'Plans, closed ones too', ...each(({ plans }) => figureText(visit, plans)) },
    { check: 'Live threats', ...each(({ liveThreats }) => figureText(visit, liveThreats)) },
    ...checks.map(check => ({
      check: (
        <a class="govuk-link" href={checkAddress('/checks/over-time', { check: check.name }, asAtText(visit.asAt))}>
          {check.heading}
        </a>
      ),
      ...each(one => cellOf(visit, one, check, figures.of(one.name, check.name))),
    })),
  ]
}

function cellOf(visit: Visit, { name }: CheckedOrganisation, check: Check, figure: number): Content {
  if (hasFiguresOnly(visit) || figure === 0) return figureText(visit, figure)
  const href = checkAddress('/checks/findings', { organisation: name, check: check.name }, asAtText(visit.asAt))
  return <Count value={figure} href={href} label={`${name}: ${check.heading}`} />
}

function WhatIsChecked({ checks }: { readonly checks: readonly Check[] }): Content {
  return (
    <Details summary="What is checked, why, and where it comes from">
      <DataTable
        caption="What is checked, why, and where it comes from"
        hideCaption
        columns={[
          { key: 'heading', label: 'Check' },
          { key: 'why', label: 'Why it matters' },
          { key: 'todo', label: 'What to do' },
          { key: 'source', label: 'Source' },
        ]}
        rows={checks.map(({ heading, why, todo, source }) => ({ heading, why, todo, source }))}
      />
    </Details>
  )
}
