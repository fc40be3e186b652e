import type { FileProblem } from '#platform/files'
import {
  Button,
  ButtonGroup,
  type Content,
  DataTable,
  Figures,
  Form,
  formatCount,
  formatInstant,
  HiddenInput,
  InsetText,
  PageHeading,
  Pagination,
  SummaryList,
  Tag,
} from '#ui'
import type { KeptImport } from '../import-store.ts'
import { counted } from '../counted.ts'
import { capitalised, isUnderWay, stateWords } from './import-words.ts'

export interface ImportContent {
  readonly kept: KeptImport
  /** Those after the position `after`, by line. */
  readonly problems: readonly FileProblem[]
  readonly warnings: readonly FileProblem[]
  readonly after: number
  readonly csrfToken: string
  readonly plural: string
}

/** What the page of an import shows. */
export function ImportBody(content: ImportContent): Content {
  const { kept } = content
  const { text, colour } = stateWords[kept.state]
  return (
    <>
      <PageHeading
        title={`Import ${kept.number}`}
        caption={kept.fileName}
        markers={<Tag text={text} colour={colour} />}
      />
      {isUnderWay(kept.state) ? <Progress kept={kept} /> : <Outcome {...content} />}
      {kept.state === 'checked' ? <Choices {...content} /> : null}
      <ProblemTable {...content} />
      <Facts kept={kept} />
    </>
  )
}

function Progress({ kept }: { readonly kept: KeptImport }): Content {
  return (
    <InsetText>
      <p class="govuk-body" role="status">
        {counted(kept.rowsRead, 'row')} read so far.
      </p>
      <p class="govuk-body">
        You can leave this page: the work goes on.{' '}
        <a class="govuk-link" href={`/imports/${kept.id}`}>
          See how far it is
        </a>
      </p>
    </InsetText>
  )
}

function Outcome({ kept, plural, csrfToken }: ImportContent): Content {
  const checked = [
    { label: 'Rows', value: formatCount(kept.rowsRead) },
    { label: 'Good rows', value: formatCount(kept.good) },
    { label: 'Rows with problems', value: formatCount(kept.bad) },
  ]
  const taken = [
    { label: `New ${plural}`, value: formatCount(kept.newRecords), href: `/${kept.register}` },
    { label: 'New states', value: formatCount(kept.newStates) },
    { label: 'Unchanged', value: formatCount(kept.unchanged), note: 'Rows that said what was here already' },
  ]
  return (
    <>
      {kept.state === 'failed' ? <p class="govuk-body">Nothing was taken. Mend the file and send it again.</p> : null}
      <Figures items={kept.state === 'done' ? [...checked, ...taken] : checked} />
      {kept.hasRejected ? (
        <>
          <p class="govuk-body">
            <a class="govuk-link" href={`/imports/${kept.id}/rejected.csv`}>
              Download what was not taken: {counted(kept.bad, 'row')} (CSV)
            </a>
            , each with its problem, to mend and send again.
          </p>
          <Form action={`/imports/${kept.id}/rejected/remove`} csrfToken={csrfToken}>
            <Button text="These rows are dealt with: remove them" kind="secondary" />
          </Form>
        </>
      ) : null}
    </>
  )
}

/** Taking all is offered only when all is good; the good rows alone are offered beside the problems that the others have. */
function Choices({ kept, csrfToken }: ImportContent): Content {
  const mode = kept.bad === 0 ? 'accept' : 'accept-good'
  const words =
    kept.bad === 0 ? `Take all: ${counted(kept.good, 'row')}` : `Take the good: ${counted(kept.good, 'row')}`
  return (
    <>
      {kept.bad > 0 ? (
        <p class="govuk-body">
          Mend the file and send it again, or take the good rows: the others are handed back as a file with what is
          wrong.
        </p>
      ) : null}
      <ButtonGroup>
        {kept.good > 0 ? (
          <Form action={`/imports/${kept.id}/accept`} csrfToken={csrfToken}>
            <HiddenInput name="mode" value={mode} />
            <Button text={words} />
          </Form>
        ) : null}
        <Form action={`/imports/${kept.id}/withdraw`} csrfToken={csrfToken}>
          <Button text="Withdraw" kind="secondary" />
        </Form>
      </ButtonGroup>
    </>
  )
}

function ProblemTable({ kept, problems, warnings, after }: ImportContent): Content {
  return (
    <>
      {problems.length > 0 ? (
        <>
          <DataTable
            caption={`Problems (${formatCount(kept.problems)})`}
            columns={columnsWith('What is wrong')}
            rows={problems.map(rowOf)}
          />
          <WayThroughProblems kept={kept} after={after} shown={problems.length} />
        </>
      ) : null}
      {warnings.length > 0 ? (
        <DataTable
          caption={`Warnings (${formatCount(warnings.length)})`}
          columns={columnsWith('What to know')}
          rows={warnings.map(rowOf)}
        />
      ) : null}
    </>
  )
}

const mostListed = 1000

function WayThroughProblems(props: {
  readonly kept: KeptImport
  readonly after: number
  readonly shown: number
}): Content {
  const { kept, after, shown } = props
  const last = after + shown
  if (after === 0 && last >= kept.problems) return null
  const hidden = kept.problems > mostListed ? `; the first ${formatCount(mostListed)} are listed` : ''
  return (
    <Pagination
      previousHref={after > 0 ? `/imports/${kept.id}` : undefined}
      nextHref={last < Math.min(kept.problems, mostListed) ? `/imports/${kept.id}?after=${last}` : undefined}
      summary={`${formatCount(after + 1)} to ${formatCount(last)} of ${formatCount(kept.problems)}${hidden}`}
    />
  )
}

function columnsWith(words: string) {
  return [
    { key: 'line', label: 'Line', align: 'right', keepTogether: true },
    { key: 'column', label: 'Column', keepTogether: true },
    { key: 'problem', label: words },
  ] as const
}

function rowOf({ line, column, problem }: FileProblem) {
  return { line: line === undefined ? 'File' : String(line), column: column ?? '', problem }
}

function Facts({ kept }: { readonly kept: KeptImport }): Content {
  return (
    <SummaryList
      columns
      rows={[
        { key: 'Register', value: capitalised(kept.register) },
        { key: 'Sent', value: `${formatInstant(kept.sentAt)} by ${kept.person}, ${kept.organisation}` },
        ...(kept.finishedAt === null ? [] : [{ key: 'Ended', value: formatInstant(kept.finishedAt) }]),
        { key: 'Size', value: `${formatCount(kept.bytes)} bytes` },
        { key: 'SHA-256', value: kept.sha256 },
      ]}
    />
  )
}
