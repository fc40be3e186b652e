import { z } from 'zod'
import { asAtText } from '#platform/clock'
import { anySignedIn, notFound, page, route, type Visit } from '#platform/http'
import {
  Button,
  ButtonGroup,
  type Content,
  Form,
  HiddenInput,
  PageHeading,
  Panel,
  type SummaryRow,
  SummaryList,
  Tag,
} from '#ui'
import type { ReferenceList } from '../list-store.ts'
import { periodInWords } from '../period-in-words.ts'
import { isOnList } from '../reference-choices.ts'
import { placesOf } from '../uses-store.ts'
import { type ReferenceValue, valueHistory } from '../value-store.ts'
import { findValue, type FoundValue, knownAt, listHref, managePermission, mayChange, shownDay } from './found-list.ts'
import { ValueLink } from './list-page.tsx'
import { saysFacts } from './says-facts.tsx'
import { usesTables } from './uses-table.tsx'
import { ValueHistory } from './value-history.tsx'

export const valuePage = route({
  method: 'GET',
  path: '/reference/:list/:id',
  area: 'page',
  permission: anySignedIn,
  event: 'reference-value.viewed',
  summary: 'One value of a list: what it means, its days, its history, and how many records hold it',
  params: z.object({ list: z.string(), id: z.string() }),
  handle: async (visit, { params }) => {
    const found = await findValue(visit, params)
    if (found === undefined) return notFound()
    const { list, value } = found
    const counts = visit.asAt.when === 'now' && visit.actor.permissions.has(managePermission)
    const states = await valueHistory(visit.tx, list.name, value.id, knownAt(visit))
    return page({
      title: value.value,
      breadcrumbs: [
        { text: 'Reference data', href: '/reference' },
        { text: list.title, href: listHref(list.name) },
      ],
      body: (
        <>
          <PageHeading title={value.value} caption={list.title} markers={standing(value, shownDay(visit))} />
          <Facts {...found} />
          {mayChange(visit) ? <Actions visit={visit} list={list} value={value} /> : null}
          <RecordLinks visit={visit} value={value.value} places={await placesOf(visit.tx, list.name)} />
          {counts ? (
            <Panel title="In use" id="in-use">
              {await usesTables(visit, list.name, value.value)}
            </Panel>
          ) : null}
          <Panel title="History" id="history">
            <ValueHistory list={list} states={states} values={found.values} />
          </Panel>
        </>
      ),
      details: { list: list.name, valueId: value.id },
    })
  },
})

function standing(value: ReferenceValue, day: string): Content {
  if (isOnList(value, day)) return <Tag text="On the list" colour="green" />
  const isToCome = value.fromOn !== undefined && value.fromOn > day
  return isToCome ? <Tag text="To come" colour="blue" /> : <Tag text="No longer on the list" colour="grey" />
}

function Facts({ list, values, value }: FoundValue): Content {
  const became = values.find(({ id }) => id === value.becameId)
  const before = values.filter(({ becameId }) => becameId === value.id)
  const link = (one: ReferenceValue) => <ValueLink list={list.name} value={one} />
  const rows: readonly (SummaryRow | false)[] = [
    { key: 'On the list', value: periodInWords(value) },
    ...saysFacts(list, value),
    became !== undefined && { key: 'Replaced by', value: link(became) },
    before.length > 0 && {
      key: 'Took the place of',
      value: (
        <>
          {before.map(one => (
            <div>{link(one)}</div>
          ))}
        </>
      ),
    },
  ]
  return <SummaryList rows={rows.filter(row => row !== false)} />
}

interface ActionProps {
  readonly visit: Visit
  readonly list: ReferenceList
  readonly value: ReferenceValue
}

function Actions({ visit, list, value }: ActionProps): Content {
  const change = <Button text="Change what it says" href={listHref(list.name, value.id, 'change')} kind="secondary" />
  if (list.fixed) return <ButtonGroup>{change}</ButtonGroup>
  if (value.toOn === undefined) {
    return (
      <ButtonGroup>
        {change}
        <Button text="End, rename or merge" href={listHref(list.name, value.id, 'end')} kind="secondary" />
      </ButtonGroup>
    )
  }
  return (
    <Form action={listHref(list.name, value.id, 'keep')} csrfToken={visit.csrfToken}>
      <HiddenInput name="version" value={value.version} />
      <ButtonGroup>
        {change}
        <Button text="Take its end back" kind="secondary" />
      </ButtonGroup>
    </Form>
  )
}

interface LinksProps {
  readonly visit: Visit
  readonly value: string
  readonly places: readonly { readonly register: string; readonly field: string }[]
}

/** To the records that hold it, of those the reader may see. */
function RecordLinks({ visit, value, places }: LinksProps): Content {
  if (!visit.actor.permissions.has('record.read')) return null
  const asAt = asAtText(visit.asAt)
  return (
    <>
      {places.map(({ register, field }) => {
        const record = visit.house.registers.get(register)?.record
        const query = new URLSearchParams({ [field]: value, ...(asAt === undefined ? {} : { asAt }) })
        return record?.fields[field] === undefined ? null : (
          <p class="govuk-body">
            <a class="govuk-link" href={`/${register}?${query.toString()}`}>
              The {record.plural} that hold it, of those you may see
            </a>
          </p>
        )
      })}
    </>
  )
}
