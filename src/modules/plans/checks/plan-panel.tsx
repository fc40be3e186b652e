import type { Panel } from '#platform/http'
import { recordAddress } from '#platform/register-pages'
import { type Content, Details, formatDay, Text } from '#ui'
import { allChecks, allFindings } from './all-findings.ts'
import type { Check, Finding } from '#platform/http'

/** On a plan's page: what an inspector would find in it today, as help to those who work on it. */
export const checksPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  show: async (visit, state) => {
    if (state.inError !== undefined) return undefined
    const findings = await allFindings(visit, { asAt: visit.asAt, plans: [state.reference] })
    const checks = new Map(allChecks(visit.house).map(check => [check.name, check]))
    return {
      heading: 'What an inspector would find',
      body: (
        <>
          {findings.length === 0 ? (
            <p class="govuk-body">Nothing, by the checks that are made here.</p>
          ) : (
            <>
              <p class="govuk-body">Computed from what is recorded, to help. Nothing is held up by it.</p>
              {findings.map(finding => (
                <OneFinding finding={finding} check={checks.get(finding.check)} />
              ))}
            </>
          )}
          {visit.actor.permissions.has('checks.read') ? (
            <p class="govuk-body">
              <a class="govuk-link" href={recordAddress('/checks', visit)}>
                All checks by organisation
              </a>
            </p>
          ) : null}
        </>
      ),
    }
  },
}

function OneFinding({ finding, check }: { readonly finding: Finding; readonly check: Check | undefined }): Content {
  return (
    <Details summary={`${check?.heading ?? finding.check}: ${finding.says}`}>
      <p class="govuk-body">
        <Text value={evidenceOf(finding)} />
      </p>
      <p class="govuk-body">{check?.todo}</p>
      <p class="govuk-body-s">
        {check?.why} Source: {check?.source}.
      </p>
    </Details>
  )
}

/** What shows it, and since when. */
export function evidenceOf({ evidence, since }: Pick<Finding, 'evidence' | 'since'>): string {
  return [evidence, since === undefined ? '' : `Since ${formatDay(since)}`].filter(text => text !== '').join('. ')
}
