import { londonToday, now } from '#platform/clock'
import { z } from 'zod'
import { dayMember, statedJson, stepApi, takenJson, takenMembers } from '../steps/step-api.ts'
import { addConsultation, type Consultation, consultationsOf } from './consultation-store.ts'
import { readConsultation } from './read-consultation.ts'

const stated = { consultedOn: dayMember, partner: z.string(), said: z.string() }

const row = z.object({
  ...takenMembers,
  ...stated,
  organisation: z.string().nullable().describe('The partner, where it is an organisation known here'),
})

/** Consultations for programs. */
export const consultationApi = stepApi({
  part: 'consultations',
  noun: 'consultation',
  summary: {
    list: 'Which partners were consulted on a plan, the latest first, as at any moment',
    record: 'Record that a partner was consulted on a plan, and what they said',
  },
  takes: z.strictObject(stated),
  row,
  list: async (visit, planId) => (await consultationsOf(visit.tx, planId, visit.asAt)).map(rowOf),
  record: async (visit, { id }, body) => {
    const read = readConsultation(statedJson(body, ['partner', 'said', 'consultedOn']), londonToday(visit.present))
    if ('problems' in read) return read
    const number = await addConsultation(visit.tx, id, visit.actor.personId, read.answers)
    if (number === undefined) return 'closed'
    const added = (await consultationsOf(visit.tx, id, now)).find(one => one.number === number)
    return { row: added && rowOf(added) }
  },
})

function rowOf(one: Consultation): z.infer<typeof row> {
  const { consultedOn, partner, said } = one
  return { ...takenJson(one), consultedOn, partner, said, organisation: one.organisation ?? null }
}
