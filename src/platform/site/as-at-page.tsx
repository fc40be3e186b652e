import type { TypedDay } from '#platform/forms'
import { asAtText, londonToday } from '#platform/clock'
import { page, type PageAnswer, type Visit } from '#platform/http'
import { Button, ButtonGroup, type Content, DateInput, Form, formatDay, HiddenInput, InsetText } from '#ui'
import { ownAddress } from './own-address.ts'
import { usualDays } from './typed-day.ts'

interface AsAtForm {
  readonly typed: TypedDay
  readonly returnTo: string
  readonly problem?: string
}

/** Asks for the day that the whole site is to be put on. */
export function asAtPage(visit: Visit, form: AsAtForm = formOf(visit)): PageAnswer {
  return page({
    title: 'See the site as it was known on another day',
    body: <AsAtBody visit={visit} form={form} />,
    ...(form.problem === undefined ? {} : { status: 400, errors: [{ field: 'day', text: form.problem }] }),
  })
}

function formOf(visit: Visit): AsAtForm {
  const [year = '', month = '', day = ''] = asAtText(visit.asAt)?.slice(0, 10).split('-') ?? []
  return { typed: { year, month, day }, returnTo: ownAddress(visit.cameFrom) }
}

function AsAtBody({ visit, form }: { readonly visit: Visit; readonly form: AsAtForm }): Content {
  return (
    <>
      <h1 class="govuk-heading-l">See the site as it was known on another day</h1>
      <p class="govuk-body">
        Every list, count, record, figure and export then answers with what had been recorded up to the end of that day,
        UTC. Nothing can be changed until you return to today.
      </p>
      <Form action="/as-at" csrfToken={visit.csrfToken}>
        <HiddenInput name="return" value={form.returnTo} />
        <DateInput name="day" label="Day" hint="For example, 4 1 2023" value={form.typed} error={form.problem} />
        <ButtonGroup>
          <Button text="Show this day" />
          {visit.asAt.when === 'past' ? (
            <Button text="Return to today" kind="secondary" name="pick" value="today" />
          ) : null}
        </ButtonGroup>
        <h2 class="govuk-heading-s">Days asked for often</h2>
        <ButtonGroup>
          {usualDays(londonToday(visit.present)).map(({ day, label }) => (
            <Button text={`${label}: ${formatDay(day)}`} kind="secondary" name="pick" value={day} />
          ))}
        </ButtonGroup>
      </Form>
      <InsetText>Who may see what follows today’s rules, whatever day is shown.</InsetText>
    </>
  )
}
