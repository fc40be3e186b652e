import { organisationIndex } from '#modules/organisations'
import { asAtText } from '#platform/clock'
import { type Finding, json, notFound, refused, type Route, route } from '#platform/http'
import { apiReasonMissing } from '#platform/register-pages'
import { readRecord } from '#platform/record'
import { z } from 'zod'
import { plan } from '../plan.ts'
import { allChecks, allFindings } from './all-findings.ts'
import { figureFor, figuresOf, hasFiguresOnly } from './check-figures.ts'
import { checkedOrganisations, checkScopeIds } from './checked-organisations-store.ts'
import { shownOf } from './pages/findings-page.tsx'

const asAt = z.string().optional().describe('A day, or an instant with its zone; now when left out')

const ofPlan = z.object({
  check: z.string(),
  says: z.string(),
  evidence: z.string().describe('Counts, days, references'),
  since: z.iso.date().nullable(),
})

const ofOrganisation = ofPlan.extend({
  organisation: z.string(),
  register: z.string().nullable().describe('Null, as the reference, where you may not see the record'),
  reference: z.string().nullable(),
})

const planChecksRoute = route({
  method: 'GET',
  fromReplica: true,
  path: '/api/v1/plans/:reference/checks',
  area: 'api',
  permission: 'record.read',
  event: 'plan.checks-viewed',
  summary: 'What an inspector would find in one plan, as at any moment',
  params: z.object({ reference: z.string() }),
  query: z.object({ asAt, reason: z.string().optional() }),
  answers: z.array(ofPlan),
  handle: async (visit, { params: { reference } }) => {
    const shown = { register: plan.register, references: [reference] }
    const state = await readRecord(visit.tx, plan, reference, { asAt: visit.asAt })
    if (state === undefined) return notFound(shown)
    const missing = await apiReasonMissing(visit, state)
    if (missing !== undefined) return missing
    const findings = await allFindings(visit, { asAt: visit.asAt, plans: [state.reference] })
    return json(findings.map(planFinding), { shown, details: { findings: findings.length } })
  },
})

const checksRoute = route({
  method: 'GET',
  fromReplica: true,
  path: '/api/v1/checks',
  area: 'api',
  permission: 'checks.read',
  event: 'checks.listed',
  summary: 'What an inspector would find in 4P plans, by organisation and check, as at any moment',
  query: z.object({
    asAt,
    organisation: z.string().optional().describe('By its name, another name of it, or its code; all when left out'),
  }),
  answers: z.object({
    asAt: z.string().nullable().describe('Null: now'),
    organisations: z.array(
      z.object({
        organisation: z.string(),
        checks: z.record(z.string(), z.int().nullable()).describe('Null: fewer than 5, held back'),
      }),
    ),
    findings: z.array(ofOrganisation),
  }),
  handle: async (visit, { query }) => {
    const asked = query.organisation?.trim() ?? ''
    const one = asked === '' ? undefined : (await organisationIndex(visit.tx)).find(asked)
    if (asked !== '' && one === undefined) {
      return refused({
        status: 400,
        title: 'No such organisation',
        says: 'organisation: nobody is known by that name.',
      })
    }
    if (one !== undefined && !(await checkScopeIds(visit)).has(one.id)) {
      return refused({ status: 403, title: 'Not yours to check', says: `You may have no figures of ${one.name}.` })
    }
    const findings = await allFindings(visit, { asAt: visit.asAt, ...(one && { organisations: [one.id] }) })
    const names =
      one === undefined ? (await checkedOrganisations(visit, visit.asAt)).map(({ name }) => name) : [one.name]
    const figures = figuresOf(findings)
    const checks = allChecks(visit.house)
    const told = hasFiguresOnly(visit) ? [] : findings
    return json(
      {
        asAt: asAtText(visit.asAt) ?? null,
        organisations: names.map(organisation => ({
          organisation,
          checks: Object.fromEntries(
            checks.map(({ name }) => [name, figureFor(visit, figures.of(organisation, name))]),
          ),
        })),
        findings: told.map(finding => ({
          ...planFinding(finding),
          organisation: finding.organisation,
          register: finding.about?.register ?? null,
          reference: finding.about?.reference ?? null,
        })),
      },
      { shown: shownOf(told), details: { organisations: names.length, findings: findings.length } },
    )
  },
})

export const checksApi: readonly Route[] = [planChecksRoute, checksRoute]

function planFinding({ check, says, evidence, since }: Finding): z.infer<typeof ofPlan> {
  return { check, says, evidence, since: since ?? null }
}
