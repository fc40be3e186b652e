import { page, type Route, route } from '#platform/http'
import { Button, InsetText, PageHeading } from '#ui'
import { z } from 'zod'
import { planFrame, planHref, planTitle, planToRead } from '../steps/asked-plan.ts'
import { DecisionList } from './decision-list.tsx'
import { decisionsOf } from './decision-store.ts'

/** The decision log of a plan, as at the visit's day. */
export const decisionsPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/plans/:reference/decisions',
  area: 'page',
  permission: 'record.read',
  event: 'decisions.listed',
  summary: 'The decision log of a plan: what was decided and why, never edited',
  params: z.object({ reference: z.string() }),
  handle: async (visit, { params }) => {
    const found = await planToRead(visit, params.reference)
    if ('answer' in found) return found.answer
    const { id, state, works } = found.subject
    const decisions = await decisionsOf(visit.tx, id, visit.asAt)
    return page({
      ...planFrame(visit, state, 'Decision log'),
      body: (
        <>
          <PageHeading
            caption={planTitle(state)}
            title="Decision log"
            actions={works ? <Button text="Add a decision" href={planHref(state.reference, '/decisions/new')} /> : null}
          />
          <p class="govuk-body">A decision is never edited. Another one takes its place, and both stay.</p>
          {decisions.length === 0 ? (
            <InsetText>No decision is on record.</InsetText>
          ) : (
            <DecisionList visit={visit} reference={state.reference} decisions={decisions} works={works} />
          )}
        </>
      ),
    })
  },
})
