import { page, type Route, route } from '#platform/http'
import { Button, PageHeading } from '#ui'
import { z } from 'zod'
import { planFrame, planHref, planTitle, planToRead } from '../steps/asked-plan.ts'
import { consultationsOf } from './consultation-store.ts'
import { ConsultationTable } from './consultation-table.tsx'

/** Every consultation on a plan, as at the visit's day. */
export const consultationsPage: Route = route({
  method: 'GET',
  fromReplica: true,
  path: '/plans/:reference/consultations',
  area: 'page',
  permission: 'record.read',
  event: 'consultations.listed',
  summary: 'Which partners were consulted on a plan, when, and what they said',
  params: z.object({ reference: z.string() }),
  handle: async (visit, { params }) => {
    const found = await planToRead(visit, params.reference)
    if ('answer' in found) return found.answer
    const { id, state, works } = found.subject
    const consultations = await consultationsOf(visit.tx, id, visit.asAt)
    return page({
      ...planFrame(visit, state, 'Partners consulted'),
      wide: true,
      body: (
        <>
          <PageHeading
            caption={planTitle(state)}
            title="Partners consulted"
            actions={
              works ? <Button text="Add a consultation" href={planHref(state.reference, '/consultations/new')} /> : null
            }
          />
          <ConsultationTable consultations={consultations} emptyText="No consultation is on record." />
        </>
      ),
    })
  },
})
