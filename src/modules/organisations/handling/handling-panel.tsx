import type { Panel } from '#platform/http'
import { type Content, SummaryList } from '#ui'
import { ownershipProblem } from './change-handling.ts'
import { readHolding } from './handling-store.ts'
import { handlingMeanings } from './handling-words.ts'
import { sharesOf } from './share-store.ts'

/** On a record's page: how it is handled, and for those who may, the ways to change and to ask. Registers are named as text. */
export const handlingPanels: readonly Panel[] = ['threats', 'plans', 'disruptions'].map(register => ({
  on: register,
  beside: true,
  permission: 'record.read',
  show: async (visit, state) => {
    const record = visit.house.registers.get(register)?.record
    const holding = record && (await readHolding(visit.tx, record, state.reference))
    if (holding === undefined) return undefined
    const mayChange = ownershipProblem(holding, visit.actor) === undefined
    const address = `${register}/${encodeURIComponent(state.reference)}`
    const shares = mayChange ? await sharesOf(visit.tx, register, state.reference) : []
    const open = shares.filter(({ toAt }) => toAt === null)
    return {
      heading: 'Handling and sharing',
      body: (
        <>
          <SummaryList
            rows={[
              { key: 'Handling', value: holding.handling },
              { key: 'Who may see it', value: handlingMeanings[holding.handling] },
              ...(mayChange ? [{ key: 'Shared with', value: open.map(share => share.sharedWith).join('\n') }] : []),
            ]}
            emptyText="Nobody beyond its handling"
          />
          <ul class="govuk-list">
            {mayChange ? link(`/handling/${address}`, 'Change handling or share') : null}
            {visit.actor.permissions.has('audit.read') ? link(`/why/${address}`, 'Why can this person see it?') : null}
          </ul>
        </>
      ),
    }
  },
}))

function link(href: string, text: string): Content {
  return (
    <li>
      <a class="govuk-link" href={href}>
        {text}
      </a>
    </li>
  )
}
