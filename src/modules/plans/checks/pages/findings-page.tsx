import { organisationIndex } from '#modules/organisations'
import { asAtText } from '#platform/clock'
import {
  type Check,
  type Finding,
  notFound,
  page,
  refused,
  type Route,
  route,
  type Shown,
  type Visit,
} from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type Content, DataTable, formatCount, PageHeading, Panel, Text } from '#ui'
import { z } from 'zod'
import { allChecks, allFindings } from '../all-findings.ts'
import { checkScopeIds } from '../checked-organisations-store.ts'
import { titlesOf } from '../named-records-store.ts'
import { evidenceOf } from '../plan-panel.tsx'
import { checkAddress } from './region-choice.tsx'

const text = z.string().default('').catch('')

/** What is behind one figure of the table: the plans and threats that the reader may see, and how many others there are. */
export const findingsPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/checks/findings',
  area: 'page',
  // Oversight may have the figures, and not what is behind them.
  permission: 'record.read',
  event: 'findings.listed',
  summary: 'The plans and threats of an organisation in which a check finds something, as at any day',
  query: z.object({ organisation: text, check: text }),
  handle: async (visit, { query }) => {
    const organisation = (await organisationIndex(visit.tx)).find(query.organisation)
    const check = allChecks(visit.house).find(({ name }) => name === query.check)
    if (organisation === undefined || (check === undefined && query.check !== '')) return notFound()
    if (!(await checkScopeIds(visit)).has(organisation.id)) {
      return refused({
        status: 403,
        title: 'Not yours to check',
        says: `You may have no figures of ${organisation.name}.`,
      })
    }
    const findings = await allFindings(visit, {
      asAt: visit.asAt,
      organisations: [organisation.id],
      ...(check === undefined ? {} : { checks: [check.name] }),
    })
    const checks = check === undefined ? allChecks(visit.house) : [check]
    const titles = await titlesOfAll(visit, findings)
    const groups = checks.map(one => ({ check: one, findings: findings.filter(finding => finding.check === one.name) }))
    const title = check === undefined ? 'What the checks find' : check.heading
    return page({
      title: `${title}: ${organisation.name}`,
      wide: true,
      backHref: checkAddress('/checks', {}, asAtText(visit.asAt)),
      shown: shownOf(findings),
      details: { findings: findings.length, check: check?.name ?? 'all' },
      body: (
        <>
          <PageHeading title={title} caption={organisation.name} />
          {groups
            .filter(group => group.findings.length > 0 || groups.length === 1)
            .map(group => (
              <Found visit={visit} titles={titles} {...group} />
            ))}
          {findings.length === 0 && groups.length > 1 ? <p class="govuk-body">Nothing is found.</p> : null}
        </>
      ),
    })
  },
})

interface FoundProps {
  readonly visit: Visit
  readonly titles: ReadonlyMap<string, string>
  readonly check: Check
  readonly findings: readonly Finding[]
}

function Found({ visit, titles, check, findings }: FoundProps): Content {
  const named = findings.filter(({ about }) => about !== undefined)
  const others = findings.length - named.length
  return (
    <Panel title={check.heading} id={`check-${check.name}`} count={findings.length}>
      <p class="govuk-body">
        {check.why} {check.todo}
      </p>
      <p class="govuk-body-s">Source: {check.source}.</p>
      {named.length === 0 ? null : (
        <DataTable
          caption={check.heading}
          hideCaption
          columns={[
            { key: 'reference', label: 'Reference', keepTogether: true },
            { key: 'title', label: 'Title', wide: true },
            { key: 'says', label: 'What is found' },
            { key: 'evidence', label: 'What shows it' },
          ]}
          rows={named.map(finding => rowOf(visit, titles, finding))}
        />
      )}
      {others === 0 ? null : (
        <p class="govuk-body">
          {named.length === 0 ? formatCount(others) : `And ${formatCount(others)}`} that you may not see.
        </p>
      )}
      {findings.length === 0 ? <p class="govuk-body">Nothing is found.</p> : null}
    </Panel>
  )
}

function rowOf(visit: Visit, titles: ReadonlyMap<string, string>, finding: Finding) {
  const { register = '', reference = '' } = finding.about ?? {}
  const href = visit.house.registers.get(register)?.href(reference)
  return {
    reference:
      href === undefined ? (
        reference
      ) : (
        <a class="govuk-link" href={recordAddress(href, visit)}>
          <Text value={reference} />
        </a>
      ),
    title: titles.get(reference) ?? '',
    says: finding.says,
    evidence: evidenceOf(finding),
  }
}

async function titlesOfAll(visit: Visit, findings: readonly Finding[]): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>()
  for (const { register, references } of shownOf(findings)) {
    for (const [reference, title] of await titlesOf(visit, register, references)) titles.set(reference, title)
  }
  return titles
}

/** The references that findings name, by register. */
export function shownOf(findings: readonly Finding[]): readonly Shown[] {
  const byRegister = Map.groupBy(
    findings.flatMap(({ about }) => about ?? []),
    ({ register }) => register,
  )
  return [...byRegister].map(([register, abouts]) => ({
    register,
    references: [...new Set(abouts.map(({ reference }) => reference))],
  }))
}
