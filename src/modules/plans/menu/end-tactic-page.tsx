import { londonToday } from '#platform/clock'
import { boxesOf, dayBoxes, dayFields, readDay, type TypedDay } from '#platform/forms'
import { type Answer, notFound, page, redirect, refused, route, type Visit } from '#platform/http'
import { Button, ButtonGroup, DateInput, Form, PageHeading } from '#ui'
import { z } from 'zod'
import { endTactic, type MenuTactic, readTactic } from './menu-store.ts'
import { TacticFacts } from './tactic-details.tsx'

const common = {
  path: '/plans/menu/:id/end',
  area: 'page',
  permission: 'reference.manage',
  params: z.object({ id: z.string() }),
} as const

const showForm = route({
  ...common,
  method: 'GET',
  event: 'menu-tactic-form.viewed',
  summary: 'Take a tactic off the menu',
  handle: async (visit, { params }) => {
    const tactic = await tacticOf(visit, params.id)
    return tactic === undefined ? notFound() : formPage(visit, tactic, boxesOf(londonToday(visit.present)), undefined)
  },
})

const takeForm = route({
  ...common,
  method: 'POST',
  event: 'menu-tactic.ended',
  summary: 'Keep from which day on a tactic is offered no more',
  body: z.object(dayFields('to')),
  handle: async (visit, { params, body }) => {
    const tactic = await tacticOf(visit, params.id)
    if (tactic === undefined) return notFound()
    const typed = dayBoxes(body, 'to')
    const read = readDay(typed, 'The day')
    const day = 'day' in read ? read.day : undefined
    if (day === undefined || day < londonToday(visit.present)) {
      return formPage(visit, tactic, typed, 'Enter today or a day after it, such as 1 4 2027')
    }
    if (!(await endTactic(visit.tx, tactic.id, day, visit.actor.personId))) return meanwhile()
    visit.memory.set('done', 'Tactic taken off the menu')
    return redirect('/plans/menu', { details: { tacticId: tactic.id } })
  },
})

export const endTacticRoutes = [showForm, takeForm]

async function tacticOf(visit: Visit, id: string): Promise<MenuTactic | undefined> {
  return /^\d{1,9}$/.test(id) ? readTactic(visit.tx, Number(id)) : undefined
}

function meanwhile(): Answer {
  return refused({
    status: 409,
    title: 'Somebody took it off the menu already',
    says: 'Nothing was changed. Look at the menu as it stands now.',
  })
}

function formPage(visit: Visit, tactic: MenuTactic, typed: TypedDay, error: string | undefined): Answer {
  return page({
    title: `Take off the menu: ${tactic.name}`,
    status: error === undefined ? 200 : 400,
    errors: error === undefined ? [] : [{ field: 'to', text: error }],
    backHref: '/plans/menu',
    body: (
      <>
        <PageHeading caption="Take a tactic off the menu" title={tactic.name} />
        <TacticFacts tactic={tactic} />
        <p class="govuk-body">Plans that began from it stay as they are.</p>
        <Form action={`/plans/menu/${tactic.id}/end`} csrfToken={visit.csrfToken}>
          <DateInput name="to" label="From which day is it offered no more?" value={typed} error={error} />
          <ButtonGroup>
            <Button text="Take it off the menu" />
            <a class="govuk-link" href="/plans/menu">
              Cancel
            </a>
          </ButtonGroup>
        </Form>
      </>
    ),
  })
}
