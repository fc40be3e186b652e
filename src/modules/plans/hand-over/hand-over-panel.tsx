import type { Panel } from '#platform/http'
import { Button, type Content, formatInstant, Tag, type TagColour, Text } from '#ui'
import { planIdOf } from '../plan-store.ts'
import { mayWorkOn, planHref } from '../steps/asked-plan.ts'
import { type HandOver, type HandOverAnswer, handOversOf } from './hand-over-store.ts'

const colours: Readonly<Record<HandOverAnswer | 'Waiting', TagColour>> = {
  Waiting: 'yellow',
  Accepted: 'green',
  Refused: 'red',
  Withdrawn: 'grey',
}

/** On a plan's page: to whom it was offered and what came of it, and the way to offer it. */
export const handOverPanel: Panel = {
  on: 'plans',
  permission: 'record.read',
  beside: true,
  show: async (visit, state) => {
    const id = await planIdOf(visit.tx, state.reference)
    if (id === undefined) return undefined
    const all = await handOversOf(visit.tx, id, visit.asAt)
    const { works } = await mayWorkOn(visit, id, state)
    if (all.length === 0 && !works) return undefined
    const waiting = visit.asAt.when === 'now' ? all.find(({ answer }) => answer === undefined) : undefined
    const isMine = waiting?.to === visit.actor.email
    return {
      heading: 'Hand-over',
      body: (
        <>
          {all.length === 0 ? null : (
            <ul class="govuk-list">
              {all.map(one => (
                <Offer offer={one} />
              ))}
            </ul>
          )}
          {isMine ? <Button text="Answer the offer" small href={`/hand-overs/${waiting?.number}`} /> : null}
          {works ? (
            <Button
              text={waiting === undefined ? 'Hand the plan over' : 'Look at the offer'}
              kind="secondary"
              small
              href={planHref(state.reference, '/hand-over')}
            />
          ) : null}
        </>
      ),
    }
  },
}

function Offer({ offer }: { readonly offer: HandOver }): Content {
  const answer = offer.answer ?? 'Waiting'
  return (
    <li>
      <Tag text={answer} colour={colours[answer]} /> <Text value={offer.to} />, offered by{' '}
      <Text value={offer.person.name} />, {formatInstant(offer.answeredAt ?? offer.at)}
      {offer.reason === undefined ? null : (
        <>
          : <Text value={offer.reason} lines />
        </>
      )}
    </li>
  )
}
