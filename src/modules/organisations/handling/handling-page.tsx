import { page, route, type Visit } from '#platform/http'
import { marking } from '#platform/register-pages'
import {
  Button,
  type Content,
  DataTable,
  Form,
  formatInstant,
  InsetText,
  PageHeading,
  Panel,
  type Row,
  SummaryList,
} from '#ui'
import { type Seers, whoSees } from './access-store.ts'
import { type AskedRecord, handlingHref, recordParams, shownOf } from './asked-record.ts'
import { ownedRecord } from './owned-record.ts'
import { type StatedHandling, statedHandlings } from './handling-store.ts'
import { handlingMeanings } from './handling-words.ts'
import { type Share, sharesOf } from './share-store.ts'
import { WhoSeesTable } from './who-sees-table.tsx'

/** How a record is handled and with whom it is shared, who sees it for that, and how it was before. */
export const handlingPage = route({
  method: 'GET',
  path: '/handling/:register/:reference',
  area: 'page',
  permission: 'handling.change',
  event: 'handling.viewed',
  summary: 'Handling and shares of a record, and who can see it',
  params: recordParams,
  handle: async (visit, { params }) => {
    const owned = await ownedRecord(visit, params)
    if ('answer' in owned) return owned.answer
    const { asked } = owned
    const { register, reference } = params
    const [seers, shares, stated] = [
      await whoSees(visit.tx, asked.holding.audienceId),
      await sharesOf(visit.tx, register, reference),
      await statedHandlings(visit.tx, register, reference),
    ]
    return page({
      title: `Handling and sharing: ${reference}`,
      backHref: asked.register.href(reference),
      handling: marking(asked.holding.handling),
      body: <Overview visit={visit} asked={asked} seers={seers} shares={shares} stated={stated} />,
      shown: shownOf(asked),
    })
  },
})

interface OverviewProps {
  readonly visit: Visit
  readonly asked: AskedRecord
  readonly seers: readonly Seers[]
  readonly shares: readonly Share[]
  readonly stated: readonly StatedHandling[]
}

function Overview({ visit, asked, seers, shares, stated }: OverviewProps): Content {
  const { holding } = asked
  return (
    <>
      <PageHeading caption={asked.state.reference} title="Handling and sharing" />
      {visit.asAt.when === 'past' ? <InsetText>Handling and sharing are always today’s.</InsetText> : null}
      <Panel
        title="Handling"
        id="handling"
        actions={[{ text: 'Change', href: handlingHref(asked, '/change'), hiddenText: 'handling' }]}
      >
        <SummaryList
          rows={[
            { key: 'Handling', value: holding.handling },
            { key: 'Who may see it', value: handlingMeanings[holding.handling] },
            { key: 'Owner', value: holding.owner },
          ]}
        />
      </Panel>
      <Panel
        title="Shared with"
        id="shares"
        actions={[{ text: 'Share', href: handlingHref(asked, '/share'), hiddenText: 'with another' }]}
      >
        <Shares asked={asked} shares={shares} csrfToken={visit.csrfToken} />
      </Panel>
      <Panel title="Who can see it today" id="who">
        <WhoSeesTable seers={seers} caption="People who can see it, by organisation" />
        <p class="govuk-body">
          <a class="govuk-link" href={`/why${handlingHref(asked).slice('/handling'.length)}`}>
            Why can this person see it?
          </a>
        </p>
      </Panel>
      <Panel title="How it was handled" id="stated">
        <Stated stated={stated} />
      </Panel>
    </>
  )
}

function Shares(props: {
  readonly asked: AskedRecord
  readonly shares: readonly Share[]
  readonly csrfToken: string
}): Content {
  const { asked, shares, csrfToken } = props
  return (
    <DataTable
      caption="Shares"
      hideCaption
      columns={[
        { key: 'with', label: 'With' },
        { key: 'what', label: 'What' },
        { key: 'since', label: 'Since' },
        { key: 'why', label: 'Why' },
        { key: 'end', label: 'Until' },
      ]}
      rows={shares.map(share => shareRow(share, asked, csrfToken))}
      emptyText="Shared with nobody beyond its handling."
    />
  )
}

function shareRow(share: Share, asked: AskedRecord, csrfToken: string): Row {
  return {
    with: share.sharedWith,
    what: share.withHistory ? 'With its history' : 'From then on',
    since: `${formatInstant(share.fromAt)}, by ${share.sharedBy}`,
    why: share.reason,
    end:
      share.toAt === null ? (
        <Form action={handlingHref(asked, `/shares/${share.id}/end`)} csrfToken={csrfToken}>
          <Button text={`End share with ${share.sharedWith}`} kind="secondary" small />
        </Form>
      ) : (
        `${formatInstant(share.toAt)}, ended by ${share.endedBy}`
      ),
  }
}

function Stated({ stated }: { readonly stated: readonly StatedHandling[] }): Content {
  return (
    <DataTable
      caption="Handling before and now"
      hideCaption
      columns={[
        { key: 'handling', label: 'Handling' },
        { key: 'from', label: 'From' },
        { key: 'by', label: 'By' },
        { key: 'why', label: 'Why' },
      ]}
      rows={stated.map(one => ({
        handling: one.handling,
        from: formatInstant(one.statedAt),
        by: [one.person, one.imported ? 'by an import' : undefined].filter(Boolean).join(', '),
        why: one.reason,
      }))}
      emptyText="Region from the beginning, because nobody stated another."
    />
  )
}
