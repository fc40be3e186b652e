import { type Answer, page, type PanelContent, type Visit } from '#platform/http'
import { type Field, fieldsOf, type RecordState, readRecord } from '#platform/record'
import {
  Columns,
  type Content,
  formatInstant,
  PageHeading,
  Panel,
  SubNavigation,
  SummaryList,
  type SummaryRow,
  Text,
} from '#ui'
import { inErrorNotice } from './in-error-notice.tsx'
import { lateness } from './lateness.ts'
import { recordAddress } from './list-request.ts'
import { reasonFirst } from './reason-first.tsx'
import { recordActions } from './record-actions.tsx'
import { visibleReferences } from './record-store.ts'
import { partsOf, recordFrame, recordNotFound, shownRecord, titleOf } from './record-view.ts'
import type { RegisterPages } from './register-pages.ts'
import { showAs, showValue } from './show-value.tsx'

/** One record as it is known at the visit's moment, with what the modules add to its page. */
export async function recordPage(pages: RegisterPages, visit: Visit, reference: string): Promise<Answer> {
  const { record } = pages
  const state = await readRecord(visit.tx, record, reference, { asAt: visit.asAt, withErrors: true })
  if (state === undefined) return recordNotFound(record, reference)
  const asking = await reasonFirst(visit, state.handling)
  if (asking !== undefined) return asking
  const notice = await inErrorNotice(visit, record, state)
  const actions = await recordActions(pages, visit, state)
  const links = await linkedAddresses(pages, visit, state)
  const panels = await panelsOf(pages, visit, state)
  return page({
    ...recordFrame(record, visit, state),
    wide: true,
    body: <RecordBody {...{ pages, visit, state, notice, actions, links, panels }} />,
    shown: [shownRecord(record, state), ...panels.flatMap(panel => panel.shown ?? [])],
  })
}

interface RecordBodyProps {
  readonly pages: RegisterPages
  readonly visit: Visit
  readonly state: RecordState
  /** What must be known before anything else. */
  readonly notice: Content
  /** What the actor can do with it. */
  readonly actions: Content
  /** The addresses of the records that fields name and the actor can see, by field. */
  readonly links: Readonly<Record<string, string>>
  readonly panels: readonly ShownPanel[]
}

type ShownPanel = PanelContent & { readonly beside: boolean }

function RecordBody({ pages, visit, state, notice, actions, links, panels }: RecordBodyProps): Content {
  const { record } = pages
  const noun = record.noun.replace(/^./, first => first.toUpperCase())
  return (
    <>
      <PageHeading
        caption={`${noun} ${state.reference}`}
        title={titleOf(record, state)}
        markers={pages.markers?.(state)}
        actions={actions}
      />
      <SubNavigation label={`Parts of this ${record.noun}`} items={partsOf(record, visit, state, 'record')} />
      {notice}
      <Columns
        main={
          <>
            <Panel title={`About this ${record.noun}`} id="about">
              <SummaryList columns rows={summaryRows(pages, state, links)} />
            </Panel>
            <Panels panels={panels} beside={false} />
          </>
        }
        aside={
          <>
            <WhenKnown visit={visit} state={state} />
            <Panels panels={panels} beside />
          </>
        }
      />
    </>
  )
}

function Panels({ panels, beside }: Pick<RecordBodyProps, 'panels'> & { readonly beside: boolean }): Content {
  const here = panels.filter(panel => panel.beside === beside)
  return (
    <>
      {here.map((panel, index) => (
        <Panel title={panel.heading} id={`${beside ? 'beside' : 'panel'}-${index + 1}`}>
          {panel.body}
        </Panel>
      ))}
    </>
  )
}

function summaryRows(pages: RegisterPages, state: RecordState, links: RecordBodyProps['links']): readonly SummaryRow[] {
  return (
    fieldsOf(pages.record)
      .filter(([name]) => name !== pages.record.titleField)
      // Of many possible results those that were stated: a long row of "Not recorded" hides them.
      .filter(([name, field]) => !(isHiddenEmpty(field) && (state.values[name] ?? null) === null))
      .map(([name, field]) => {
        const value = state.values[name] ?? null
        const href = links[name]
        if (href === undefined) return { key: field.label, value: showAs(pages.shows?.[name], field, value) }
        return {
          key: field.label,
          value: (
            <a class="govuk-link" href={href}>
              <Text value={showValue(field, value)} />
            </a>
          ),
        }
      })
  )
}

function isHiddenEmpty({ kind, optional, shownWhenStated }: Field): boolean {
  return optional === true && (shownWhenStated === true || kind === 'count' || kind === 'money')
}

function WhenKnown({ visit, state }: { readonly visit: Visit; readonly state: RecordState }): Content {
  const late = lateness(state.recordedFrom, state.enteredAt)
  return (
    <Panel title={visit.asAt.when === 'past' ? 'What was known then' : 'What is known'} id="known">
      <SummaryList
        rows={[
          { key: 'Recorded at', value: formatInstant(state.recordedFrom) },
          {
            key: 'Entered here',
            value: formatInstant(state.enteredAt) + (late === undefined ? '' : `, ${late} later`),
          },
          { key: 'Handling', value: state.handling },
        ]}
      />
    </Panel>
  )
}

async function linkedAddresses(
  pages: RegisterPages,
  visit: Visit,
  state: RecordState,
): Promise<Readonly<Record<string, string>>> {
  const addresses: Record<string, string> = {}
  for (const [field, registerName] of Object.entries(pages.links ?? {})) {
    const reference = state.values[field]
    const register = visit.house.registers.get(String(registerName))
    if (typeof reference !== 'string' || reference === '' || register === undefined) continue
    const visible = await visibleReferences(visit.tx, register.record, [reference], { asAt: visit.asAt })
    if (visible.has(reference)) addresses[field] = recordAddress(register.href(reference), visit)
  }
  return addresses
}

async function panelsOf(pages: RegisterPages, visit: Visit, state: RecordState): Promise<readonly ShownPanel[]> {
  const allowed = visit.house
    .panelsOn(pages.record.register)
    .filter(panel => panel.permission === 'signed-in' || visit.actor.permissions.has(panel.permission))
  const shown: ShownPanel[] = []
  // One after the other: they share the transaction's one connection.
  for (const panel of allowed) {
    const content = await panel.show(visit, state)
    if (content !== undefined) shown.push({ ...content, beside: panel.beside ?? false })
  }
  return shown
}
