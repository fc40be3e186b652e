import type { Visit } from '#platform/http'
import {
  Button,
  type Content,
  Details,
  Form,
  formatDay,
  FourP as FourPMark,
  HiddenInput,
  Select,
  Text,
  TextInput,
} from '#ui'
import { type FourP, fourPs } from '../four-ps.ts'
import { actionStatuses } from '../plan-action.ts'
import type { ActionState, PlanState } from '../plan-store.ts'
import { planHref } from '../steps/asked-plan.ts'
import { type BoardCard, type BoardColumn, boardColumns } from './board-store.ts'
import { actionsList } from './four-ps-panel.tsx'
import { actionWho, PartLink } from './plan-words.tsx'

/** A move that was sent and not made: what was typed, and why. */
export interface Moving {
  readonly action: string
  readonly version: string
  readonly status: string
  readonly outcome: string
  readonly problem: string
}

export interface BoardProps {
  readonly visit: Visit
  readonly plan: PlanState
  readonly cards: readonly BoardCard[]
  readonly mayMove: (action: ActionState) => boolean
  readonly moving: Moving | undefined
}

/** The board: a row for each P, a column for each state; beneath each other where there is no room. */
export function Board(props: BoardProps): Content {
  return (
    <>
      {fourPs.map(p => (
        <section class="ff-board" aria-labelledby={`board-${p}`}>
          <h2 class="govuk-heading-m" id={`board-${p}`}>
            <FourPMark word={p} />
          </h2>
          <div class="ff-board__columns">
            {boardColumns.map(column => (
              <Cell
                {...props}
                p={p}
                column={column}
                cards={props.cards.filter(card => card.p === p && card.column === column)}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  )
}

function Cell(props: BoardProps & { readonly p: FourP; readonly column: BoardColumn }): Content {
  const { visit, plan, cards, p, column } = props
  const total = cards[0]?.ofCell ?? 0
  return (
    <div class={`ff-board__cell${column === 'Overdue' && total > 0 ? ' ff-board__cell--overdue' : ''}`}>
      <h3 class="govuk-heading-s ff-board__heading">
        {column} <span class="ff-panel__count">({total})</span>
      </h3>
      {cards.length === 0 ? (
        <p class="ff-empty">None</p>
      ) : (
        <ul class="govuk-list ff-board__cards">
          {cards.map(card => (
            <Card {...props} action={card.action} />
          ))}
        </ul>
      )}
      {total > cards.length ? (
        <p class="govuk-body-s">
          <a class="govuk-link" href={actionsList(visit, plan.reference, p)}>
            {total - cards.length} more<span class="govuk-visually-hidden"> in the list of {p} actions</span>
          </a>
        </p>
      ) : null}
    </div>
  )
}

function Card(props: BoardProps & { readonly action: ActionState }): Content {
  const { visit, action, mayMove } = props
  const { dueOn, doneOn, status } = action.values
  const day = status === 'Open' ? dueOn : doneOn
  return (
    <li class="ff-board__card">
      <PartLink visit={visit} state={action} register="plan-actions" />
      <span class="ff-plan-p__measure">
        <Text value={actionWho(action)} />
        {typeof day === 'string' ? `; ${status === 'Open' ? 'due ' : ''}${formatDay(day)}` : ''}
      </span>
      {mayMove(action) ? <MoveForm {...props} /> : null}
    </li>
  )
}

function MoveForm({ visit, plan, action, moving }: BoardProps & { readonly action: ActionState }): Content {
  const { reference, version, values } = action
  const mine = moving?.action === reference ? moving : undefined
  return (
    <Details summary={`Move ${reference}`} open={mine !== undefined}>
      <Form action={planHref(plan.reference, '/board')} csrfToken={visit.csrfToken}>
        <HiddenInput name="action" value={reference} />
        <HiddenInput name="version" value={mine?.version ?? version} />
        <Select
          name="status"
          id={`status-${reference}`}
          label="Move to"
          choices={actionStatuses.map(one => ({ value: one, text: one }))}
          value={mine?.status ?? String(values.status)}
          error={mine?.problem}
        />
        <TextInput
          name="outcome"
          id={`outcome-${reference}`}
          label="What came of it, or why it is dropped"
          value={mine?.outcome ?? ''}
        />
        <Button text="Move" small kind="secondary" />
      </Form>
    </Details>
  )
}
