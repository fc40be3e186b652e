import type { Panel, Visit } from '#platform/http'
import { recordAddress, visibleReferences } from '#platform/register-pages'
import { Button, type Content, DataTable, Form, formatInstant, Tag, type TagColour, Text } from '#ui'
import { disruption } from '../disruption.ts'
import { leadsEvent, type Side, type SideState, sidesOf, waitingSides } from './side-store.ts'

const colours: Readonly<Record<SideState, TagColour>> = {
  Waiting: 'yellow',
  Confirmed: 'green',
  Declined: 'red',
  Withdrawn: 'grey',
}

/** On a lead's page: who was named as having supported it, and what they answered. Seen by the lead, and by those named. */
export const sidesPanel: Panel = {
  on: 'disruptions',
  permission: 'record.read',
  show: async (visit, state) => {
    if (state.values['disruptionType'] !== 'Lead Disruption') return undefined
    const sides = await sidesOf(visit.tx, state.reference, visit.asAt)
    const mayAct = visit.asAt.when === 'now' && visit.actor.permissions.has('record.write')
    const isOpen = mayAct && state.inError === undefined
    const leads = isOpen && (await leadsEvent(visit.tx, state.reference))
    if (sides.length === 0 && !leads) return undefined
    const waiting = isOpen ? (await waitingSides(visit.tx)).map(({ id }) => id) : []
    const supports = sides.flatMap(({ supportReference }) => supportReference ?? [])
    const visible = await visibleReferences(visit.tx, disruption, supports, { asAt: visit.asAt })
    const address = `/disruptions/${encodeURIComponent(state.reference)}/supporters`
    const rowOf = (side: Side) => ({
      organisation: side.organisation,
      state: <Tag text={side.state} colour={colours[side.state]} />,
      at: formatInstant(side.at),
      says: <Answered visit={visit} side={side} visible={visible} />,
      act: actOn(visit, side, { leads, address, isMine: waiting.includes(side.id) }),
    })
    return {
      heading: 'Who supported it',
      body: (
        <>
          <DataTable
            caption="Organisations that were named as supporters"
            hideCaption
            columns={[
              { key: 'organisation', label: 'Organisation' },
              { key: 'state', label: 'Its side' },
              { key: 'at', label: 'Since' },
              { key: 'says', label: 'Answer' },
              ...(isOpen ? [{ key: 'act', label: 'To do' }] : []),
            ]}
            rows={sides.map(rowOf)}
            emptyText="Nobody was named."
          />
          {leads ? <Button text="Name who supported you" kind="secondary" small href={address} /> : null}
        </>
      ),
      shown: { register: 'disruptions', references: supports.filter(reference => visible.has(reference)) },
    }
  },
}

interface AnsweredProps {
  readonly visit: Visit
  readonly side: Side
  readonly visible: ReadonlySet<string>
}

function Answered({ visit, side, visible }: AnsweredProps): Content {
  const { reason, supportReference } = side
  if (supportReference === undefined) return reason === undefined ? '' : <Text value={reason} lines />
  if (!visible.has(supportReference)) return 'Recorded; you may not see its record'
  return (
    <a class="govuk-link" href={recordAddress(`/disruptions/${encodeURIComponent(supportReference)}`, visit)}>
      {supportReference}
    </a>
  )
}

interface Acting {
  readonly leads: boolean
  readonly address: string
  readonly isMine: boolean
}

function actOn(visit: Visit, side: Side, { leads, address, isMine }: Acting): Content {
  if (isMine) {
    return (
      <a class="govuk-link" href={`/disruption-sides/${side.id}`}>
        Confirm or decline
      </a>
    )
  }
  if (!leads || side.state !== 'Waiting') return ''
  return (
    <Form action={`${address}/${side.id}/withdraw`} csrfToken={visit.csrfToken}>
      <Button text="Withdraw" hiddenText={side.organisation} kind="secondary" small />
    </Form>
  )
}
