import { z } from 'zod'
import { anySignedIn, notFound, page, route } from '#platform/http'
import {
  Button,
  type Column,
  type Content,
  DataTable,
  FourP,
  formatDay,
  InsetText,
  PageHeading,
  type Row,
  Tag,
  Text,
} from '#ui'
import { isOnList } from '../reference-choices.ts'
import type { ReferenceValue } from '../value-store.ts'
import { findList, type FoundList, listHref, mayChange, shownDay } from './found-list.ts'

export const listPage = route({
  method: 'GET',
  path: '/reference/:list',
  area: 'page',
  permission: anySignedIn,
  event: 'reference-list.viewed',
  summary: 'One list: its values, those to come, and those that were on it',
  params: z.object({ list: z.string() }),
  handle: async (visit, { params }) => {
    const found = await findList(visit, params.list)
    if (found === undefined) return notFound()
    const { list } = found
    const canAdd = mayChange(visit) && !list.fixed
    return page({
      title: list.title,
      wide: true,
      breadcrumbs: [{ text: 'Reference data', href: '/reference' }],
      body: (
        <>
          <PageHeading
            title={list.title}
            actions={canAdd ? <Button text="Add a value" href={listHref(list.name, 'new')} small /> : null}
          />
          <p class="govuk-body">{list.says}</p>
          {list.fixed ? (
            <InsetText>Its values are part of the program. What they mean can be worded anew.</InsetText>
          ) : null}
          <ValueTables {...found} day={shownDay(visit)} />
          {list.others ? (
            <p class="govuk-body-s">
              Records may hold other words: what is imported is kept as it came, with a warning.
            </p>
          ) : null}
        </>
      ),
    })
  },
})

function ValueTables({ list, values, day }: FoundList & { readonly day: string }): Content {
  const begins = ({ fromOn }: ReferenceValue) => fromOn !== undefined && fromOn > day
  const tables = [
    { caption: 'On the list', rows: values.filter(value => isOnList(value, day)), always: true },
    { caption: 'To come', rows: values.filter(begins) },
    { caption: 'No longer on the list', rows: values.filter(value => !isOnList(value, day) && !begins(value)) },
  ]
  return (
    <>
      {tables
        .filter(({ rows, always }) => always || rows.length > 0)
        .map(({ caption, rows }) => (
          <ValueTable list={list} values={values} caption={caption} rows={rows} />
        ))}
    </>
  )
}

interface TableProps extends FoundList {
  readonly caption: string
  readonly rows: readonly ReferenceValue[]
}

function ValueTable({ list, values, caption, rows }: TableProps): Content {
  const cells = rows.map(value => rowOf(value, values, list.name))
  const columns: readonly Column[] = [
    { key: 'value', label: 'Value' },
    { key: 'hint', label: 'What it means', wide: true },
    { key: 'closed', label: 'Counts as' },
    { key: 'fourP', label: 'Usual P', keepTogether: true },
    { key: 'words', label: 'Suggested by' },
    { key: 'from', label: 'From', keepTogether: true },
    { key: 'until', label: 'Until', keepTogether: true },
    { key: 'became', label: 'Replaced by' },
  ]
  const used = columns.filter(({ key }) => key === 'value' || cells.some(cell => cell[key] !== undefined))
  return <DataTable caption={caption} columns={used} rows={cells} emptyText="No value is on the list." />
}

function rowOf(value: ReferenceValue, all: readonly ReferenceValue[], list: string): Row {
  const became = all.find(({ id }) => id === value.becameId)
  return {
    value: <ValueLink list={list} value={value} />,
    hint: value.hint === '' ? undefined : value.hint,
    closed: value.closed ? <Tag text="Closed" colour="grey" /> : undefined,
    fourP: value.fourP && <FourP word={value.fourP} />,
    words: value.words.length === 0 ? undefined : value.words.join(', '),
    from: value.fromOn && formatDay(value.fromOn),
    until: value.toOn && formatDay(value.toOn),
    became: became && <ValueLink list={list} value={became} />,
  }
}

/** A value's word, leading to its page. */
export function ValueLink(props: {
  readonly list: string
  readonly value: Pick<ReferenceValue, 'id' | 'value'>
}): Content {
  return (
    <a class="govuk-link govuk-link--no-visited-state" href={listHref(props.list, props.value.id)}>
      <Text value={props.value.value} />
    </a>
  )
}
