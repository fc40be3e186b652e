import { now } from '#platform/clock'
import { z } from 'zod'
import { statedJson, stepApi, takenJson, takenMembers } from '../steps/step-api.ts'
import { type HandOver, handOverAnswers, handOversOf, offerPlan } from './hand-over-store.ts'
import { readOffer } from './read-offer.ts'

const row = z.object({
  ...takenMembers,
  from: z.string().nullable().describe('Who owned the plan then, by email'),
  to: z.string().describe('To whom it is offered, by email'),
  message: z.string(),
  answer: z.enum(handOverAnswers).nullable().describe('Null while it waits'),
  answeredAt: z.string().nullable(),
  reason: z.string().nullable(),
})

/** Offers of a plan for programs. They are answered on pages, by the person they are made to. */
export const handOverApi = stepApi({
  part: 'hand-overs',
  noun: 'hand-over',
  summary: {
    list: 'To whom a plan was offered and what came of it, the latest first, as at any moment',
    record: 'Offer a plan to a new owner, who accepts or refuses it',
  },
  takes: z.strictObject({ to: z.string().describe('The new owner’s email'), message: z.string() }),
  row,
  list: async (visit, planId) => (await handOversOf(visit.tx, planId, visit.asAt)).map(rowOf),
  record: async (visit, plan, body) => {
    const read = await readOffer(visit.tx, plan, statedJson(body, ['to', 'message']))
    if ('problems' in read) return read
    const { receiver, message } = read.answers
    const offering = { planId: plan.id, personId: visit.actor.personId, to: receiver.email, message }
    const outcome = await offerPlan(visit.tx, offering)
    if (outcome === 'closed') return 'closed'
    if (outcome === 'waiting') return { problems: [{ field: 'to', problem: 'Another offer waits. Withdraw it first' }] }
    const offer = (await handOversOf(visit.tx, plan.id, now)).find(({ number }) => number === outcome)
    return { row: offer && rowOf(offer) }
  },
})

function rowOf(offer: HandOver): z.infer<typeof row> {
  const { to, message } = offer
  return {
    ...takenJson(offer),
    from: offer.from ?? null,
    to,
    message,
    answer: offer.answer ?? null,
    answeredAt: offer.answeredAt?.toISOString() ?? null,
    reason: offer.reason ?? null,
  }
}
